import { ByteReader } from '../binary.ts'
import { BLOCK_RESIDUES, CODEC, decodeBlock } from './codec.ts'

/**
 * Adds the runs of one residue other than A, C, G, T and U in residues `[from, to)` of a block:
 * `start0, end0, residue` by turns, ascending, `origin` added to positions. A run that continues
 * the last one is joined to it.
 *
 * The codecs for bases tell their runs without being decoded, which makes 8,192 residues a
 * microsecond; the others are decoded and looked through.
 */
export function addOtherRuns(
  payload: Uint8Array,
  from: number,
  to: number,
  origin: number,
  runs: number[],
): void {
  switch (payload[0]) {
    case CODEC.repeat:
      add(runs, origin + from, origin + to, payload[1]!)
      return
    case CODEC.dna2:
    case CODEC.rna2:
      return
    case CODEC.dna2x:
    case CODEC.rna2x:
      addExceptions(payload, from, to, origin, runs)
      return
    default:
      decodeBlock(payload, 0, from, to, decoded, 0)
      for (let i = 0; i < to - from; i++) {
        const residue = decoded[i]!
        if (IS_BASE[residue] === 1) continue
        const start = i
        while (i + 1 < to - from && decoded[i + 1] === residue) i++
        add(runs, origin + from + start, origin + from + i + 1, residue)
      }
  }
}

/** Reads the runs of a block with exceptions; exceptions.ts says how they are laid out. */
function addExceptions(
  payload: Uint8Array,
  from: number,
  to: number,
  origin: number,
  runs: number[],
): void {
  const reader = new ByteReader(payload)
  reader.position = 1
  const bytes = reader.integer()
  const data = reader.position + bytes
  let residue = N
  let at = 0
  while (reader.position < data && at < to) {
    const gap = reader.integer()
    const token = gap & 1 ? reader.integer() : 0
    if (token & 1) residue = reader.byte()
    const start = at + (gap >> 1)
    at = start + (token >> 1) + 1
    const low = Math.max(from, start)
    const high = Math.min(to, at)
    if (low < high) add(runs, origin + low, origin + high, residue)
  }
}

function add(runs: number[], start0: number, end0: number, residue: number): void {
  if (IS_BASE[residue] === 1) return
  const last = runs.length - 3
  if (last >= 0 && runs[last + 1] === start0 && runs[last + 2] === residue) runs[last + 1] = end0
  else runs.push(start0, end0, residue)
}

const N = 78

const IS_BASE = new Uint8Array(256)
for (const base of 'ACGTU') IS_BASE[base.charCodeAt(0)] = 1

const decoded = new Uint8Array(BLOCK_RESIDUES)
