/**
 * Content negotiation (RFC 9110, section 12.5.1), with the tolerances that refget clients need:
 * an `accept` query parameter, and the `plain/text` that Ensembl's document tells its users to send.
 */

/** One media range of an Accept header. Parameters other than `q` are no part of the comparison. */
export interface MediaRange {
  /** Lower-case `type/subtype`, either of which may be `*`. */
  readonly range: string
  readonly q: number
}

/** How well a header likes a media type. */
export interface Preference {
  /** 0 when the type is not acceptable. */
  readonly q: number
  /** 2: the type itself was named; 1: `type/*`; 0: everything; -1: nothing matched. */
  readonly specificity: number
}

// Java's HttpURLConnection, and so htsjdk, sends "text/html, image/gif, image/jpeg, *; q=.2, */*; q=.2".
const QUALITY = /^(?:0?\.\d{1,3}|0\.?|1(?:\.0{0,3})?)$/
const TYPE = /^[!#$%&'*+.^_`|~0-9a-z-]+\/[!#$%&'*+.^_`|~0-9a-z-]+$/
// Commas and semicolons inside a quoted parameter separate nothing.
const ELEMENT = /(?:[^,"]|"(?:[^"\\]|\\.)*"?)+/g
const PARAMETER = /(?:[^;"]|"(?:[^"\\]|\\.)*"?)+/g

/**
 * The Accept header that counts: the first `accept` query parameter unless empty, else the header.
 * Form-decoding turns the `+` of `application/vnd.x+json` into a space; it is turned back here.
 */
export function effectiveAccept(
  query: string | string[] | undefined,
  header: string | undefined,
): string {
  const parameter = Array.isArray(query) ? query[0] : query
  if (!parameter?.trim()) return header ?? ''
  return parameter.replace(/(?<=[^\s,;=]) +(?=[^\s,;=])/g, '+')
}

/** Reads an Accept header. Absent and empty headers mean anything; malformed elements are left out. */
export function parseAccept(header: string): MediaRange[] {
  const elements = (header.match(ELEMENT) ?? []).filter((element) => element.trim() !== '')
  if (elements.length === 0) return [{ range: '*/*', q: 1 }]
  return elements.flatMap((element) => mediaRange(element) ?? [])
}

/** The preference for one media type: that of the most specific range that matches it. */
export function preference(ranges: readonly MediaRange[], mediaType: string): Preference {
  const family = `${mediaType.slice(0, mediaType.indexOf('/'))}/*`
  let best: Preference = { q: 0, specificity: -1 }
  for (const { range, q } of ranges) {
    const specificity = range === mediaType ? 2 : range === family ? 1 : range === '*/*' ? 0 : -1
    if (specificity < 0) continue
    const better =
      specificity > best.specificity || (specificity === best.specificity && q > best.q)
    if (better) best = { q, specificity }
  }
  return best
}

function mediaRange(element: string): MediaRange | undefined {
  const [type = '', ...parameters] = element.match(PARAMETER) ?? []
  const range = type.trim().toLowerCase()
  if (!TYPE.test(range)) return undefined
  const weight = parameters.find((parameter) => /^\s*q\s*=/i.test(parameter))
  const q = weight === undefined ? '1' : weight.slice(weight.indexOf('=') + 1).trim()
  if (!QUALITY.test(q)) return undefined
  return { range: range === 'plain/text' ? 'text/plain' : range, q: Number(q) }
}
