import { DIGEST_BYTES } from '../../../digest/sha512t24u.ts'
import { HEAD_BYTES, type PairCursor } from '../pairs.ts'
import { LastKey } from './put.ts'

/** Takes a pair: bytes `[key, value)` and `[value, end)`. */
export type Take = (bytes: Uint8Array, key: number, value: number, end: number) => void

/** How pairs become those of a table. */
export type Loading = 'first' | 'digests'

/** Gives the pairs of a table, from sorted ones; closes these. */
export function loadPairs(cursor: PairCursor, loading: Loading, take: Take): void {
  try {
    if (loading === 'first') firstOfEach(cursor, take)
    else allDigests(cursor, take)
  } finally {
    cursor.close()
  }
}

/** Of equal keys the first counts. */
function firstOfEach(cursor: PairCursor, take: Take): void {
  const last = new LastKey()
  while (cursor.advance()) {
    const { pairs, offset } = cursor
    const value = pairs.valueAt(offset)
    if (!last.replace(pairs.bytes, offset + HEAD_BYTES, value)) continue
    take(pairs.bytes, offset + HEAD_BYTES, value, pairs.endOf(offset))
  }
}

/** The value of a key has all its digests, once each. */
function allDigests(cursor: PairCursor, take: Take): void {
  const last = new LastKey()
  let held = new Uint8Array(256)
  let keySize = 0
  let size = 0
  while (cursor.advance()) {
    const { pairs, offset } = cursor
    const { bytes } = pairs
    const key = offset + HEAD_BYTES
    const value = pairs.valueAt(offset)
    if (last.replace(bytes, key, value)) {
      if (size > 0) take(held, 0, keySize, size)
      keySize = value - key
      for (let i = 0; i < keySize; i++) held[i] = bytes[key + i]!
      size = keySize
    } else if (holds(held, keySize, size, bytes, value)) continue
    if (size + DIGEST_BYTES > held.length) {
      const grown = new Uint8Array(2 * held.length)
      grown.set(held)
      held = grown
    }
    for (let i = 0; i < DIGEST_BYTES; i++) held[size++] = bytes[value + i]!
  }
  if (size > 0) take(held, 0, keySize, size)
}

/** Whether a digest is among those at `[from, to)`. */
function holds(
  digests: Uint8Array,
  from: number,
  to: number,
  digest: Uint8Array,
  at: number,
): boolean {
  for (let start = from; start < to; start += DIGEST_BYTES) {
    let i = 0
    while (i < DIGEST_BYTES && digests[start + i] === digest[at + i]) i++
    if (i === DIGEST_BYTES) return true
  }
  return false
}
