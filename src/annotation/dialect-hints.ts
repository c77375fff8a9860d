import type { DialectName } from './dialects/dialect.ts'
import { attributesOf, firstOf } from './feature.ts'

/** Lines of features that are looked at. */
const SAMPLE = 2000

/** `key=`, `key = `. */
const GFF3 = /^[\s;]*[^\s;="]+ *=/
/** `key "value"`. */
const QUOTED = /^[\s;]*[^\s;="]+ +"/

/** Tells by its first features whose annotation a file is. */
export class DialectHints {
  readonly #found = new Set<DialectName>()
  #features = 0
  /** `undefined` until a line tells whether it is GTF. */
  gtf: boolean | undefined

  /** Whether more lines are to be looked at. */
  get wants(): boolean {
    return this.#features < SAMPLE || this.gtf === undefined
  }

  line(type: string, column: string): void {
    this.#features++
    this.gtf ??= GFF3.test(column) ? false : isGtf(column) || undefined
    if (this.gtf !== false) return
    const attributes = attributesOf(column, false)
    const has = (key: string) => attributes.first(key) !== undefined
    const id = firstOf(attributes, 'ID') ?? ''
    // Tomato's ITAG has `gene:` too, and `mRNA:` below it.
    const parent = firstOf(attributes, 'Parent') ?? ''
    if (/^transcript:/.test(id || parent) || (/^gene:/.test(id) && has('gene_id'))) {
      this.#found.add('ensembl')
    }
    if (has('gbkey') || /^(gene|rna|cds)-/.test(id)) this.#found.add('ncbi')
    if (has('gene_type') && has('gene_id')) this.#found.add('gencode')
    if (type === 'CDS' && !has('Parent') && has('locus_tag')) this.#found.add('prokka')
  }

  /** @param processor - Who says that he made the file. */
  dialect(processor: string): DialectName {
    if (this.gtf) return 'gtf'
    if (processor.includes('NCBI')) return 'ncbi'
    if (processor.includes('GENCODE')) return 'gencode'
    const order: readonly DialectName[] = ['ensembl', 'gencode', 'ncbi', 'prokka']
    return order.find((name) => this.#found.has(name)) ?? 'gff3'
  }
}

function isGtf(column: string): boolean {
  if (QUOTED.test(column)) return true
  const attributes = attributesOf(column, true)
  return Boolean(attributes.first('gene_id') || attributes.first('transcript_id'))
}
