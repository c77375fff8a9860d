import { hex } from '../../digest/hex.ts'
import { DICTIONARY_HEADER } from '../../formats/dictionary-line.ts'
import type { CollectionRecord, CollectionStore, MaskSet } from '../../store/collections.ts'
import type { SequenceStore } from '../../store/store.ts'
import { LeastRecentlyUsed } from '../least-recently-used.ts'
import { bedLines } from './bed.ts'
import { type Derived, noDerived } from './derived.ts'
import { type FastaRecord, fastaRecords } from './fasta.ts'
import { FileError } from './file-error.ts'
import { MemberPages } from './member-pages.ts'
import { examineNames, type Names, requireNames, requireShort, requireUnique } from './names.ts'
import { PagedFile, type PartsOf, pageOffsets } from './paged-file.ts'
import { decodeColumns, encodeColumns } from './run-columns.ts'
import { indexRuns, RunIndex } from './run-index.ts'
import { GapRuns, maskRuns, nRuns, type RunSource } from './runs.ts'
import { chromSizesLines, dictionaryLines, faiLines, uriBytes } from './text-files.ts'
import { twoBitFile } from './two-bit.ts'
import { bytesFile, joined, type VirtualFile } from './virtual-file.ts'

/** Residues a line, unless another width is asked for. */
export const LINE_WIDTH = 60

/** Files that every collection can be had as; their names end so. */
export const FILE_FORMATS = [
  'fa',
  'fa.fai',
  'dict',
  'chrom.sizes',
  '2bit',
  'n.bed',
  'mask.bed',
] as const

export type FileFormat = (typeof FILE_FORMATS)[number]

/** Which file is wanted. */
export interface FileRequest {
  readonly record: CollectionRecord
  /** The file whose descriptions are in the headers. */
  readonly describedBy: MaskSet
  /** The mask set that is in lower case; nothing is if it is absent. */
  readonly mask: Uint8Array | undefined
  /** Residues a line; {@link LINE_WIDTH} if absent. */
  readonly width?: number | undefined
  /** Of the FASTA file, for the dictionary. */
  readonly uri?: string | undefined
}

/** A file, and what it says otherwise than the collection. */
export interface CollectionFile extends VirtualFile {
  readonly warning?: string
}

/**
 * Bytes of layouts that stay in memory: those of a human genome take 6 MB, of a million soft-masked
 * contigs 180 MB.
 */
const MEMORY = 256 << 20

/** Bytes that are counted for what has no offsets of its own: a few pages of members. */
const SMALL = 200_000

/** Residues from which the index of runs is worth a file: below, it is made anew in 10 ms. */
const WORTH_A_FILE = 1_000_000

/** The collections of a store as files, which are computed as they are read. */
export class CollectionFiles {
  readonly #sequences: SequenceStore
  readonly #collections: CollectionStore
  readonly #derived: Derived
  readonly #layouts = new LeastRecentlyUsed(MEMORY)

  constructor(
    sequences: SequenceStore,
    collections: CollectionStore,
    derived: Derived = noDerived,
  ) {
    this.#sequences = sequences
    this.#collections = collections
    this.#derived = derived
  }

  /**
   * Lays a file out: at first with a pass over the members (for .2bit and BED over their runs), then
   * from memory.
   *
   * @throws {@link FileError} when the format cannot hold the collection.
   */
  async open(format: FileFormat, request: FileRequest): Promise<CollectionFile> {
    const pages = await this.#pages(request)
    const names = await this.#names(pages)
    if (format !== 'fa') requireNames(`.${format}`, names)
    switch (format) {
      case 'fa':
        return this.#fasta(pages, request)
      case 'fa.fai': {
        requireUnique('.fai', names)
        const { width = LINE_WIDTH } = request
        const fasta = await this.#fasta(pages, request)
        return this.#lines(pages, request, `fai/${width}`, faiLines(pages, fasta, width))
      }
      case 'chrom.sizes':
        return this.#lines(pages, request, 'sizes', chromSizesLines(pages))
      case 'dict':
        return this.#dictionary(pages, request)
      case 'n.bed':
        return this.#bed(pages, request, nRuns(this.#sequences))
      case 'mask.bed':
        return request.mask
          ? this.#bed(pages, request, this.#maskOf(request, request.mask))
          : bytesFile(new Uint8Array(0))
      case '2bit':
        return this.#twoBit(pages, request, names)
    }
  }

  #pages({ record, describedBy }: FileRequest): Promise<MemberPages> {
    const { digest, members } = record
    return this.#layouts.get(
      `${described({ record, describedBy })}/pages`,
      async () => new MemberPages(this.#collections, digest, describedBy.id, members),
      () => SMALL,
    )
  }

  #names(pages: MemberPages): Promise<Names> {
    return this.#layouts.get(
      `${hex(pages.collection)}/names`,
      () => examineNames(pages),
      () => SMALL,
    )
  }

  async #fasta(pages: MemberPages, request: FileRequest): Promise<PagedFile<FastaRecord>> {
    const { mask, width = LINE_WIDTH } = request
    const source = mask && this.#maskOf(request, mask)
    const parts = fastaRecords(pages, this.#sequences, source, width)
    const offsets = await this.#offsets(pages, request, `fasta/${width}`, parts)
    return this.#layouts.get(
      `${described(request)}/fasta/${width}/file/${source?.key}`,
      async () => new PagedFile(pages, offsets, parts),
      () => SMALL,
    )
  }

  async #lines(
    pages: MemberPages,
    request: FileRequest,
    key: string,
    parts: PartsOf,
  ): Promise<PagedFile> {
    return new PagedFile(pages, await this.#offsets(pages, request, key, parts), parts)
  }

  async #dictionary(pages: MemberPages, request: FileRequest): Promise<VirtualFile> {
    const { uri } = request
    const plain = dictionaryLines(pages, this.#sequences, undefined)
    const offsets = await this.#offsets(pages, request, 'dictionary', plain)
    const parts = dictionaryLines(pages, this.#sequences, uri)
    const lines = new PagedFile(pages, offsets, parts, uriBytes(uri))
    return joined([bytesFile(Buffer.from(DICTIONARY_HEADER)), lines])
  }

  async #bed(pages: MemberPages, request: FileRequest, source: RunSource): Promise<PagedFile> {
    const parts = bedLines(pages, await this.#runs(pages, request, source))
    return this.#lines(pages, request, `bed/${source.key}`, parts)
  }

  async #twoBit(pages: MemberPages, request: FileRequest, names: Names): Promise<CollectionFile> {
    requireUnique('.2bit', names)
    requireShort(names)
    const gaps = await this.#runs(pages, request, new GapRuns(this.#sequences))
    const warning = checkLetters(gaps.columns.letters)
    const { mask } = request
    const file = await this.#layouts.get(
      `${described(request)}/2bit/${mask && hex(mask)}`,
      async () =>
        twoBitFile({
          ...{ pages, gaps, sequences: this.#sequences },
          mask: mask && (await this.#runs(pages, request, this.#maskOf(request, mask))),
        }),
      ({ weight }) => weight,
    )
    return { size: file.size, read: file.read, ...(warning && { warning }) }
  }

  #offsets(
    pages: MemberPages,
    request: FileRequest,
    key: string,
    parts: PartsOf,
  ): Promise<Float64Array> {
    return this.#layouts.get(
      `${described(request)}/${key}`,
      () => pageOffsets(pages, parts),
      ({ byteLength }) => byteLength,
    )
  }

  #runs(pages: MemberPages, { record }: FileRequest, source: RunSource): Promise<RunIndex> {
    const name = `${hex(record.digest)}.${source.key}`
    return this.#layouts.get(
      `${name}/runs`,
      async () => {
        const known = await this.#derived.read(`${name}.runs`)
        const columns = known && decodeColumns(known)
        if (columns) return new RunIndex(source, columns)
        const index = await indexRuns(pages, source)
        if (record.residues >= WORTH_A_FILE) {
          await this.#derived.write(`${name}.runs`, encodeColumns(index.columns))
        }
        return index
      },
      ({ weight }) => weight,
    )
  }

  #maskOf({ record }: FileRequest, mask: Uint8Array): RunSource {
    return maskRuns(this.#collections, record.digest, mask)
  }
}

/** What tells a collection with its descriptions from others. */
function described({ record, describedBy }: Pick<FileRequest, 'record' | 'describedBy'>): string {
  return [record.digest, describedBy.id, describedBy.described].map(hex).join('/')
}

/** Letters of IUPAC for nucleotides, a bit for each from A. */
const NUCLEOTIDES = [...'ACGTUNRYSWKMBDHV'].reduce((bits, letter) => bits | bit(letter), 0)

/**
 * What 2bit makes of letters.
 *
 * @throws {@link FileError} when they are not nucleotides.
 */
function checkLetters(letters: number): string | undefined {
  const spelled = (bits: number) =>
    [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'].filter((letter) => bits & bit(letter)).join(', ')
  const foreign = letters & ~NUCLEOTIDES
  if (foreign !== 0) {
    throw new FileError(
      'NOT_NUCLEOTIDES',
      `This collection has ${spelled(foreign)}, so it is not of nucleotides, which are all that .2bit holds. Ask for .fa.`,
    )
  }
  const lost = letters & ~bit('N')
  return lost === 0 ? undefined : `${spelled(lost)} became N, as 2bit has no other codes`
}

function bit(letter: string): number {
  return 1 << (letter.charCodeAt(0) - 65)
}
