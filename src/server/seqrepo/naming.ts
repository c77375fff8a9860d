import { hex, parseHex } from '../../digest/hex.ts'
import { type Identifier, parseIdentifier } from '../../digest/identifier.ts'
import { DIGEST_BYTES, parseSha512t24u, sha512t24u } from '../../digest/sha512t24u.ts'
import { authorityOf } from '../../formats/accession.ts'
import type { Alias, SequenceRecord } from '../../store/store.ts'
import type { Naming } from '../naming.ts'
import { keptNamespace, successorOf } from './namespace.ts'

/**
 * SeqRepo's: `namespace:alias` in each spelling that was ever in use, digests, and bare names. Other
 * than there, namespaces and hex are case-insensitive, the start of a digest is not enough, and `%`
 * is no wildcard.
 */
export const SEQREPO_NAMING: Naming = { identifiers, aliases }

function identifiers(text: string): Identifier[] {
  const colon = text.indexOf(':')
  const found =
    colon > 0
      ? namespaced(text.slice(0, colon).toLowerCase(), text.slice(colon + 1), text)
      : unqualified(text)
  // A name that a file gave may have a colon in it.
  return [...found.filter((each) => each !== undefined), { kind: 'bare', alias: text }]
}

type Candidates = (Identifier | undefined)[]

function namespaced(namespace: string, rest: string, text: string): Candidates {
  switch (namespace) {
    // Before `SQ.` became the type of a sequence, it was `GS_` and, for a while, `GS.`.
    case 'ga4gh':
    case 'vmc':
      return [typed(rest)]
    case 'sha512t24u':
      return [truncated(parseSha512t24u(rest))]
    case 'sha512':
      return [truncated(parseHex(rest, 64) ?? parseHex(rest, DIGEST_BYTES))]
    case 'seguid':
      return [seguid(rest)]
    case 'ncbi':
      return [{ kind: 'alias', authority: 'refseq', alias: rest }, parseIdentifier(text)]
    default:
      return [parseIdentifier(text)]
  }
}

function unqualified(text: string): Candidates {
  const digest = parseIdentifier(text)
  const authority = authorityOf(text)
  return [
    digest?.kind === 'bare' ? undefined : digest,
    typed(text),
    truncated(parseSha512t24u(text)),
    authority === undefined ? undefined : { kind: 'alias', authority, alias: text },
  ]
}

function typed(text: string): Identifier | undefined {
  return /^(?:SQ\.|GS[._])/.test(text) ? truncated(parseSha512t24u(text.slice(3))) : undefined
}

function truncated(bytes: Uint8Array | undefined): Identifier | undefined {
  return bytes && { kind: 'sha512t24u', digest: bytes.subarray(0, DIGEST_BYTES) }
}

/** SHA-1 in base64, without its padding. */
function seguid(text: string): Identifier | undefined {
  if (!/^[A-Za-z0-9+/]{27}=?$/.test(text)) return undefined
  return { kind: 'sha1', digest: Uint8Array.from(Buffer.from(text, 'base64')) }
}

/** In the order in which SeqRepo lists them: by namespace and alias as kept, then what succeeds each. */
function aliases(record: SequenceRecord, names: readonly Alias[]): Alias[] {
  const kept = [
    ...digests(record),
    ...names.map(({ authority, alias }) => ({ authority: keptNamespace(authority), alias })),
  ]
  kept.sort((a, b) => order(a.authority, b.authority) || order(a.alias, b.alias))
  return kept.flatMap((each) => [each, ...successors(each)])
}

function* digests({ digest, md5, sha1 }: SequenceRecord): Generator<Alias> {
  yield { authority: 'VMC', alias: `GS_${sha512t24u(digest)}` }
  yield { authority: 'MD5', alias: hex(md5) }
  if (sha1 === undefined) return
  yield { authority: 'SHA1', alias: hex(sha1) }
  yield { authority: 'SEGUID', alias: Buffer.from(sha1).toString('base64').replace(/=$/, '') }
}

function* successors({ authority, alias }: Alias): Generator<Alias> {
  if (authority === 'VMC') {
    yield { authority: 'sha512t24u', alias: alias.slice(3) }
    yield { authority: 'ga4gh', alias: `SQ.${alias.slice(3)}` }
  }
  const successor = successorOf(authority)
  if (successor !== undefined) yield { authority: successor, alias }
}

function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
