import type { CrossReference, Gene, Span, StableId, Transcript } from './gene.ts'

/**
 * A gene as the lines of a file state it, whatever the dialect, before any sequence is looked at.
 * Coordinates are 0-based half-open; beyond the region's length when the feature crosses the origin.
 */
export interface GeneModel extends Omit<Gene, 'region' | 'transcripts'> {
  /** Column 1 of the file. */
  readonly seqid: string
  /** 1-based line of the gene, or of its first part where the file has no line for it. */
  readonly line: number
  readonly transcripts: readonly TranscriptModel[]
}

export interface TranscriptModel extends Omit<Transcript, 'exons' | 'cdna' | 'codings'> {
  readonly line: number
  /** Whether the file has no id for it, so that it is named after its gene. */
  readonly synthetic: boolean
  /** Pieces lie on both strands or in another order than the region's: the file's order counts. */
  readonly transSpliced: boolean
  /** The record of its id has other residues than the genome. */
  readonly edited: boolean
  /** 5' to 3'. */
  readonly exons: readonly ExonModel[]
  readonly codings: readonly CodingModel[]
}

export interface ExonModel extends StableId, Span {
  readonly line: number
  /** Ensembl phases, where the file states them. */
  readonly phases?: readonly [start: number, end: number]
}

export interface CodingModel {
  /** Of the protein. */
  readonly product: StableId
  readonly crossReferences: readonly CrossReference[]
  /** 5' to 3', stop codon included. Those of a ribosomal slippage overlap or leave a gap. */
  readonly segments: readonly SegmentModel[]
  /** NCBI's number of the genetic code, where the file states it. */
  readonly geneticCode?: number
  /** Codons that are read otherwise. */
  readonly exceptions: readonly TranslationException[]
  /** The record of the protein has other residues than the genome tells. */
  readonly edited: boolean
  /** Whether the file says that the end is missing; phase alone does not say so. */
  readonly partial5: boolean
  readonly partial3: boolean
}

export interface SegmentModel extends Span {
  readonly line: number
  /** GFF3 phase: bases to drop before the first whole codon. `undefined` for `.`. */
  readonly phase?: 0 | 1 | 2
}

/** `transl_except=(pos:...,aa:Sec)`, or a row of the kind "stop codon read as selenocysteine". */
export interface TranslationException {
  /** 5' to 3': three bases, in several parts where an intron parts them; one or two that poly-A completes. */
  readonly parts: readonly Span[]
  /** One letter; `*` for a stop (`TERM`). */
  readonly residue: string
  readonly line: number
}
