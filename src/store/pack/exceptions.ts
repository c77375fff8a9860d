/**
 * Two bits a residue, but for runs of others: a run of N that ends inside a block takes a few bytes
 * and no bits. Layout: varint of the bytes of all runs, the runs, two bits for each residue between
 * them.
 *
 * A run is a varint `gap * 2 + more`, the gap since the end of the last run. Without `more` it is one
 * residue, the same as in the last run (before the first, N): a single N takes two bytes. Else a
 * varint `(length - 1) * 2 + changed` follows, and the residue if `changed`.
 */
import { ByteReader, ByteWriter } from '../binary.ts'
import { decodeTwoBit, encodeTwoBit } from './two-bit.ts'

const N = 78

/**
 * Encodes a block to `out` at `position`.
 *
 * @param rna - Whether U is plain, and T an exception.
 * @returns Bytes written, or `undefined` when that would be more than `limit`: another codec is
 * tighter.
 */
export function encodeExceptions(
  residues: Uint8Array,
  rna: boolean,
  limit: number,
  out: Uint8Array,
  position: number,
): number | undefined {
  runs.length = 0
  let between = 0
  let residue = N
  let end = 0
  for (let i = 0; i < residues.length; ) {
    const at = residues[i]!
    if (isPlain(at, rna)) {
      plain[between++] = at
      i++
      continue
    }
    let next = i + 1
    while (next < residues.length && residues[next] === at) next++
    const changed = at === residue ? 0 : 1
    const more = changed === 1 || next - i > 1 ? 1 : 0
    runs.integer((i - end) * 2 + more)
    if (more) runs.integer((next - i - 1) * 2 + changed)
    if (changed) runs.byte(at)
    if (runs.length > limit) return undefined
    residue = at
    end = next
    i = next
  }
  head.length = 0
  head.sized(runs.view())
  const size = head.length + Math.ceil(between / 4)
  if (size > limit) return undefined
  out.set(head.view(), position)
  encodeTwoBit(plain, 0, between, out, position + head.length)
  return size
}

/** Decodes residues `[from, to)` of the block whose layout starts at byte `start` of the payload. */
export function decodeExceptions(
  payload: Uint8Array,
  start: number,
  rna: boolean,
  from: number,
  to: number,
  out: Uint8Array,
  position: number,
): void {
  const reader = new ByteReader(payload)
  reader.position = start
  const runBytes = reader.integer()
  const data = reader.position + runBytes
  let residue = N
  /** Residues of the block, and those of them with two bits, that are behind. */
  let block = 0
  let between = 0
  const copy = (count: number) => {
    const low = Math.max(from, block)
    const high = Math.min(to, block + count)
    if (low < high) {
      const skip = between - block
      decodeTwoBit(payload, data, rna, low + skip, high + skip, out, position + low - from)
    }
    block += count
    between += count
  }
  while (reader.position < data && block < to) {
    const gap = reader.integer()
    copy(gap >> 1)
    const token = gap & 1 ? reader.integer() : 0
    if (token & 1) residue = reader.byte()
    const end = block + (token >> 1) + 1
    const low = Math.max(from, block)
    const high = Math.min(to, end)
    if (low < high) out.fill(residue, position + low - from, position + high - from)
    block = end
  }
  if (block < to) copy(to - block)
}

const runs = new ByteWriter(4096)
const head = new ByteWriter(4096)
const plain = new Uint8Array(8192)

function isPlain(residue: number, rna: boolean): boolean {
  return residue === 65 || residue === 67 || residue === 71 || residue === (rna ? 85 : 84)
}
