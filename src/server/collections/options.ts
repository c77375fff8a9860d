import type { CompareOptions } from '../../collection/compare.ts'
import type { CollectionRecord, CollectionStore } from '../../store/collections.ts'
import type { SequenceStore } from '../../store/store.ts'
import type { ServiceDescription } from '../service-description.ts'

/** A file that is made as it is read. */
interface VirtualFile {
  /** In bytes. */
  readonly size: number
  /** The bytes, from the first to the last. A chunk is valid until the next is asked for. */
  chunks(): AsyncIterable<Uint8Array>
}

/** A collection as a FASTA file of 60 columns, in the case of its first mask set. */
export type FastaOf = (collection: CollectionRecord) => Promise<VirtualFile>

/** What the endpoints of Sequence Collections need to know. */
export interface CollectionsOptions extends CompareOptions {
  readonly collections: CollectionStore
  /** For the names of sequences. */
  readonly store: SequenceStore
  readonly service: ServiceDescription
  /** Of the package. */
  readonly version: string
  /** What the refget service can do, for the combined service-info. */
  readonly refget: object
  /** DRS objects are offered where this is. */
  readonly fasta?: FastaOf | undefined
}

/** Most bytes of a posted collection: a million members take 140 MB with all attributes. */
export const BODY_LIMIT = 256 * 1024 * 1024
