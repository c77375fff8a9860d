import { canonicalAuthority } from './authority.ts'
import { parseHex } from './hex.ts'
import { DIGEST_BYTES, parseSha512t24u, sha512t24u } from './sha512t24u.ts'

/** What a spelling of an identifier names: a digest of the content, or somebody's name for it. */
export type Identifier =
  | { readonly kind: 'sha512t24u' | 'md5' | 'sha1'; readonly digest: Uint8Array }
  | { readonly kind: 'alias'; readonly authority: string; readonly alias: string }
  | { readonly kind: 'bare'; readonly alias: string }

const parsers = {
  md5: (text: string): Identifier | undefined => digest('md5', parseHex(text, 16)),
  sha1: (text: string): Identifier | undefined => digest('sha1', parseHex(text, 20)),
  trunc512: (text: string): Identifier | undefined =>
    digest('sha512t24u', parseHex(text, DIGEST_BYTES)),
  ga4gh: (text: string): Identifier | undefined => typed(text, 'SQ.'),
  vmc: (text: string): Identifier | undefined => typed(text, 'GS_'),
}

/** Namespaces whose members are digests: no alias can be added under them. */
export const DIGEST_NAMESPACES: ReadonlySet<string> = new Set(Object.keys(parsers))

/**
 * Reads any spelling of a sequence identifier.
 *
 * A namespace decides the kind (`md5:`, `sha1:`, `trunc512:`, `ga4gh:SQ.`, `VMC:GS_`, in any case);
 * any other namespace makes an alias of that authority, in its canonical spelling. Without a namespace `SQ.` and
 * 32 base64url characters, or 32, 40 or 48 hex digits, are digests (refget 2.0.0, "Unique
 * Identifiers"); what remains is a bare alias. Hex is case-insensitive, base64url is not.
 *
 * @returns `undefined` when a digest namespace holds something that is not such a digest: such an
 * identifier can name nothing.
 */
export function parseIdentifier(text: string): Identifier | undefined {
  const colon = text.indexOf(':')
  if (colon > 0) {
    const namespace = canonicalAuthority(text.slice(0, colon))
    const rest = text.slice(colon + 1)
    if (isDigestNamespace(namespace)) return parsers[namespace](rest)
    return { kind: 'alias', authority: namespace, alias: rest }
  }
  return (
    typed(text, 'SQ.') ??
    parsers.md5(text) ??
    parsers.trunc512(text) ??
    parsers.sha1(text) ?? { kind: 'bare', alias: text }
  )
}

/** The canonical identifier of a sequence, `SQ.` and its digest, without a namespace. */
export function sequenceId(digest: Uint8Array): string {
  return `SQ.${sha512t24u(digest)}`
}

function isDigestNamespace(namespace: string): namespace is keyof typeof parsers {
  return DIGEST_NAMESPACES.has(namespace)
}

function typed(text: string, type: string): Identifier | undefined {
  if (!text.startsWith(type)) return undefined
  return digest('sha512t24u', parseSha512t24u(text.slice(type.length)))
}

function digest(
  kind: 'sha512t24u' | 'md5' | 'sha1',
  bytes: Uint8Array | undefined,
): Identifier | undefined {
  return bytes && { kind, digest: bytes }
}
