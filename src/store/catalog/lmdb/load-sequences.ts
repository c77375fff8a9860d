import { DIGEST_BYTES } from '../../../digest/sha512t24u.ts'
import { HEAD_BYTES } from '../pairs.ts'
import type { Take } from './load-pairs.ts'
import { LastKey } from './put.ts'
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
  const digest = new Uint8Array(DIGEST_BYTES)
  const cursor = pairs.cursor()
  try {
    while (cursor.advance()) {
      const { pairs: held, offset } = cursor
      const { bytes } = held
      for (let i = 0; i < DIGEST_BYTES; i++) digest[i] = bytes[offset + HEAD_BYTES + i]!
      takePair(digest, bytes, held.valueAt(offset), held.endOf(offset), taker)
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
  readonly #lastRecord = new LastKey()
  readonly #lastCollection = new LastKey()
  readonly #lastNamed = new LastKey()
  #pair = new Uint8Array(512)
  #view = new DataView(this.#pair.buffer)
  /** The first name of the sequence at hand, and a text of each once a second one comes: few have any. */
  #first = new Uint8Array(256)
  #firstSize = 0
  #known: Set<string> | undefined
  #ordinal = 0
  names = 0

  constructor(numberOf: (statement: number) => number, into: SequenceLoads) {
    this.#numberOf = numberOf
    this.#into = into
  }

  record(digest: Uint8Array, bytes: Uint8Array, from: number, to: number): void {
    if (!this.#lastRecord.replace(digest)) return
    this.#key(digest, DIGEST_BYTES + to - from)
    copy(bytes, from, to, this.#pair, DIGEST_BYTES)
    this.#into.records(this.#pair, 0, DIGEST_BYTES, DIGEST_BYTES + to - from)
  }

  statement(digest: Uint8Array, statement: number): void {
    const number = this.#numberOf(statement)
    if (number === 0) return
    this.#key(digest, NUMBERED)
    this.#view.setUint32(DIGEST_BYTES, number)
    if (!this.#lastCollection.replace(this.#pair, 0, NUMBERED)) return
    this.#into.collections(this.#pair, 0, NUMBERED, NUMBERED)
  }

  name(digest: Uint8Array, bytes: Uint8Array, from: number, to: number): void {
    if (this.#lastNamed.replace(digest)) {
      this.#known = undefined
      this.#ordinal = 0
      this.#keep(bytes, from, to)
    } else if (!this.#isNew(textOf(bytes, from, to))) return
    this.#key(digest, NUMBERED + to - from)
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

  #key(digest: Uint8Array, size: number): void {
    if (size > this.#pair.length) {
      this.#pair = new Uint8Array(2 * size)
      this.#view = new DataView(this.#pair.buffer)
    }
    copy(digest, 0, DIGEST_BYTES, this.#pair, 0)
  }
}

function textOf(bytes: Uint8Array, from: number, to: number): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset + from, to - from).toString('latin1')
}

function copy(from: Uint8Array, start: number, end: number, to: Uint8Array, at: number): void {
  for (let i = start, o = at; i < end; i++, o++) to[o] = from[i]!
}
