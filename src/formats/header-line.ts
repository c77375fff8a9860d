/** What a FASTA header says, the '>' left out. */
export interface HeaderLine {
  /** Text up to the first white space; '' where there is none. */
  readonly name: string
  /** The rest, trimmed. */
  readonly description: string
}

/**
 * NCBI's `nr` joins the headers of equal proteins with this control character: the only one that a
 * header may hold. It ends a name as white space does.
 */
export const START_OF_HEADING = 1

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** Splits a header at ASCII white space, as other tools do: Unicode's may be part of a name. */
export function readHeaderLine(bytes: Buffer): HeaderLine {
  const text = decode(bytes)
  let nameEnd = 0
  while (nameEnd < text.length && !endsName(text.charCodeAt(nameEnd))) nameEnd++
  let from = nameEnd
  while (from < text.length && endsName(text.charCodeAt(from))) from++
  let to = text.length
  while (to > from && endsName(text.charCodeAt(to - 1))) to--
  return { name: text.slice(0, nameEnd), description: text.slice(from, to) }
}

/** Space, tab, vertical tab, form feed. */
export function isSpace(code: number): boolean {
  return code === 0x20 || code === 0x09 || code === 0x0b || code === 0x0c
}

function endsName(code: number): boolean {
  return isSpace(code) || code === START_OF_HEADING
}

/** As UTF-8, or as Latin-1 where it is not valid UTF-8: any bytes are Latin-1. */
function decode(bytes: Buffer): string {
  try {
    return utf8.decode(bytes)
  } catch {
    return bytes.toString('latin1')
  }
}
