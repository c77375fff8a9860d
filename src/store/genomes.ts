/**
 * Annotated genomes as a store keeps them: bodies of bytes that it does not look into, and the keys
 * by which they are found. What the bodies hold is the business of `annotation/`.
 */

/** What is known of a genome when all its regions and genes are. */
export interface GenomeEntry {
  /** Field and value, by which it is found; values are compared without regard to case. */
  readonly keywords: readonly (readonly [field: string, value: string])[]
  readonly body: Uint8Array
  readonly report: Uint8Array
}

export interface RegionEntry {
  readonly name: string
  readonly body: Uint8Array
}

/** What a name of a gene is the name of. */
export type GeneNameKind = 'gene' | 'transcript' | 'product' | 'symbol' | 'transcript symbol'

export interface GeneEntry {
  readonly names: readonly (readonly [kind: GeneNameKind, name: string])[]
  /** Where it lies: one span, or two when it crosses the origin. 0-based half-open, below 2^32. */
  readonly spans: readonly GeneSpan[]
  readonly body: Uint8Array
}

export interface GeneSpan {
  /** Name of a region of the genome. */
  readonly region: string
  readonly start0: number
  readonly end0: number
}

/** The look-ups of genomes and genes: each is one seek, however many genomes there are. */
export interface GenomeStore {
  /** Bodies of all genomes, in the order of their ids. */
  genomes(): Promise<Uint8Array[]>
  genome(genomeId: string): Promise<Uint8Array | undefined>
  /** Bodies of the genomes with this value in a field. */
  genomesBy(field: string, value: string): Promise<Uint8Array[]>
  genomeReport(genomeId: string): Promise<Uint8Array | undefined>
  region(genomeId: string, name: string): Promise<Uint8Array | undefined>
  /** In the order of the genome's file; `[from, from + limit)` of them. */
  regions(genomeId: string, from: number, limit: number): Promise<Uint8Array[]>
  /** Genes with a name of this kind, in the order of the file, at most `limit`. Names are exact. */
  genesByName(
    genomeId: string,
    kind: GeneNameKind,
    name: string,
    limit: number,
  ): Promise<Uint8Array[]>
  /** Genes of which a base lies in `[start0, end0)`, in the order of the file, at most `limit`. */
  genesIn(
    genomeId: string,
    region: string,
    start0: number,
    end0: number,
    limit: number,
  ): Promise<Uint8Array[]>
  /** In the order of the file; `[from, from + limit)` of them. */
  genes(genomeId: string, from: number, limit: number): Promise<Uint8Array[]>
}
