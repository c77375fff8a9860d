import type { CompareOptions } from '../../collection/compare.ts'
import type { CollectionStore } from '../../store/collections.ts'
import type { SequenceStore } from '../../store/store.ts'
import type { ServiceDescription } from '../service-description.ts'
import type { Turns } from '../turns.ts'
import type { FastaFactsKeeper } from './fasta-facts.ts'

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
  /** For what is big. */
  readonly turns: Turns
  /** For DRS objects. */
  readonly fasta: FastaFactsKeeper
}

/** Most bytes of a posted collection: a million members take 140 MB with all attributes. */
export const BODY_LIMIT = 256 * 1024 * 1024
