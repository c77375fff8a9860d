import type { Identifier } from '../digest/identifier.ts'
import type { Alias, SequenceRecord } from '../store/store.ts'

/** How a protocol reads the names in its URLs, and spells those in its answers. */
export interface Naming {
  /** What a text may name: the first that is known counts. */
  identifiers(text: string): readonly Identifier[]
  /**
   * All names of a sequence, its digests included where the protocol has them among its aliases.
   *
   * @param version Of the protocol, as negotiated.
   */
  aliases(record: SequenceRecord, aliases: readonly Alias[], version: string): readonly Alias[]
}
