import { parseHex } from '../../digest/hex.ts'
import { sha512t24u } from '../../digest/sha512t24u.ts'
import type { ListedSequence, SequenceDictionary } from '../../formats/sequence-dictionary.ts'
import type { SequenceStore } from '../../store/store.ts'
import { IndexOf } from './index-of.ts'
import type { Budget } from './limits.ts'
import { plainName } from './renaming.ts'
import { count, many } from './words.ts'

/** A sequence whose stated length is not that of the content that its checksum names. */
export interface Contradiction {
  readonly name: string
  readonly statedLength: number
  readonly length: number
  readonly md5: string
}

/** MD5s that are looked up at once. */
const LOOKED_UP = 256

/** Sequences that are indexed between two turns of others. */
const INDEXED = 4096

/** What is looked for: the sequences of a file, with their content as far as it is known. */
export class Query {
  readonly dictionary: SequenceDictionary
  readonly sequences: readonly ListedSequence[]
  /**
   * Of each sequence: its GA4GH digest; `md5:` and a checksum that the store does not have, so that the
   * content is none of the store's; or `undefined` where the content is not known.
   */
  readonly contents: readonly (string | undefined)[]
  readonly byName: IndexOf<string>
  readonly byContent: IndexOf<string>
  readonly byLength: IndexOf<number>
  /** By position. */
  readonly contradictions: ReadonlyMap<number, Contradiction>
  /** Positions by {@link plainName}, where that is not the name; of other names of a sequence too. */
  readonly #plainNames = new Map<string, number>()

  private constructor(
    dictionary: SequenceDictionary,
    contents: readonly (string | undefined)[],
    contradictions: ReadonlyMap<number, Contradiction>,
  ) {
    this.dictionary = dictionary
    this.sequences = dictionary.sequences
    this.contents = contents
    this.contradictions = contradictions
    const size = this.sequences.length
    this.byName = new IndexOf(size)
    this.byContent = new IndexOf(size)
    this.byLength = new IndexOf(size)
  }

  /** The first position of a name but for habits, or -1. */
  byPlainName(name: string): number {
    const plain = plainName(name)
    return this.#plainNames.get(plain) ?? this.byName.first(plain)
  }

  #add({ name, length, otherNames = [] }: ListedSequence, i: number): void {
    this.byName.add(name, i)
    if (length !== undefined) this.byLength.add(length, i)
    const content = this.contents[i]
    if (content !== undefined) this.byContent.add(content, i)
    const plain = plainName(name)
    for (const each of plain === name ? otherNames : [name, ...otherNames]) {
      const other = plainName(each)
      if (!this.#plainNames.has(other)) this.#plainNames.set(other, i)
    }
  }

  /** Looks up in a store what the checksums of a file name. */
  static async of(
    dictionary: SequenceDictionary,
    store: SequenceStore,
    budget: Budget,
  ): Promise<Query> {
    const { sequences } = dictionary
    const contents: (string | undefined)[] = sequences.map(({ digest }) => digest)
    const contradictions = new Map<number, Contradiction>()
    const resolve = async (i: number) => {
      const { name, length: statedLength, md5 } = sequences[i]!
      if (contents[i] !== undefined || md5 === undefined) return
      const found = await store.find({ kind: 'md5', digest: parseHex(md5, 16)! })
      const record = found.find(({ length }) => length === statedLength) ?? found[0]
      contents[i] = record ? sha512t24u(record.digest) : `md5:${md5}`
      if (record && statedLength !== undefined && record.length !== statedLength) {
        contradictions.set(i, { name, statedLength, length: record.length, md5 })
      }
    }
    for (let from = 0; from < sequences.length; from += LOOKED_UP) {
      if (!(await budget.goOn())) break
      const to = Math.min(from + LOOKED_UP, sequences.length)
      await Promise.all(Array.from({ length: to - from }, (_, i) => resolve(from + i)))
    }
    const query = new Query(dictionary, contents, contradictions)
    for (const [i, sequence] of sequences.entries()) {
      query.#add(sequence, i)
      if (i % INDEXED === 0) await budget.turn()
    }
    return query
  }

  /** What is odd about the file, in sentences. */
  problems(): string[] {
    const problems = [...this.dictionary.problems]
    if (this.sequences.length === 0) problems.push('No sequences are listed: nothing can be found.')
    const repeated = [...this.byName.repeated()]
    if (repeated.length > 0) {
      problems.push(
        `${many(repeated.length, 'name')} ${repeated.length === 1 ? 'is' : 'are'} used more than once (first: "${repeated[0]}"); most tools refuse such a file.`,
      )
    }
    const [first] = this.contradictions.values()
    if (first) {
      problems.push(
        `The file contradicts itself in ${many(this.contradictions.size, 'sequence')}: "${first.name}" is stated to have ${many(first.statedLength, 'residue')}, but its checksum ${first.md5} is that of a sequence of ${count(first.length)}.`,
      )
    }
    return problems
  }
}
