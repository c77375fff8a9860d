import type { SequenceStore } from '../../store/store.ts'
import type { Naming } from '../naming.ts'
import type { ServiceDescription } from '../service-description.ts'
import type { RefgetVersion } from './media-types.ts'

/** What refget needs to know. */
export interface RefgetOptions {
  readonly store: SequenceStore
  /** How sequences are called: as refget has it, unless given. */
  readonly naming?: Naming
  /** Version that generic media types and wildcards get. */
  readonly defaultVersion: RefgetVersion
  /** Longest part that is sent, in residues, or `null`; whole sequences know no limit. */
  readonly subsequenceLimit: number | null
  readonly service: ServiceDescription
  /** Of the package. */
  readonly version: string
}
