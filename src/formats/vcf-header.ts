import { BinaryHeader, untilZero } from './binary-header.ts'
import type { ByteQueue } from './byte-queue.ts'
import { FormatError } from './errors.ts'
import { type HeaderBlock, headerLines } from './header-lines.ts'
import { readLength } from './sam-header.ts'
import {
  DictionaryBuilder,
  type DictionaryLimits,
  type SequenceDictionary,
} from './sequence-dictionary.ts'

/**
 * Reads the `##contig`, `##assembly` and `##reference` lines of a VCF header (VCF specification,
 * section 1.4), which is also what BCF holds.
 *
 * @throws {@link FormatError} with the line, when a contig has no ID or no valid length.
 */
export async function readVcfHeader(
  blocks: AsyncIterable<HeaderBlock>,
  builder: DictionaryBuilder,
): Promise<void> {
  for await (const { first, lines } of blocks) {
    for (const [i, line] of lines.entries()) {
      if (line.startsWith('##contig=<')) readContig(line, first + i, builder)
      else builder.assembly(/^##(?:reference|assembly)=(.*)$/.exec(line)?.[1]?.replaceAll('"', ''))
    }
  }
  if (builder.sequences.length === 0) {
    builder.problem(
      'The header has no ##contig lines; "bcftools reheader --fai GENOME.fa.fai" adds them.',
    )
  }
}

/**
 * Reads BCF 2 (VCF specification, section 6): the text of a VCF header after its length.
 *
 * @throws {@link FormatError} when the header is damaged or cut off.
 */
export async function readBcf(
  queue: ByteQueue,
  limits: DictionaryLimits,
): Promise<SequenceDictionary> {
  const header = new BinaryHeader(queue, 'BCF', limits.headerBytes)
  await header.bytes(5)
  const text = untilZero(header.text(await header.size('length of its text')))
  const builder = new DictionaryBuilder(limits.sequences)
  await readVcfHeader(headerLines(text, { limit: limits.headerBytes }), builder)
  return builder.build('BCF')
}

/** `key=value` up to a comma; a value in quotes may hold commas, and quotes after a backslash. */
const FIELD = /([^=,<>]+)=("(?:[^"\\]|\\.)*"|[^,>]*)/g

function readContig(line: string, number: number, builder: DictionaryBuilder): void {
  const fields = new Map<string, string>()
  for (const [, key, value] of line.slice('##contig=<'.length).matchAll(FIELD)) {
    fields.set(key!.trim(), value!.replace(/^"(.*)"$/s, '$1').replace(/\\(.)/gs, '$1'))
  }
  const name = fields.get('ID')
  if (!name) {
    throw new FormatError('the ##contig line has no ID; the header is damaged', { line: number })
  }
  const length = fields.get('length')
  builder.add({
    name,
    ...(length !== undefined && { length: readLength(length, 'length', number, name) }),
    md5: fields.get('md5') ?? fields.get('M5'),
  })
  builder.assembly(fields.get('assembly'))
}
