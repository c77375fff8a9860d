import { reverseComplement } from '../../digest/residues.ts'
import { bodyBytes, breakLinesIn } from '../../formats/fasta-layout.ts'
import { Pace } from '../pace.ts'
import { type Cut, cut } from './cut.ts'
import type { RegionFormat } from './format.ts'
import type { Problem, Region } from './region.ts'
import type { Residues } from './residues.ts'
import type { FindSource, Source } from './source.ts'
import { TextBuffer } from './text-buffer.ts'

/** Where entries go: buffers that are taken, filled, and given back to be written. */
export interface Sink {
  /** A buffer of {@link SINK_BYTES}; `undefined` when nobody is there any more. */
  take(): Promise<Buffer | undefined>
  write(buffer: Buffer, bytes: number): void
}

/** Bytes of a buffer of a sink. */
export const SINK_BYTES = 256 * 1024

/** Residues that are written at a time: whole lines of FASTA, and with a head far below a buffer. */
const PIECE = 60 * 1024

/** Of a piece, with its line ends. */
const PIECE_BYTES = bodyBytes(PIECE, 60)

/** Of a head or a refusal, but for the texts of the region. */
const HEAD_BYTES = 4096

/** First residues of a sequence that tell whether it is a protein: a window. */
const EXAMINED = 8192

/** Names whose meaning is kept. */
const NAMES = 10_000

/** Milliseconds that an answer may keep others waiting. */
const TURN = 3

export interface RegionsOptions {
  readonly find: FindSource
  readonly residues: Residues
  readonly format: RegionFormat
  /** Residues that a part may have, or `null`. */
  readonly limit: number | null
  /** Hears of each entry that has no residues. */
  readonly onProblem?: (problem: Problem, region: Region) => void
}

/**
 * Writes regions in their order, each as an entry: its residues, or why there are none.
 *
 * @returns The buffer that is not written yet, and its bytes; `undefined` when nobody is there any more.
 * @throws {@link DamageError} and what else goes wrong in the store.
 */
export async function writeRegions(
  batches: Iterable<readonly Region[]> | AsyncIterable<readonly Region[]>,
  options: RegionsOptions,
  sink: Sink,
): Promise<{ buffer: Buffer; bytes: number } | undefined> {
  const writer = new RegionWriter(options, sink)
  const pace = new Pace(TURN)
  if (!(await writer.begin())) return undefined
  for await (const batch of batches) {
    for (const [i, region] of batch.entries()) {
      const writing = writer.write(region)
      if (writing !== true && !(await writing)) return undefined
      if (i % 16 === 0 && pace.due) await pace.rest()
    }
  }
  return writer.rest
}

/** What a step gives: `true` when it is done, `false` when nobody is there any more. */
type Step = true | Promise<boolean>

class RegionWriter {
  readonly #options: RegionsOptions
  readonly #sink: Sink
  readonly #known = new Map<string, Source | Problem>()
  /** Of what was examined: a residue that has no complement, if there is one. */
  readonly #wrong = new Map<Source, string | undefined>()
  #out = new TextBuffer(Buffer.alloc(0))

  constructor(options: RegionsOptions, sink: Sink) {
    this.#options = options
    this.#sink = sink
  }

  get rest() {
    return { buffer: this.#out.bytes, bytes: this.#out.at }
  }

  async begin(): Promise<boolean> {
    if (!(await this.#flush())) return false
    this.#out.text(this.#options.format.begin)
    return true
  }

  /** Waits for nothing if the sequence is known, its residues are at hand and the buffer has room. */
  write(region: Region): Step {
    const source = region.problem ?? this.#known.get(region.id)
    if (source === undefined || !this.#hasRoomFor(region)) {
      return this.#writeSlowly(region)
    }
    return this.#entry(region, source)
  }

  async #writeSlowly(region: Region): Promise<boolean> {
    if (!this.#hasRoomFor(region) && !(await this.#flush())) return false
    const source = region.problem ?? this.#known.get(region.id) ?? (await this.#find(region.id))
    return this.#entry(region, source)
  }

  async #find(name: string): Promise<Source | Problem> {
    const source = await this.#options.find(name)
    if (this.#known.size === NAMES) this.#known.clear()
    this.#known.set(name, source)
    return source
  }

  #entry(region: Region, source: Source | Problem): Step {
    const { format, limit, residues } = this.#options
    if (!('record' in source)) return this.#refuse(region, source)
    const part = cut(region, source.record, limit)
    if (!('length' in part)) return this.#refuse(region, part)
    const { start0, end0, length } = part
    if (region.reverse) {
      if (!this.#wrong.has(source))
        return this.#examine(source).then(() => this.#entry(region, source))
      const wrong = this.#wrong.get(source)
      if (wrong !== undefined) return this.#refuse(region, noComplement(wrong))
    }
    if (length > PIECE || start0 > end0) return this.#long(region, source, part)
    const out = this.#out
    const before = out.at
    format.head(out, region, part)
    const reading = residues.read(source, start0, end0, out.bytes, this.#room(length))
    return reading
      ? reading.then(() => this.#finish(region, length, before))
      : this.#finish(region, length, before)
  }

  /**
   * Looks whether a sequence is one of nucleotides, by its first residues: a few letters of a protein
   * may well all be codes of nucleotides.
   */
  async #examine(source: Source): Promise<void> {
    const residues = Buffer.allocUnsafe(Math.min(EXAMINED, source.record.length))
    await this.#options.residues.read(source, 0, residues.length, residues, 0)
    if (this.#wrong.size === NAMES) this.#wrong.clear()
    this.#wrong.set(source, reverseComplement(residues))
  }

  #finish(region: Region, length: number, before: number): true {
    const wrong = this.#shape(length, region.reverse)
    if (wrong) {
      this.#out.at = before
      return this.#refuse(region, noComplement(wrong))
    }
    this.#out.text(this.#options.format.tail)
    return true
  }

  /** What does not fit into a piece, or goes around the origin. */
  async #long(region: Region, source: Source, part: Cut): Promise<boolean> {
    const { format, residues } = this.#options
    const { record } = source
    const { start0, length } = part
    const { reverse } = region
    const read = async (offset: number, count: number, into: Buffer, at: number) => {
      const from = (start0 + offset) % record.length
      const first = Math.min(count, record.length - from)
      await residues.read(source, from, from + first, into, at)
      if (first < count) await residues.read(source, 0, count - first, into, at + first)
    }
    if (reverse) {
      const wrong = await withoutComplement(length, read)
      if (wrong) return this.#refuse(region, noComplement(wrong))
    }
    format.head(this.#out, region, part)
    for (let done = 0; done < length; done += PIECE) {
      const count = Math.min(PIECE, length - done)
      if (!this.#hasRoomFor(region) && !(await this.#flush())) return false
      await read(reverse ? length - done - count : done, count, this.#out.bytes, this.#room(count))
      this.#shape(count, reverse)
    }
    this.#out.text(format.tail)
    return true
  }

  #refuse(region: Region, problem: Problem): true {
    const { format, onProblem } = this.#options
    onProblem?.(problem, region)
    format.refusal(this.#out, region, problem)
    return true
  }

  #hasRoomFor({ id, name = '' }: Region): boolean {
    // A character of JSON has up to 6 bytes, as in "\\u0000".
    return this.#out.at + HEAD_BYTES + 6 * (id.length + name.length) + PIECE_BYTES <= SINK_BYTES
  }

  /** Where residues go, so that their lines can be broken in place. */
  #room(residues: number): number {
    return this.#out.at + this.#bytesOf(residues) - residues
  }

  /** Makes of residues in their room what is to be sent; says which of them has no complement. */
  #shape(residues: number, reverse: boolean): string | undefined {
    const { width } = this.#options.format
    const out = this.#out
    const end = out.at + this.#bytesOf(residues)
    if (reverse) {
      const wrong = reverseComplement(out.bytes.subarray(end - residues, end))
      if (wrong) return wrong
    }
    if (width !== undefined) breakLinesIn(out.view, out.at, end, 0, residues, width)
    out.at = end
    return undefined
  }

  #bytesOf(residues: number): number {
    const { width } = this.#options.format
    return width === undefined ? residues : bodyBytes(residues, width)
  }

  async #flush(): Promise<boolean> {
    if (this.#out.at > 0) this.#sink.write(this.#out.bytes, this.#out.at)
    const buffer = await this.#sink.take()
    if (!buffer) return false
    this.#out = new TextBuffer(buffer)
    return true
  }
}

function noComplement(residue: string): Problem {
  return {
    status: 422,
    code: 'NO_COMPLEMENT',
    message: `"${residue}" has no complement: it is no nucleotide. Ask for strand "+".`,
  }
}

/** Looks through a region before its head is written. */
async function withoutComplement(
  length: number,
  read: (offset: number, count: number, into: Buffer, at: number) => Promise<void>,
): Promise<string | undefined> {
  const residues = Buffer.allocUnsafe(Math.min(PIECE, length))
  const pace = new Pace(TURN)
  for (let done = 0; done < length; done += PIECE) {
    const count = Math.min(PIECE, length - done)
    await read(done, count, residues, 0)
    const wrong = reverseComplement(residues.subarray(0, count))
    if (wrong) return wrong
    if (pace.due) await pace.rest()
  }
  return undefined
}
