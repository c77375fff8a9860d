import { hex } from '../digest/hex.ts'
import { sha512t24u } from '../digest/sha512t24u.ts'
import { readBam } from './bam.ts'
import { ByteQueue } from './byte-queue.ts'
import { readCram } from './cram.ts'
import { DICTIONARY_HEAD, detectDictionary, notDictionary } from './detect-dictionary.ts'
import { readDictionaryJson } from './dictionary-json.ts'
import { FastaReader } from './fasta.ts'
import { FastaDigester } from './fasta-digests.ts'
import type { FastaEvent } from './fasta-event.ts'
import { headerLines } from './header-lines.ts'
import { readLengthTable } from './length-table.ts'
import { readSamHeader } from './sam-header.ts'
import {
  DICTIONARY_LIMITS,
  DictionaryBuilder,
  type DictionaryFormat,
  type DictionaryLimits,
  type SequenceDictionary,
  TooLongError,
} from './sequence-dictionary.ts'
import { readBcf, readVcfHeader } from './vcf-header.ts'

export interface ReadDictionaryOptions {
  readonly limits?: DictionaryLimits
  /** Called for each chunk of a FASTA file: the only format that is read as a whole and may be long. */
  readonly onProgress?: () => void
}

/**
 * Reads which sequences a file refers to: the header of SAM, BAM, CRAM, VCF or BCF, a `.dict`,
 * `.fai` or `.chrom.sizes`, JSON, or a FASTA file, which is digested. What it is, is told by its content. Of a file
 * with a header no more than that is read, so that it may be cut off behind it.
 *
 * @param chunks - Decompressed. A chunk need be valid only until the next is asked for.
 * @throws FormatError when it is none of these, damaged, or cut off too early; {@link TooLongError}
 * when it exceeds a limit.
 */
export async function readDictionary(
  chunks: AsyncIterable<Uint8Array>,
  { limits = DICTIONARY_LIMITS, onProgress = () => {} }: ReadDictionaryOptions = {},
): Promise<SequenceDictionary> {
  const iterator = chunks[Symbol.asyncIterator]()
  const queue = new ByteQueue(iterator)
  try {
    const format = await detect(queue)
    if (format === 'BAM') return await readBam(queue, limits)
    if (format === 'BCF') return await readBcf(queue, limits)
    if (format === 'CRAM') return await readCram(queue, limits)
    const builder = new DictionaryBuilder(limits.sequences)
    const limit = limits.headerBytes
    const rest = withoutMark(queue)
    if (format === 'FASTA') await digest(rest, builder, limits, onProgress)
    else if (format === 'JSON') await readDictionaryJson(upTo(rest, limit), builder)
    else if (format === 'SAM') {
      const cut = await readSamHeader(headerLines(rest, { mark: '@', limit }), builder)
      if (cut) builder.problem('The last line has no end: the file may be cut off.')
    } else if (format === 'VCF') {
      await readVcfHeader(headerLines(rest, { mark: '#', limit }), builder)
    } else await readLengthTable(headerLines(rest, { limit }), format, builder)
    return builder.build(format)
  } finally {
    await iterator.return?.()
  }
}

async function detect(queue: ByteQueue): Promise<DictionaryFormat> {
  for (let isWhole = false; ; ) {
    const format = detectDictionary(queue.view, isWhole)
    if (format) return format
    if (isWhole || queue.view.length >= DICTIONARY_HEAD) throw notDictionary(queue.view)
    isWhole = !(await queue.grow())
  }
}

/** All of the input, but for a byte order mark. */
async function* withoutMark(queue: ByteQueue): AsyncGenerator<Uint8Array> {
  const mark = queue.view[0] === 0xef ? 3 : 0
  queue.skip(mark)
  yield* queue.remaining()
}

async function digest(
  chunks: AsyncIterable<Uint8Array>,
  builder: DictionaryBuilder,
  { fastaBytes }: DictionaryLimits,
  onProgress: () => void,
): Promise<void> {
  const reader = new FastaReader()
  const digester = new FastaDigester()
  const add = (events: Iterable<FastaEvent>) => {
    for (const { name, length, md5, sha512t24u: bytes } of digester.records(events)) {
      builder.add({ name, length, md5: hex(md5), digest: sha512t24u(bytes) })
    }
  }
  let read = 0
  for await (const chunk of chunks) {
    read += chunk.length
    if (read > fastaBytes) {
      throw new TooLongError(
        `the FASTA file is longer than ${fastaBytes / (1 << 20)} MiB; give its .fai, or digest it yourself with "seqkeep identify"`,
      )
    }
    add(reader.push(chunk))
    onProgress()
  }
  add(reader.finish())
}

async function* upTo(chunks: AsyncIterable<Uint8Array>, limit: number): AsyncGenerator<Uint8Array> {
  let read = 0
  for await (const chunk of chunks) {
    read += chunk.length
    if (read > limit) throw new TooLongError(`the JSON is longer than ${limit / (1 << 20)} MiB`)
    yield chunk
  }
}
