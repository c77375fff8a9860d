import type { SequenceRef } from './gene.ts'

/** An annotated genome, without its regions and genes. */
export interface Genome {
  readonly genomeId: string
  readonly assembly: Assembly
  readonly organism: Organism
  readonly releaseNumber: number
  /** `YYYY-MM-DD`, or as much of it as is known. */
  readonly releaseDate: string
  readonly isReference: boolean
  /** For URLs: a short name of the genome. */
  readonly genomeTag?: string
  /** As the annotation file gives them. */
  readonly annotationSource?: string
  readonly genebuildDate?: string
  /** GA4GH digest of its sequences as a collection. */
  readonly collection: string
  /** Of the sources and the rules: adding the same again changes nothing. */
  readonly fingerprint: string
  readonly profile: ProfileName
  readonly counts: GenomeCounts
}

export interface Assembly {
  readonly assemblyId: string
  /** `GRCh38.p14`. */
  readonly name: string
  /** `GCA_000001405.29`. */
  readonly accession: string
  readonly tolId?: string
}

export interface Organism {
  readonly organismId: string
  readonly scientificName: string
  /** The name among its scientists: `Human`. */
  readonly parlanceName?: string
  readonly commonName?: string
  readonly alternativeNames: readonly string[]
  readonly taxonId: number
  /** `homo_sapiens`. */
  readonly ensemblName?: string
  readonly isReference?: boolean
}

export interface GenomeCounts {
  readonly regions: number
  readonly genes: number
  readonly transcripts: number
  readonly proteins: number
}

/** A sequence of a genome. */
export interface Region {
  readonly name: string
  readonly length: number
  readonly code: RegionCode
  readonly circular: boolean
  readonly synonyms: readonly string[]
  readonly sequence: SequenceRef
}

export type RegionCode = 'chromosome' | 'plasmid' | 'scaffold' | 'primary_assembly' | 'supercontig'

/**
 * Whose rules products follow.
 *
 * - `ensembl`: CDS padded with N to its phase; the first residue is M where the first codon may
 *   start a protein (since release 114).
 * - `ensembl-113`: as Ensembl did up to release 113: no rule for the first residue.
 * - `ncbi`: bases before the first whole codon dropped; M unless the 5' end is missing.
 * - `plain`: as `ncbi`, and the first codon read as any other.
 */
export type ProfileName = 'ensembl' | 'ensembl-113' | 'ncbi' | 'plain'
