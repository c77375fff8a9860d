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
    let filled = 0
    for (let i = 0; i < offsets.length; i++) {
      const offset = offsets[i]!
      const end = pairs.nextOf(offset)
      if (filled + end - offset > WRITE_BYTES) {
        writeSync(file, out.bytes, 0, filled)
        filled = 0
      }
      if (end - offset > WRITE_BYTES) writeSync(file, pairs.bytes, offset, end - offset)
      else filled = out.take(filled, pairs, offset)
    }
    writeSync(file, out.bytes, 0, filled)
  } finally {
    closeSync(file)
  }
}
