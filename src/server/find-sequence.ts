import { parseIdentifier, sequenceId } from '../../digest/identifier.ts'
import type { SequenceRecord, SequenceStore } from '../../store/store.ts'
import { CACHE } from '../caching.ts'
import { ProtocolError } from '../errors.ts'

/** The one sequence that an identifier names. */
export interface Found {
  readonly record: SequenceRecord
  /** `SQ.` and the digest. */
  readonly id: string
  /** How long its residues may be cached under this name. */
  readonly cacheControl: string
}

/**
 * Finds the sequence of a URL.
 *
 * @param urlOf Makes the URL for each of several sequences, from an identifier.
 * @throws An answer of 404 when nothing is known by the name (nor may a bare alias be used: refget
 * knows none), of 300 with the list when several are.
 */
export async function findSequence(
  store: SequenceStore,
  text: string,
  urlOf: (id: string) => string,
): Promise<Found> {
  const identifier = parseIdentifier(text)
  const records =
    identifier === undefined || identifier.kind === 'bare' ? [] : await store.find(identifier)
  const [record, ...others] = records
  if (record === undefined) throw new ProtocolError('SEQUENCE_NOT_FOUND', { id: text })
  if (others.length > 0) {
    const choices = records.map(({ digest, length }) => {
      const id = `ga4gh:${sequenceId(digest)}`
      return { id, url: urlOf(id), length }
    })
    throw new ProtocolError('SEVERAL_SEQUENCES', { id: text }, { body: { sequences: choices } })
  }
  const cacheControl = identifier!.kind === 'alias' ? CACHE.brief : CACHE.immutable
  return { record, id: sequenceId(record.digest), cacheControl }
}
