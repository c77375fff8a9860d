import { DIGEST_BYTES } from '../../../digest/sha512t24u.ts'
import { HEAD_BYTES } from '../pairs.ts'
import type { Take } from './load-pairs.ts'
import { type SequencePairs, type SequenceTaker, takePair } from './sequence-pairs.ts'

/** What takes the pairs of the tables that have digests of sequences in their keys. */
export interface SequenceLoads {
  readonly records: Take
  readonly collections: Take
  readonly names: Take
}

/** As `putSequences`, into tables that are filled page by page. */
export function loadSequences(
  pairs: SequencePairs,
  numberOf: (statement: number) => number,
  into: SequenceLoads,
): number {
  const taker = new Loading(numberOf, into)
  const cursor = pairs.cursor()
  try {
    while (cursor.advance()) {
      const { pairs: held, offset } = cursor
      const { bytes } = held
      taker.begin(bytes, offset + HEAD_BYTES)
      takePair(bytes, bytes, held.valueAt(offset), held.endOf(offset), taker)
    }
  } finally {
    cursor.close()
  }
  return taker.names
}

const NUMBERED = DIGEST_BYTES + 4

class Loading implements SequenceTaker {
  readonly #numberOf: (statement: number) => number
  readonly #into: SequenceLoads
  /** Begins with the digest at hand, which is copied once for all keys. */
  #pair = new Uint8Array(512)
  #view = new DataView(this.#pair.buffer)
  /** The first name of the sequence at hand, and a text of each once a second one comes: few have any. */
  #first = new Uint8Array(256)
  #firstSize = 0
  #known: Set<string> | undefined
  #ordinal = 0
  #recorded = false
  /** Of the collection that came last. */
  #number = 0
  names = 0

  constructor(numberOf: (statement: number) => number, into: SequenceLoads) {
    this.#numberOf = numberOf
    this.#into = into
  }

  /** Begins what is known of a sequence, or goes on with it. */
  begin(digests: Uint8Array, digest: number): void {
    const pair = this.#pair
    let same = 0
    while (same < DIGEST_BYTES && pair[same] === digests[digest + same]) same++
    if (same === DIGEST_BYTES) return
    for (let i = same; i < DIGEST_BYTES; i++) pair[i] = digests[digest + i]!
    this.#known = undefined
    this.#ordinal = 0
    this.#recorded = false
    this.#number = 0
  }

  record(_digest: Uint8Array, bytes: Uint8Array, from: number, to: number): void {
    if (this.#recorded) return
    this.#recorded = true
    this.#reserve(DIGEST_BYTES + to - from)
    copy(bytes, from, to, this.#pair, DIGEST_BYTES)
    this.#into.records(this.#pair, 0, DIGEST_BYTES, DIGEST_BYTES + to - from)
  }

  statement(_digest: Uint8Array, statement: number): void {
    const number = this.#numberOf(statement)
    if (number === 0 || number === this.#number) return
    this.#number = number
    this.#view.setUint32(DIGEST_BYTES, number)
    this.#into.collections(this.#pair, 0, NUMBERED, NUMBERED)
  }

  name(_digest: Uint8Array, bytes: Uint8Array, from: number, to: number): void {
    if (this.#ordinal === 0) this.#keep(bytes, from, to)
    else if (!this.#isNew(textOf(bytes, from, to))) return
    this.#reserve(NUMBERED + to - from)
    this.#view.setUint32(DIGEST_BYTES, this.#ordinal++)
    copy(bytes, from, to, this.#pair, NUMBERED)
    this.#into.names(this.#pair, 0, NUMBERED, NUMBERED + to - from)
    this.names++
  }

  #keep(bytes: Uint8Array, from: number, to: number): void {
    if (to - from > this.#first.length) this.#first = new Uint8Array(2 * (to - from))
    copy(bytes, from, to, this.#first, 0)
    this.#firstSize = to - from
  }

  #isNew(name: string): boolean {
    this.#known ??= new Set([textOf(this.#first, 0, this.#firstSize)])
    if (this.#known.has(name)) return false
    this.#known.add(name)
    return true
  }

  /** Makes room for a pair, whose key begins as it does. */
  #reserve(size: number): void {
    if (size <= this.#pair.length) return
    const grown = new Uint8Array(2 * size)
    grown.set(this.#pair.subarray(0, DIGEST_BYTES))
    this.#pair = grown
    this.#view = new DataView(grown.buffer)
  }
}

function textOf(bytes: Uint8Array, from: number, to: number): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset + from, to - from).toString('latin1')
}

function copy(from: Uint8Array, start: number, end: number, to: Uint8Array, at: number): void {
  for (let i = start, o = at; i < end; i++, o++) to[o] = from[i]!
}
