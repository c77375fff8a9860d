import { DIGEST_BYTES } from '../../../digest/sha512t24u.ts'
import { NOTHING } from './collection-tables.ts'
import { numbered } from './genome-tables.ts'
import { inSteps, isEmpty, LastKey, put, type Step } from './put.ts'
import { type SequencePairs, type SequenceTaker, takePair } from './sequence-pairs.ts'
import { afterPrefix, numberKey, type Tables } from './tables.ts'

/**
 * Puts what is known of sequences.
 *
 * @param numberOf - Number of the collection that a statement brought, 0 where it brought none.
 * @returns How many names are new.
 */
export function putSequences(
  tables: Tables,
  pairs: SequencePairs,
  numberOf: (statement: number) => number,
  step: Step,
): number {
  const taker = new Putting(tables, numberOf)
  inSteps(pairs.sorted(), step, ([key, value]) => {
    takePair(Buffer.from(key), value, 0, value.length, taker)
    return key.length + value.length
  })
  return taker.newNames
}

class Putting implements SequenceTaker {
  readonly #tables: Tables
  readonly #numberOf: (statement: number) => number
  /** Whether the tables were empty: keys come in order. */
  readonly #noRecords: boolean
  readonly #noCollections: boolean
  readonly #noNames: boolean
  readonly #lastRecord = new LastKey()
  readonly #lastCollection = new LastKey()
  readonly #lastNamed = new LastKey()
  #known = new Set<string>()
  #ordinal = 0
  newNames = 0

  constructor(tables: Tables, numberOf: (statement: number) => number) {
    this.#tables = tables
    this.#numberOf = numberOf
    this.#noRecords = isEmpty(tables.sequences)
    this.#noCollections = isEmpty(tables.sequenceCollections)
    this.#noNames = isEmpty(tables.names)
  }

  /** Of several records the first counts. */
  record(digest: Buffer, bytes: Uint8Array, from: number, to: number): void {
    const { sequences } = this.#tables
    if (!this.#lastRecord.replace(digest)) return
    if (!this.#noRecords && sequences.doesExist(digest)) return
    put(sequences, digest, Buffer.from(bytes.subarray(from, to)), this.#noRecords)
  }

  statement(digest: Buffer, statement: number): void {
    const number = this.#numberOf(statement)
    if (number === 0) return
    const key = numbered(digest, number)
    if (!this.#lastCollection.replace(key)) return
    put(this.#tables.sequenceCollections, key, NOTHING, this.#noCollections)
  }

  /** Each digest's names in the order of the journal, each name once. */
  name(digest: Buffer, bytes: Uint8Array, from: number, to: number): void {
    const { names } = this.#tables
    if (this.#lastNamed.replace(digest)) this.#beginNames(digest)
    const value = Buffer.from(bytes.subarray(from, to))
    const name = value.toString()
    if (this.#known.has(name)) return
    put(names, Buffer.concat([digest, numberKey(this.#ordinal++)]), value, this.#noNames)
    this.#known.add(name)
    this.newNames++
  }

  #beginNames(digest: Buffer): void {
    this.#known = new Set()
    this.#ordinal = 0
    if (this.#noNames) return
    const range = { start: digest, end: afterPrefix(digest) }
    for (const { key, value } of this.#tables.names.getRange(range)) {
      this.#known.add(value.toString())
      this.#ordinal = key.readUInt32BE(DIGEST_BYTES) + 1
    }
  }
}
