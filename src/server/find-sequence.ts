import { type Identifier, sequenceId } from '../digest/identifier.ts'
import type { SequenceRecord, SequenceStore } from '../store/store.ts'
import { CACHE } from './caching.ts'
import { ProtocolError } from './errors.ts'

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
 * @param text The name, as the URL has it.
 * @param identifiers What the protocol takes the name for: the first that is known counts.
 * @param urlOf Makes the URL for each of several sequences, from an identifier.
 * @throws An answer of 404 when nothing is known by the name, of 300 with the list when several are.
 */
export async function findSequence(
  store: SequenceStore,
  text: string,
  identifiers: readonly Identifier[],
  urlOf: (id: string) => string,
): Promise<Found> {
  for (const identifier of identifiers) {
    const records = await store.find(identifier)
    const [record, ...others] = records
    if (record === undefined) continue
    if (others.length > 0) throw severalSequences(text, records, urlOf)
    const cacheControl = 'digest' in identifier ? CACHE.immutable : CACHE.brief
    return { record, id: sequenceId(record.digest), cacheControl }
  }
  throw new ProtocolError('SEQUENCE_NOT_FOUND', { id: text })
}

function severalSequences(
  text: string,
  records: readonly SequenceRecord[],
  urlOf: (id: string) => string,
): ProtocolError {
  const sequences = records.map(({ digest, length }) => {
    const id = `ga4gh:${sequenceId(digest)}`
    return { id, url: urlOf(id), length }
  })
  return new ProtocolError('SEVERAL_SEQUENCES', { id: text }, { body: { sequences } })
}
