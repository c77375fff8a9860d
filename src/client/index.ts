/**
 * A client for seqkeep and other servers of GA4GH refget and Sequence Collections.
 *
 * @module
 */
export type {
  Collection,
  CollectionPage,
  Comparison,
  Metadata,
  Region,
  RegionAnswer,
  SequenceAlias,
} from './answers.ts'
export {
  type CallOptions,
  type ClientOptions,
  type Part,
  SeqkeepClient,
  type SequenceOptions,
} from './client.ts'
export { type ErrorKind, SeqkeepError } from './errors.ts'
