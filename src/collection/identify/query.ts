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
const AT_ONCE = 256

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

  #plainNames: Map<string, number> | undefined

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
    for (const [i, { name, length }] of this.sequences.entries()) {
      this.byName.add(name, i)
      if (length !== undefined) this.byLength.add(length, i)
      const content = contents[i]
      if (content !== undefined) this.byContent.add(content, i)
    }
  }

  /**
   * Positions by names without habits, other names of a sequence included; the first of each. Made
   * when it is asked for, as the right collection has the same names most often.
   */
  get plainNames(): ReadonlyMap<string, number> {
    if (this.#plainNames) return this.#plainNames
    const names = new Map<string, number>()
    for (const [i, { name, otherNames }] of this.sequences.entries()) {
      for (const each of otherNames ? [name, ...otherNames] : [name]) {
        const plain = plainName(each)
        if (!names.has(plain)) names.set(plain, i)
      }
    }
    this.#plainNames = names
    return names
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
    for (let from = 0; from < sequences.length; from += AT_ONCE) {
      if (!(await budget.goOn())) break
      const to = Math.min(from + AT_ONCE, sequences.length)
      await Promise.all(Array.from({ length: to - from }, (_, i) => resolve(from + i)))
    }
    return new Query(dictionary, contents, contradictions)
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
