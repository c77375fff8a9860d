import { type MediaRange, parseAccept, preference } from '../accept.ts'

/** Versions of refget whose media types are spoken, newest first. */
export const VERSIONS = ['2.0.0', '1.0.1', '1.0.0'] as const

export type RefgetVersion = (typeof VERSIONS)[number]

/** What was negotiated for an answer. */
export interface Representation {
  readonly version: RefgetVersion
  /** Whether the client named this version's own media type. */
  readonly named: boolean
  readonly contentType: string
}

/** `plain` for residues, `json` for all else. */
export type Form = 'plain' | 'json'

const GENERIC = { plain: 'text/plain', json: 'application/json' } as const

const vendorType = (form: Form, version: RefgetVersion) =>
  form === 'plain'
    ? `text/vnd.ga4gh.refget.v${version}+plain`
    : `application/vnd.ga4gh.refget.v${version}+json`

/** Media types that can be sent, for the body of a 406. */
export function supportedTypes(form: Form): string[] {
  return [...VERSIONS.map((version) => vendorType(form, version)), GENERIC[form]]
}

/** Different Accept headers whose outcome is kept, and how long they may be; clients send few. */
const REMEMBERED = 256
const REMEMBERED_LENGTH = 512

/**
 * Makes the negotiation of one form.
 *
 * @param defaultVersion What generic types and wildcards get.
 * @returns A function from an Accept header to what to send, `undefined` if nothing is acceptable.
 */
export function negotiator(
  form: Form,
  defaultVersion: RefgetVersion,
): (accept: string) => Representation | undefined {
  const known = new Map<string, Representation | undefined>()
  return (accept) => {
    const kept = known.get(accept)
    if (kept !== undefined || known.has(accept)) return kept
    const outcome = negotiate(parseAccept(accept), form, defaultVersion)
    if (accept.length <= REMEMBERED_LENGTH) {
      if (known.size >= REMEMBERED) known.clear()
      known.set(accept, outcome)
    }
    return outcome
  }
}

/**
 * The highest quality wins; then a named vendor type over the generic one, `type/*` and everything;
 * then the highest version.
 */
function negotiate(
  ranges: readonly MediaRange[],
  form: Form,
  defaultVersion: RefgetVersion,
): Representation | undefined {
  const vendor = VERSIONS.map((version) => ({
    version,
    ...preference(ranges, vendorType(form, version)),
  }))
  const generic = preference(ranges, GENERIC[form])
  const best = Math.max(generic.q, ...vendor.map(({ q }) => q))
  if (best === 0) return undefined

  const named = vendor.find(({ q, specificity }) => q === best && specificity === 2)
  if (named) return representation(form, named.version, true)

  // A wildcard leaves the version open: the default, unless the client refused that one (q=0).
  const open = vendor.filter(({ q }) => q === best)
  const takesDefault =
    open.length === 0 || open.some((candidate) => candidate.version === defaultVersion)
  const version = takesDefault ? defaultVersion : open[0]!.version
  return representation(form, version, false, prefersGeneric(ranges, generic, best))
}

/**
 * A browser lists text/html, and would save a vendor type to a file. (For JSON the vendor type is
 * sent whatever was asked: refget allows no other.)
 */
function prefersGeneric(
  ranges: readonly MediaRange[],
  generic: { q: number; specificity: number },
  best: number,
): boolean {
  if (generic.q < best) return false
  return generic.specificity > 0 || preference(ranges, 'text/html').specificity === 2
}

function representation(
  form: Form,
  version: RefgetVersion,
  named: boolean,
  generic = false,
): Representation {
  const type = form === 'plain' && generic ? GENERIC.plain : vendorType(form, version)
  return { version, named, contentType: form === 'plain' ? `${type}; charset=us-ascii` : type }
}
