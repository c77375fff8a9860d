import { hash } from 'node:crypto'
import type { GeneNameKind } from '../../genomes.ts'
import { GENE_NAME_KINDS } from '../../journal/entry-kind.ts'
import type { Table } from './tables.ts'

/** Tables of genomes. A genome's keys begin with the same 8 bytes, see {@link genomeKey}. */
export interface GenomeTables {
  /** Genome -> record, id, body. */
  readonly genomes: Table
  readonly genomeReports: Table
  /** Keyword key (see {@link keywordKey}) and genome -> nothing. */
  readonly genomeKeywords: Table
  /** Genome and ordinal -> body. */
  readonly regions: Table
  /** Genome and name -> ordinal. */
  readonly regionNames: Table
  /** Genome and number -> body. */
  readonly genes: Table
  /** Genome, kind, name, NUL and number of the gene -> nothing. */
  readonly geneNames: Table
  /** Genome, region, level, bin, start0 and number of the gene -> start0, end0. */
  readonly geneSpans: Table
}

export const GENOME_KEY_BYTES = 8

/**
 * What a genome's keys begin with. Two of 10^6 genomes share it with a chance of 3 in 10^8; the
 * second is then refused.
 */
export function genomeKey(genomeId: string): Buffer {
  return hash('sha512', genomeId, 'buffer').subarray(0, GENOME_KEY_BYTES)
}

/** LMDB's limit is 1,978 bytes; a genome, a kind and a number must fit beside a name. */
const LONGEST_NAME = 1900

/** The bytes of a name, or of its digest: names end with NUL, which no name holds. */
function nameBytes(name: string): Buffer {
  const bytes = Buffer.from(name)
  if (bytes.length <= LONGEST_NAME) return Buffer.concat([bytes, Buffer.from([0])])
  return Buffer.concat([Buffer.from([0]), hash('sha512', bytes, 'buffer'), Buffer.from([0])])
}

export function keywordKey(field: string, value: string): Buffer {
  return Buffer.concat([Buffer.from(`${field}\0`), nameBytes(value.toLowerCase())])
}

export function regionNameKey(genome: Uint8Array, name: string): Buffer {
  return Buffer.concat([genome, nameBytes(name)])
}

export function geneNameKey(genome: Uint8Array, kind: GeneNameKind, name: string): Buffer {
  const kindByte = Buffer.from([GENE_NAME_KINDS.indexOf(kind)])
  return Buffer.concat([genome, kindByte, nameBytes(name)])
}

/** A key with a 32-bit number behind it, in the order of the numbers. */
export function numbered(key: Uint8Array, number: number): Buffer {
  const bytes = Buffer.alloc(key.length + 4)
  bytes.set(key)
  bytes.writeUInt32BE(number, key.length)
  return bytes
}

/** Sizes of bins as powers of two: a span lies in the smallest bin that holds it whole. */
const LEVELS: readonly number[] = [14, 17, 20, 23, 26, 29, 32]

function binOf(position: number, level: number): number {
  return Math.floor(position / 2 ** LEVELS[level]!)
}

function spanKey(genome: Uint8Array, region: number, level: number, bin: number): Buffer {
  return numbered(Buffer.concat([numbered(genome, region), Buffer.from([level])]), bin)
}

/** The bin of a gene's span, with its start and the gene's number: a gene may have two in a bin. */
export function geneSpanKey(
  genome: Uint8Array,
  region: number,
  start0: number,
  end0: number,
  gene: number,
): Buffer {
  const level = LEVELS.findIndex((_, i) => binOf(start0, i) === binOf(end0 - 1, i))
  const bin = spanKey(genome, region, level, binOf(start0, level))
  return numbered(numbered(bin, start0), gene)
}

/** Ranges of keys in which all spans are that may overlap `[start0, end0)`. */
export function spanRanges(
  genome: Uint8Array,
  region: number,
  start0: number,
  end0: number,
): { start: Buffer; end: Buffer }[] {
  return LEVELS.map((_, level) => ({
    start: spanKey(genome, region, level, binOf(start0, level)),
    end: spanKey(genome, region, level, binOf(end0 - 1, level) + 1),
  }))
}

export function encodeSpan(start0: number, end0: number): Buffer {
  return numbered(numbered(Buffer.alloc(0), start0), end0)
}

export function overlaps(value: Buffer, start0: number, end0: number): boolean {
  return value.readUInt32BE(0) < end0 && value.readUInt32BE(4) > start0
}
