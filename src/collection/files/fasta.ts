import { bodyBytes, breakLines, residuesBefore } from '../../formats/fasta-layout.ts'
import { lowerCase } from '../../formats/lower-case.ts'
import type { Member } from '../../store/collections.ts'
import type { SequenceStore } from '../../store/store.ts'
import { type MemberPages, PAGE_MEMBERS } from './member-pages.ts'
import type { PartsOf } from './paged-file.ts'
import { type RunSource, recordOf } from './runs.ts'
import type { VirtualFile } from './virtual-file.ts'

/**
 * The records of FASTA, in lines of `width` residues.
 *
 * @param mask What is in lower case; nothing if absent.
 */
export function fastaRecords(
  pages: MemberPages,
  sequences: SequenceStore,
  mask: RunSource | undefined,
  width: number,
): PartsOf<FastaRecord> {
  return async (page) => {
    const members = await pages.page(page)
    return members.map(
      (member, i) => new FastaRecord(member, page * PAGE_MEMBERS + i, sequences, mask, width),
    )
  }
}

/** A record of FASTA: its header is as it was read, its lines have `width` residues. */
export class FastaRecord implements VirtualFile {
  readonly size: number
  readonly header: Uint8Array
  readonly #member: Member
  readonly #index: number
  readonly #sequences: SequenceStore
  readonly #mask: RunSource | undefined
  readonly #width: number

  constructor(
    member: Member,
    index: number,
    sequences: SequenceStore,
    mask: RunSource | undefined,
    width: number,
  ) {
    const { name, description, length } = member
    this.header = Buffer.from(`>${name}${description === '' ? '' : ` ${description}`}\n`)
    this.size = this.header.length + bodyBytes(length, width)
    this.#member = member
    this.#index = index
    this.#sequences = sequences
    this.#mask = mask
    this.#width = width
  }

  read(from: number, to: number, into: Uint8Array): void | Promise<void> {
    const start = this.header.length
    if (from < start) into.set(this.header.subarray(from, Math.min(to, start)))
    if (to <= start) return
    const low = Math.max(from, start)
    return this.#body(low - start, to - start, into.subarray(low - from))
  }

  /** Residues are decoded to the end of `into` and move to their lines from there: no other buffer. */
  async #body(from: number, to: number, into: Uint8Array): Promise<void> {
    const { digest, length } = this.#member
    const start0 = residuesBefore(from, length, this.#width)
    const end0 = residuesBefore(to, length, this.#width)
    if (start0 < end0) {
      const record = await recordOf(this.#sequences, digest)
      const residues = into.subarray(into.length - (end0 - start0))
      await this.#sequences.read(record, start0, end0, residues)
      const runs = await this.#mask?.runs(this.#member, this.#index, start0, end0)
      if (runs) lowerCase(residues, start0, runs)
    }
    breakLines(into, from, length, this.#width)
  }
}
