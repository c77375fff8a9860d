import { ByteWriter } from '../../binary.ts'
import type { JournalEntry } from '../../journal/entry.ts'
import { DamageError } from '../../store.ts'
import { Sorter } from '../sorter.ts'
import {
  encodeSpan,
  geneNameKey,
  geneSpanKey,
  genomeKey,
  keywordKey,
  numbered,
  regionNameKey,
} from './genome-tables.ts'
import { putSorted, type Step } from './put.ts'
import type { Tables } from './tables.ts'

const NOTHING: Buffer = Buffer.alloc(0)

/** Gathers the genomes of journal records, and puts them into their tables. */
export class GenomeReplay {
  readonly #genomes: Sorter
  readonly #reports: Sorter
  readonly #keywords: Sorter
  readonly #regions: Sorter
  readonly #regionNames: Sorter
  readonly #genes: Sorter
  readonly #geneNames: Sorter
  readonly #spans: Sorter
  #id = ''
  #genome: Buffer | undefined
  #regionCount = 0
  #geneCount = 0

  /** @param scratch - Path prefix for the sorters' files. */
  constructor(scratch: string) {
    const sorter = (name: string) => new Sorter(`${scratch}.${name}`)
    this.#genomes = sorter('genomes')
    this.#reports = sorter('reports')
    this.#keywords = sorter('keywords')
    this.#regions = sorter('regions')
    this.#regionNames = sorter('region-names')
    this.#genes = sorter('genes')
    this.#geneNames = sorter('gene-names')
    this.#spans = sorter('spans')
  }

  take(
    entry: Extract<JournalEntry, { kind: 'genome' | 'region' | 'gene' | 'annotation' }>,
    record: number,
  ): void {
    if (entry.kind === 'genome') {
      this.#id = entry.id
      this.#genome = genomeKey(entry.id)
      this.#regionCount = 0
      this.#geneCount = 0
      return
    }
    const genome = this.#genome
    if (!genome) throw new DamageError(`journal record ${record} has a gene without a genome`)
    switch (entry.kind) {
      case 'region': {
        const ordinal = this.#regionCount++
        this.#regions.add(numbered(genome, ordinal), entry.body)
        this.#regionNames.add(regionNameKey(genome, entry.name), numbered(NOTHING, ordinal))
        return
      }
      case 'gene': {
        const number = this.#geneCount++
        this.#genes.add(numbered(genome, number), entry.body)
        for (const [kind, name] of entry.names) {
          this.#geneNames.add(numbered(geneNameKey(genome, kind, name), number), NOTHING)
        }
        for (const { region, start0, end0 } of entry.spans) {
          const key = geneSpanKey(genome, region, start0, end0, number)
          this.#spans.add(key, encodeSpan(start0, end0))
        }
        return
      }
      case 'annotation': {
        const value = new ByteWriter(1024)
        value.integer(record)
        value.text(this.#id)
        value.sized(entry.body)
        this.#genomes.add(genome, value.view())
        this.#reports.add(genome, entry.report)
        for (const [field, text] of entry.keywords) {
          this.#keywords.add(Buffer.concat([keywordKey(field, text), genome]), NOTHING)
        }
        this.#genome = undefined
      }
    }
  }

  /** Puts what was taken, in steps that are given to `step`. */
  put(tables: Tables, step: Step): { genomes: number; genes: number } {
    putSorted(tables.genomeReports, this.#reports, step)
    putSorted(tables.genomeKeywords, this.#keywords, step)
    putSorted(tables.regions, this.#regions, step)
    putSorted(tables.regionNames, this.#regionNames, step)
    putSorted(tables.geneNames, this.#geneNames, step)
    putSorted(tables.geneSpans, this.#spans, step)
    const genes = putSorted(tables.genes, this.#genes, step)
    return { genomes: putSorted(tables.genomes, this.#genomes, step), genes }
  }

  close(): void {
    for (const sorter of [
      ...[this.#genomes, this.#reports, this.#keywords, this.#regions],
      ...[this.#regionNames, this.#genes, this.#geneNames, this.#spans],
    ]) {
      sorter.close()
    }
  }
}
