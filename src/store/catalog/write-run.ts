import { closeSync, openSync, writeSync } from 'node:fs'
import { PairBuffer } from './pairs.ts'
import { sortByKey } from './sort-keys.ts'

const WRITE_BYTES = 1 << 18

/** Sorts the pairs at `offsets` and writes them to a new file. */
export function writeRun(pairs: PairBuffer, offsets: Uint32Array, path: string): void {
  sortByKey(pairs, offsets)
  const file = openSync(path, 'w')
  try {
    const out = new PairBuffer(WRITE_BYTES)
    for (let i = 0; i < offsets.length; ) {
      const end = endOfPart(pairs, offsets, i)
      if (end === i) {
        const offset = offsets[i++]!
        writeSync(file, pairs.bytes, offset, pairs.nextOf(offset) - offset)
      } else {
        writeSync(file, out.bytes, 0, gather(pairs, offsets, i, end, out))
        i = end
      }
    }
  } finally {
    closeSync(file)
  }
}

// Loops of their own: within the loop above, V8 gave their code up at the end of each run.

/** Up to which pair they are written at once; the same where one is too large for that. */
function endOfPart(pairs: PairBuffer, offsets: Uint32Array, from: number): number {
  let i = from
  for (let size = 0; i < offsets.length; i++) {
    const offset = offsets[i]!
    size += pairs.nextOf(offset) - offset
    if (size > WRITE_BYTES) break
  }
  return i
}

/** Copies pairs one behind the other, and returns how many bytes they are. */
function gather(
  pairs: PairBuffer,
  offsets: Uint32Array,
  from: number,
  end: number,
  out: PairBuffer,
): number {
  let filled = 0
  for (let i = from; i < end; i++) filled = out.take(filled, pairs, offsets[i]!)
  return filled
}
