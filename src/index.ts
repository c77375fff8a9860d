/**
 * seqkeep as a library: open or fill a store, and serve it from a program of your own. The engines
 * that a store needs come from `seqkeep/engines`.
 *
 * @module
 */
export { type Identifier, parseIdentifier, sequenceId } from './digest/identifier.ts'
export { FormatError } from './formats/errors.ts'
export type { DigestedRecord } from './formats/fasta-digests.ts'
export { type AliasReport, addAliases } from './ingest/add-aliases.ts'
export { type AddOptions, type AddReport, addFasta } from './ingest/add-fasta.ts'
export { digestFasta } from './ingest/digest-fasta.ts'
export { type AppOptions, createApp } from './server/app.ts'
export { openStore } from './store/open.ts'
export type { Engines, StoreReader } from './store/reader.ts'
export {
  type Alias,
  DamageError,
  type SequenceRecord,
  type SequenceStore,
  StoreError,
  type StoreSettings,
  type StoreStats,
} from './store/store.ts'
export { rebuildCatalog, StoreWriter, type WriterOptions } from './store/writer.ts'
