import type { CollectionAlias } from '../collections.ts'
import type { GeneNameKind, GenomeEntry, RegionEntry } from '../genomes.ts'

/** One thing that a journal record states. Their order matters: see each kind. */
export type JournalEntry =
  /** A pack that the record commits: the sequences that follow are in it, one after the other. */
  | { readonly kind: 'pack'; readonly name: Uint8Array }
  /** A sequence that was new; `size` is the bytes of its blocks. */
  | {
      readonly kind: 'sequence'
      readonly digest: Uint8Array
      readonly md5: Uint8Array
      readonly sha1?: Uint8Array
      readonly length: number
      readonly size: number
    }
  | {
      readonly kind: 'alias'
      readonly digest: Uint8Array
      readonly authority: string
      readonly alias: string
    }
  | { readonly kind: 'circular'; readonly digest: Uint8Array; readonly circular: boolean }
  /**
   * Lower-case runs of the member that follows: pairs of varints, the gap since the end of the
   * last run and the run's length. A member may have several, which continue each other.
   */
  | { readonly kind: 'mask'; readonly runs: Uint8Array }
  /** A member of the collection that a later entry closes. */
  | {
      readonly kind: 'member'
      readonly digest: Uint8Array
      readonly name: string
      readonly description: string
    }
  /** Closes a collection: its members are those since the last one. */
  | ({ readonly kind: 'collection' } & CollectionEntry)
  /** Names a collection, in the form of one of its files. */
  | ({ readonly kind: 'collection alias' } & CollectionAliasEntry)
  /** Level 1 of a collection: digests of its attributes, 24 bytes each. */
  | {
      readonly kind: 'attributes'
      readonly digest: Uint8Array
      readonly attributes: ReadonlyMap<string, Uint8Array>
    }
  /** Opens a genome, as the first entry of its record: all that follows is its. */
  | { readonly kind: 'genome'; readonly id: string }
  /** Says, as the first entry of a record, that what follows is stated by a genome that is there. */
  | { readonly kind: 'of genome'; readonly id: string }
  | ({ readonly kind: 'region' } & RegionEntry)
  | ({ readonly kind: 'gene' } & NumberedGene)
  /** Closes a genome. */
  | ({ readonly kind: 'annotation' } & GenomeEntry)
  /** Take back what an earlier record states. A record that has one of these has no others. */
  | { readonly kind: 'remove genome'; readonly id: string }
  | {
      readonly kind: 'remove alias'
      readonly digest: Uint8Array
      readonly authority: string
      readonly alias: string
    }
  | ({ readonly kind: 'remove collection alias' } & CollectionAliasEntry)
  | { readonly kind: 'remove collection'; readonly digest: Uint8Array; readonly mask: Uint8Array }
  | { readonly kind: 'remove sequence'; readonly digest: Uint8Array }

/** What takes back a thing that an earlier change stated. */
export type Removal = Extract<JournalEntry, { kind: `remove ${string}` }>

/** A gene whose regions are given by their place among the genome's. */
export interface NumberedGene {
  readonly names: readonly (readonly [kind: GeneNameKind, name: string])[]
  readonly spans: readonly NumberedSpan[]
  readonly body: Uint8Array
}

interface NumberedSpan {
  /** 0-based, among the regions of the genome. */
  readonly region: number
  readonly start0: number
  readonly end0: number
}

/** An ordered list of named sequences, as one file gave it. */
export interface CollectionEntry {
  /** The GA4GH digest (level 0), 24 bytes. */
  readonly digest: Uint8Array
  /** Digest of the soft-mask runs of all members: files that differ in case only differ here. */
  readonly mask: Uint8Array
  readonly members: number
  /** Residues of all members. */
  readonly residues: number
  /** Name of the file, without its folder. */
  readonly source: string
}

export interface CollectionAliasEntry extends CollectionAlias {
  /** The GA4GH digest of the collection. */
  readonly digest: Uint8Array
}
