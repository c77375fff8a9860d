import {
  type Attributes,
  decodeField,
  type FeatureLine,
  parseAttributes,
  parseGtfAttributes,
} from '../formats/gff3.ts'
import type { Span, Strand } from './gene.ts'

/** A line of an annotation file, or one of the lines of a feature that has several. */
export class Feature implements Span {
  /** 1-based. */
  readonly line: number
  readonly seqid: string
  readonly type: string
  readonly start0: number
  readonly end0: number
  readonly strand: Strand
  readonly phase: 0 | 1 | 2 | undefined
  readonly id: string | undefined
  readonly parents: readonly string[]
  /** Of a GTF line, the gene. */
  readonly gene: string | undefined
  readonly #column: string
  readonly #gtf: boolean
  #attributes: Attributes | undefined

  constructor(line: number, columns: FeatureLine, gtf: boolean) {
    this.line = line
    this.seqid = columns.seqid
    this.type = columns.type
    this.start0 = columns.start1 - 1
    this.end0 = columns.end1
    this.strand = columns.strand
    this.phase = columns.phase
    this.#column = columns.attributes
    this.#gtf = gtf
    if (gtf) {
      const attributes = parseGtfAttributes(columns.attributes)
      const gene = attributes.get('gene_id')?.[0]
      const transcript = attributes.get('transcript_id')?.[0]
      const ofGene = gene ? [`gene:${gene}`] : []
      const isGene = this.type === 'gene'
      const isTranscript = this.type === 'transcript'
      const own = transcript ? `transcript:${transcript}` : undefined
      this.id = isGene ? ofGene[0] : isTranscript ? own : undefined
      this.parents = isGene ? [] : isTranscript || !own ? ofGene : [own]
      this.gene = ofGene[0]
    } else {
      this.gene = undefined
      this.id = idOf(columns.attributes)
      this.parents = parentsOf(columns.attributes)
    }
  }

  /** What a GTF line names that may have no line of its own, the gene first. */
  get impliedParents(): readonly string[] {
    if (this.gene === undefined || this.type === 'gene') return []
    return [this.gene, ...this.parents.filter((id) => id !== this.gene)]
  }

  /** Kept from the first call to {@link Feature.release}. */
  get attributes(): Attributes {
    this.#attributes ??= this.#gtf
      ? parseGtfAttributes(this.#column)
      : parseAttributes(this.#column)
    return this.#attributes
  }

  /** Forgets what was read: a chromosome's features at once would fill the memory with maps. */
  release(): void {
    this.#attributes = undefined
  }
}

/** The first value of a key, if it is not empty. */
export function firstOf(attributes: Attributes, key: string): string | undefined {
  return attributes.get(key)?.[0] || undefined
}

/** All values of a key. */
export function allOf(attributes: Attributes, key: string): readonly string[] {
  return attributes.get(key) ?? []
}

/** ID alone, which links features: most of a file's lines are asked for nothing else for long. */
function idOf(column: string): string | undefined {
  const id = /(?:^|;)\s*ID=([^;]*)/.exec(column)?.[1]
  return id ? decodeField(id) : undefined
}

function parentsOf(column: string): readonly string[] {
  const parents = /(?:^|;)\s*Parent=([^;]*)/.exec(column)?.[1]
  if (!parents) return []
  if (!parents.includes(',')) return [decodeField(parents)]
  return [...new Set(parents.split(',').filter(Boolean).map(decodeField))]
}
