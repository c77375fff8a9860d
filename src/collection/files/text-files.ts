import { hex } from '../../digest/hex.ts'
import { chromSizesLine } from '../../formats/chrom-sizes-line.ts'
import { dictionaryLine } from '../../formats/dictionary-line.ts'
import { faiLine } from '../../formats/fai-line.ts'
import type { Member } from '../../store/collections.ts'
import type { SequenceStore } from '../../store/store.ts'
import type { FastaRecord } from './fasta.ts'
import type { MemberPages } from './member-pages.ts'
import type { PagedFile, PartsOf } from './paged-file.ts'
import { recordOf } from './runs.ts'
import { bytesFile, type VirtualFile } from './virtual-file.ts'

/** The lines of the index of a FASTA file. */
export function faiLines(
  pages: MemberPages,
  fasta: PagedFile<FastaRecord>,
  width: number,
): PartsOf {
  return async (page) => {
    const members = await pages.page(page)
    const records = await fasta.parts(page)
    let at = fasta.offset(page)
    return members.map(({ name, length }, i) => {
      const { header, size } = records[i]!
      const line = faiLine(name, length, at + header.length, width)
      at += size
      return bytesFile(Buffer.from(line))
    })
  }
}

/** The lines of chrom.sizes. */
export function chromSizesLines(pages: MemberPages): PartsOf {
  return async (page) =>
    (await pages.page(page)).map(({ name, length }) =>
      bytesFile(Buffer.from(chromSizesLine(name, length))),
    )
}

/** The lines of a sequence dictionary. An MD5 is looked up where it is read: all are equally long. */
export function dictionaryLines(
  pages: MemberPages,
  sequences: SequenceStore,
  uri: string | undefined,
): PartsOf {
  return async (page) =>
    (await pages.page(page)).map((member) => new DictionaryLine(member, sequences, uri))
}

const NO_MD5 = '0'.repeat(32)

class DictionaryLine implements VirtualFile {
  readonly size: number
  readonly #member: Member
  readonly #sequences: SequenceStore
  readonly #uri: string | undefined

  constructor(member: Member, sequences: SequenceStore, uri: string | undefined) {
    this.size = Buffer.byteLength(dictionaryLine(member.name, member.length, NO_MD5, uri))
    this.#member = member
    this.#sequences = sequences
    this.#uri = uri
  }

  async read(from: number, to: number, into: Uint8Array): Promise<void> {
    const { name, length, digest } = this.#member
    const { md5 } = await recordOf(this.#sequences, digest)
    const line = Buffer.from(dictionaryLine(name, length, hex(md5), this.#uri))
    into.set(line.subarray(from, to))
  }
}

/** Bytes by which a URI makes each line of a dictionary longer. */
export function uriBytes(uri: string | undefined): number {
  const bytes = (text: string | undefined) => Buffer.byteLength(dictionaryLine('', 0, '', text))
  return bytes(uri) - bytes(undefined)
}
