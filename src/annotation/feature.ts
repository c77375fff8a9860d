import type { Placement } from '../formats/feature-lines.ts'
import { type Attributes, Gff3Attributes } from '../formats/gff3.ts'
import { GtfAttributes } from '../formats/gtf.ts'
import type { Span, Strand } from './gene.ts'
import type { Links } from './links.ts'
import type { FeatureType } from './role.ts'

/**
 * A line of an annotation file, or one of the lines of a feature that has several. Where lines are
 * shuffled, those of a whole chromosome are held at once: a line takes its column 9 and 150 bytes.
 */
export class Feature implements Span {
  /** 1-based. */
  readonly line: number
  readonly seqid: string
  readonly kind: FeatureType
  readonly start0: number
  readonly end0: number
  readonly strand: Strand
  readonly phase: 0 | 1 | 2 | undefined
  readonly id: string | undefined
  readonly parents: readonly string[]
  /** Of a line of GTF below a gene, the gene, which may have no line of its own. */
  readonly gene: string | undefined
  readonly #column: string
  readonly #gtf: boolean

  constructor(
    line: number,
    seqid: string,
    kind: FeatureType,
    { start1, end1, strand, phase }: Placement,
    { id, parents, gene }: Links,
    column: string,
    gtf: boolean,
  ) {
    this.line = line
    this.seqid = seqid
    this.kind = kind
    this.start0 = start1 - 1
    this.end0 = end1
    this.strand = strand
    this.phase = phase
    this.id = id
    this.parents = parents
    this.gene = gene
    this.#column = column
    this.#gtf = gtf
  }

  /** The same line, placed elsewhere. */
  moved(start0: number, end0: number): Feature {
    const { line, seqid, kind, strand, phase, id, parents, gene } = this
    const placement = { start1: start0 + 1, end1: end0, strand, phase }
    const links = { id, parents, gene }
    return new Feature(line, seqid, kind, placement, links, this.#column, this.#gtf)
  }

  get attributes(): Attributes {
    return attributesOf(this.#column, this.#gtf)
  }
}

export function attributesOf(column: string, gtf: boolean): Attributes {
  return gtf ? new GtfAttributes(column) : new Gff3Attributes(column)
}

/** The first value of a key, if it is not empty. */
export function firstOf(attributes: Attributes, key: string): string | undefined {
  return attributes.first(key) || undefined
}

/** All values of a key. */
export function allOf(attributes: Attributes, key: string): readonly string[] {
  return attributes.get(key) ?? []
}
