import { FormatError } from './errors.ts'
import { adviceFor } from './foreign.ts'
import { tableOf } from './length-table.ts'
import type { DictionaryFormat } from './sequence-dictionary.ts'

/** Bytes after which {@link detectDictionary} can say nothing new. */
export const DICTIONARY_HEAD = 64 << 10

type Start = string | RegExp

/** The first characters of each format. */
const STARTS: readonly (readonly [start: Start, format: DictionaryFormat])[] = [
  ['BAM\x01', 'BAM'],
  ['CRAM', 'CRAM'],
  ['BCF\x02', 'BCF'],
  [/^@[A-Z][A-Z](\t|\r?\n|$)/, 'SAM'],
  [/^##(fileformat=VCF|contig=<)/, 'VCF'],
  [/^\s*[>;]/, 'FASTA'],
  [/^\s*\{/, 'JSON'],
]

const INDEX = 'this is an index of alignments or variants; give the file beside it'

/** What else people give, and what to do about it. */
const OTHERS: readonly (readonly [start: Start, advice: string])[] = [
  [/^$/, 'there is nothing in it; is the file whole?'],
  ['BCF', 'this is BCF of version 1; convert it with bcftools 0.1 and give VCF'],
  ['BAI\x01', INDEX],
  ['CSI\x01', INDEX],
  ['TBI\x01', INDEX],
  ['#CHROM\t', 'the header of this VCF is cut off; give the file with its "##" lines'],
  [
    /^[^\t\n]+\t\d+\t[^\t\n]+\t\d+\t\d+\t[^\t\n]+\t[^\t\n]+\t-?\d+\t-?\d+\t/,
    'this is SAM without its header; write it with "samtools view -h"',
  ],
  [/^[^\t\n]+\t\d+\t\d+(\t|\r?\n|$)/, 'this looks like BED, which does not tell lengths'],
]

/**
 * Tells by its content what a file is that may say which reference it belongs to.
 *
 * @param head - Its first bytes, decompressed.
 * @param isWhole - Whether that is all there is.
 * @returns `undefined` if that cannot be said, or not yet.
 */
export function detectDictionary(head: Uint8Array, isWhole: boolean): DictionaryFormat | undefined {
  const text = textOf(head)
  const known = lookUp(STARTS, text)
  if (known || text.startsWith('#CHROM')) return known
  const lines = text.split(/\r?\n/)
  if (!isWhole) lines.pop()
  // Comments and blank lines may stand before the first row.
  const row = lines.find((line) => line !== '' && !line.startsWith('#'))
  return row === undefined ? undefined : tableOf(row)
}

/** What a file is that is none of these, and what to do. */
export function notDictionary(head: Uint8Array): FormatError {
  const text = textOf(head)
  const advice = lookUp(OTHERS, text) ?? adviceFor(text)
  return new FormatError(
    advice ??
      'this is no header of SAM, BAM, CRAM, VCF or BCF, no .fai, .dict, .chrom.sizes or FASTA; give one of these',
  )
}

function lookUp<T>(table: readonly (readonly [Start, T])[], text: string): T | undefined {
  return table.find(([start]) =>
    typeof start === 'string' ? text.startsWith(start) : start.test(text),
  )?.[1]
}

/** As Latin-1, without the byte order mark of UTF-8. */
function textOf(head: Uint8Array): string {
  return Buffer.from(head.subarray(0, DICTIONARY_HEAD))
    .toString('latin1')
    .replace(/^\xef\xbb\xbf/, '')
}
