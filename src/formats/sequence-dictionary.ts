import { FormatError } from './errors.ts'

/** Kinds of file that tell which reference they belong to. */
export type DictionaryFormat =
  | 'SAM'
  | 'BAM'
  | 'CRAM'
  | 'VCF'
  | 'BCF'
  | 'fai'
  | 'chrom.sizes'
  | 'FASTA'
  | 'JSON'

/** A sequence of a reference, as far as a file tells of it. */
export interface ListedSequence {
  readonly name: string
  /** In residues. */
  readonly length?: number | undefined
  /** 32 lower-case hex digits. */
  readonly md5?: string | undefined
  /** GA4GH digest, 32 characters of base64url. */
  readonly digest?: string | undefined
  /** Other names (`AN` of SAM). */
  readonly otherNames?: readonly string[] | undefined
}

/** The sequences of a reference in order, as a header, an index or the FASTA file itself lists them. */
export interface SequenceDictionary {
  readonly format: DictionaryFormat
  readonly sequences: readonly ListedSequence[]
  /** What the file calls its reference: names of assemblies, file names and URLs. */
  readonly assemblies: readonly string[]
  /** What is odd about the file, in sentences for its owner. */
  readonly problems: readonly string[]
}

/** What may be read of one input. */
export interface DictionaryLimits {
  /** Bytes of a header or an index, decompressed. */
  readonly headerBytes: number
  readonly sequences: number
  /** Bytes of a FASTA file, decompressed. */
  readonly fastaBytes: number
}

/** Above this, nothing that is a header was ever seen: the largest have some 100 bytes a contig. */
export const DICTIONARY_LIMITS: DictionaryLimits = {
  headerBytes: 512 << 20,
  sequences: 8_000_000,
  fastaBytes: Number.MAX_SAFE_INTEGER,
}

/** An input is longer than it may be. */
export class TooLongError extends FormatError {}

/** Names of assemblies that are kept; a VCF header states one with each contig. */
const ASSEMBLIES = 20

const MD5 = /^[0-9a-f]{32}$/

/** Gathers a {@link SequenceDictionary}. */
export class DictionaryBuilder {
  readonly #sequences: ListedSequence[] = []
  readonly #assemblies = new Set<string>()
  readonly #problems: string[] = []
  readonly #limit: number
  #noMd5 = 0
  #firstNoMd5 = ''

  /** @param limit - Most sequences. */
  constructor(limit: number) {
    this.#limit = limit
  }

  get sequences(): readonly ListedSequence[] {
    return this.#sequences
  }

  /**
   * Adds a sequence. An MD5 of any other form is passed over, and said so.
   *
   * @throws {@link TooLongError} when there are too many.
   */
  add(sequence: ListedSequence): void {
    this.expect(this.#sequences.length + 1)
    const md5 = sequence.md5?.toLowerCase()
    if (md5 === undefined || MD5.test(md5)) {
      this.#sequences.push(md5 === sequence.md5 ? sequence : { ...sequence, md5 })
      return
    }
    if (this.#noMd5++ === 0) this.#firstNoMd5 = sequence.name
    this.#sequences.push({ ...sequence, md5: undefined })
  }

  /** @throws {@link TooLongError} when so many sequences are too many. */
  expect(sequences: number): void {
    if (sequences <= this.#limit) return
    throw new TooLongError(`there are more than ${this.#limit} sequences; the file is not read on`)
  }

  /** Notes what the file calls its reference. */
  assembly(name: string | undefined): void {
    if (name && this.#assemblies.size < ASSEMBLIES) this.#assemblies.add(name)
  }

  problem(sentence: string): void {
    this.#problems.push(sentence)
  }

  build(format: DictionaryFormat): SequenceDictionary {
    const problems = [...this.#problems]
    if (this.#noMd5 > 0) {
      problems.push(
        `Of ${this.#noMd5} of the sequences (first: "${this.#firstNoMd5}"), the checksum is no MD5 and is passed over.`,
      )
    }
    return {
      format,
      sequences: this.#sequences,
      assemblies: [...this.#assemblies],
      problems,
    }
  }
}
