import type { SequenceStore } from '../../store/store.ts'
import type { Naming } from '../naming.ts'
import type { RefgetVersion } from './media-types.ts'

/** Who runs the service, for GA4GH service-info. */
export interface ServiceDescription {
  /** Unique, in reverse domain notation. */
  readonly id: string
  readonly name: string
  readonly organization: { readonly name: string; readonly url: string }
  readonly description?: string
  readonly contactUrl?: string
  readonly documentationUrl?: string
  readonly environment?: string
}

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
