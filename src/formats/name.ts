import { canonicalAuthority, MAX_ALIAS_BYTES } from '../digest/authority.ts'
import { DIGEST_NAMESPACES } from '../digest/identifier.ts'
import { FormatError } from './errors.ts'

const AUTHORITY = /^[a-z0-9][a-z0-9._-]*$/

/**
 * Reads `authority:alias`.
 *
 * @throws {@link FormatError} when it cannot be the name of anything.
 */
export function readName(text: string): { readonly authority: string; readonly alias: string } {
  const colon = text.indexOf(':')
  if (colon < 0) {
    throw new FormatError(
      `the name "${shown(text)}" has no authority; write it as in insdc:GCA_000146045.2, or local:${shown(text)}`,
    )
  }
  return {
    authority: readAuthority(text.slice(0, colon)),
    alias: readAlias(text.slice(colon + 1)),
  }
}

/** Reads a naming authority in any spelling. */
export function readAuthority(text: string): string {
  if (text.trim() === '') throw new FormatError('the authority is empty')
  const authority = canonicalAuthority(text)
  if (!AUTHORITY.test(authority)) {
    throw new FormatError(
      `the authority "${shown(text)}" is not a word of letters, digits, ".", "_" and "-"; use one such as insdc, refseq or your own`,
    )
  }
  if (DIGEST_NAMESPACES.has(authority)) {
    throw new FormatError(
      `the authority "${shown(text)}" stands for digests, which come from the residues; use another`,
    )
  }
  return authority
}

/** Reads an alias, whose case is kept. */
export function readAlias(alias: string): string {
  if (alias.trim() === '') throw new FormatError('the alias is empty')
  assertNoControl(alias)
  const size = Buffer.byteLength(alias)
  if (size > MAX_ALIAS_BYTES) {
    throw new FormatError(`the alias has ${size} bytes; shorten it to ${MAX_ALIAS_BYTES} at most`)
  }
  return alias
}

export function assertNoControl(text: string): void {
  const [control] = /\p{Cc}/u.exec(text) ?? []
  if (control === undefined) return
  const code = control.charCodeAt(0).toString(16).padStart(2, '0')
  throw new FormatError(`there is a control character (0x${code}); remove it`)
}

/** Cuts what a message quotes. */
export function shown(text: string): string {
  return text.length > 40 ? `${text.slice(0, 40)}...` : text
}
