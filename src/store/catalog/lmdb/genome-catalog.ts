import { ByteReader } from '../../binary.ts'
import type { GenomeCatalog } from '../../catalog.ts'
import type { GeneNameKind } from '../../genomes.ts'
import { DamageError } from '../../store.ts'
import {
  GENOME_KEY_BYTES,
  geneNameKey,
  genomeKey,
  keywordKey,
  numbered,
  overlaps,
  regionNameKey,
  spanRanges,
} from './genome-tables.ts'
import type { Table, Tables } from './tables.ts'

/** Answers about genomes and genes from LMDB: each look-up is one seek, and a read for each answer. */
export class LmdbGenomeCatalog implements GenomeCatalog {
  readonly #tables: () => Tables

  constructor(tables: () => Tables) {
    this.#tables = tables
  }

  genomes(): Uint8Array[] {
    const found = [...this.#tables().genomes.getRange({})].map(({ value }) => decodeGenome(value))
    return found.sort((a, b) => (a.id < b.id ? -1 : 1)).map(({ body }) => body)
  }

  genome(genomeId: string): Uint8Array | undefined {
    return this.#genome(genomeId)?.body
  }

  genomeRecord(genomeId: string): number | undefined {
    return this.#genome(genomeId)?.record
  }

  genomesBy(field: string, value: string): Uint8Array[] {
    const { genomeKeywords, genomes } = this.#tables()
    const prefix = keywordKey(field, value)
    const keys = [...genomeKeywords.getKeys(numbersAfter(prefix, GENOME_KEY_BYTES))]
    return keys.map((key) => decodeGenome(present(genomes, key.subarray(prefix.length))).body)
  }

  genomeReport(genomeId: string): Uint8Array | undefined {
    return this.#genome(genomeId) && this.#tables().genomeReports.getBinary(genomeKey(genomeId))
  }

  region(genomeId: string, name: string): Uint8Array | undefined {
    const genome = genomeKey(genomeId)
    const ordinal = this.#regionOrdinal(genome, name)
    return ordinal === undefined
      ? undefined
      : present(this.#tables().regions, numbered(genome, ordinal))
  }

  regions(genomeId: string, from: number, limit: number): Uint8Array[] {
    return bodies(this.#tables().regions, genomeKey(genomeId), from, limit)
  }

  genesByName(genomeId: string, kind: GeneNameKind, name: string, limit: number): Uint8Array[] {
    const genome = genomeKey(genomeId)
    const { geneNames, genes } = this.#tables()
    const prefix = geneNameKey(genome, kind, name)
    const keys = [...geneNames.getKeys({ ...numbersAfter(prefix, 4), limit })]
    return keys.map((key) => present(genes, Buffer.concat([genome, key.subarray(prefix.length)])))
  }

  genesIn(
    genomeId: string,
    region: string,
    start0: number,
    end0: number,
    limit: number,
  ): Uint8Array[] {
    const genome = genomeKey(genomeId)
    const ordinal = this.#regionOrdinal(genome, region)
    if (ordinal === undefined || start0 >= end0) return []
    const { geneSpans, genes } = this.#tables()
    const numbers = new Set<number>()
    for (const range of spanRanges(genome, ordinal, start0, end0)) {
      for (const { key, value } of geneSpans.getRange(range)) {
        if (overlaps(value, start0, end0)) numbers.add(key.readUInt32BE(key.length - 4))
      }
    }
    const inOrder = [...numbers].sort((a, b) => a - b).slice(0, limit)
    return inOrder.map((number) => present(genes, numbered(genome, number)))
  }

  genes(genomeId: string, from: number, limit: number): Uint8Array[] {
    return bodies(this.#tables().genes, genomeKey(genomeId), from, limit)
  }

  #genome(genomeId: string) {
    const value = this.#tables().genomes.getBinary(genomeKey(genomeId))
    const genome = value && decodeGenome(value)
    return genome?.id === genomeId ? genome : undefined
  }

  #regionOrdinal(genome: Uint8Array, name: string): number | undefined {
    return this.#tables().regionNames.getBinary(regionNameKey(genome, name))?.readUInt32BE(0)
  }
}

export function decodeGenome(value: Uint8Array): { record: number; id: string; body: Uint8Array } {
  const from = new ByteReader(value)
  return { record: from.integer(), id: from.text(), body: from.sized() }
}

/** All keys that are `prefix` and `size` bytes more. */
function numbersAfter(prefix: Buffer, size: number): { start: Buffer; end: Buffer } {
  return { start: prefix, end: Buffer.concat([prefix, Buffer.alloc(size + 1, 0xff)]) }
}

function bodies(table: Table, genome: Buffer, from: number, limit: number): Uint8Array[] {
  const range = { start: numbered(genome, from), end: numbersAfter(genome, 4).end, limit }
  return [...table.getRange(range)].map(({ value }) => value)
}

function present(table: Table, key: Buffer): Buffer {
  const value = table.getBinary(key)
  if (!value) throw new DamageError('the catalog is damaged: run seqkeep rebuild')
  return value
}
