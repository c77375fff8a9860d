/**
 * What is kept of a gene: everything that a query about it can ask, so that one read answers it.
 * Coordinates are 0-based half-open on the region's forward strand. Where a feature crosses the
 * origin of a circular region, `end0` exceeds the region's length.
 */

/** 1 forward, -1 reverse, 0 unknown. */
export type Strand = 1 | -1 | 0

export interface Span {
  readonly start0: number
  readonly end0: number
  readonly strand: Strand
}

/** A sequence of the store, with the digests by which it is found. */
export interface SequenceRef {
  /** 32 hexadecimal digits. */
  readonly md5: string
  /** 32 characters of base64url; an identifier has `SQ.` before it. */
  readonly sha512t24u: string
  readonly length: number
}

/** A stable id: with its version behind a dot, and without. */
export interface StableId {
  readonly stableId: string
  readonly unversionedStableId: string
  readonly version?: number
}

/** A record of another database about the same thing. */
export interface CrossReference {
  readonly accession: string
  readonly name: string
  readonly description?: string
  /** As the file spells it. */
  readonly database: string
}

export interface Gene extends StableId, Span {
  readonly symbol?: string
  /** The description, without its source. */
  readonly name?: string
  /** Who gave the name: `[Source:HGNC Symbol;Acc:HGNC:1101]`. */
  readonly nameSource?: { readonly source: string; readonly accession?: string }
  readonly biotype: string
  readonly alternativeSymbols: readonly string[]
  readonly crossReferences: readonly CrossReference[]
  /** Name of the region. */
  readonly region: string
  /** In the order in which they are served. */
  readonly transcripts: readonly Transcript[]
}

export interface Transcript extends StableId, Span {
  readonly symbol?: string
  readonly biotype: string
  readonly crossReferences: readonly CrossReference[]
  readonly tags: TranscriptTags
  /** 5' to 3'. */
  readonly exons: readonly Exon[]
  /** `null` when it could not be derived; the report says why. */
  readonly cdna: SequenceRef | null
  /** One for each CDS; none when the transcript is non-coding. */
  readonly codings: readonly Coding[]
}

/** What curators say of a transcript. Absent means that they do not say it. */
export interface TranscriptTags {
  readonly canonical?: true
  readonly mane?: 'select' | 'plus_clinical'
  /** RefSeq accession and version of the MANE partner. */
  readonly ncbiTranscript?: string
  readonly gencodeBasic?: true
  /** `principal1`, `alternative2`. */
  readonly appris?: string
  /** `1` to `5`, or `NA`. */
  readonly tsl?: string
}

export interface Exon extends StableId, Span {}

/** A CDS of a transcript, and what it is translated to. */
export interface Coding {
  /** Parts of exons that are translated, 5' to 3', stop codon included. */
  readonly segments: readonly Span[]
  /** Ensembl phases (-1, 0, 1, 2) of each exon of the transcript. */
  readonly phases: readonly (readonly [start: number, end: number])[]
  readonly cds: SequenceRef | null
  readonly fivePrimeUtr?: Utr
  readonly threePrimeUtr?: Utr
  /** `null` when it has an internal stop or could not be derived; the report says why. */
  readonly product: Product | null
}

/** Exonic bases before or after a CDS. */
export interface Utr {
  /** Genomic span, introns included. */
  readonly start0: number
  readonly end0: number
  readonly sequence: SequenceRef
}

export interface Product extends StableId {
  readonly sequence: SequenceRef
  readonly crossReferences: readonly CrossReference[]
}
