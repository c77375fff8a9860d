import { ByteReader, ByteWriter } from '../binary.ts'

const N = 78

/**
 * Encodes the runs of residues that two bits cannot hold (layout: codec.ts).
 *
 * @param limit - Bytes above which another codec is tighter.
 * @returns `undefined` when the runs take more than `limit`, else the bytes; a view, valid until
 * the next call.
 */
export function encodeExceptions(
  residues: Uint8Array,
  rna: boolean,
  limit: number,
): Uint8Array | undefined {
  scratch.length = 0
  let residue = N
  let end = 0
  for (let i = 0; i < residues.length; ) {
    const at = residues[i]!
    if (plain(at, rna)) {
      i++
      continue
    }
    let next = i + 1
    while (next < residues.length && residues[next] === at) next++
    scratch.integer(i - end)
    scratch.integer((next - i - 1) * 2 + (at === residue ? 0 : 1))
    if (at !== residue) scratch.byte(at)
    if (scratch.length > limit) return undefined
    residue = at
    end = next
    i = next
  }
  return scratch.view()
}

/** Writes the exceptions that fall in `[from, to)` over the residues decoded to `out`. */
export function applyExceptions(
  payload: Uint8Array,
  exceptions: number,
  from: number,
  to: number,
  out: Uint8Array,
  position: number,
): void {
  const reader = new ByteReader(payload)
  reader.position = exceptions
  let residue = N
  let end = 0
  while (!reader.done && end < to) {
    const start = end + reader.integer()
    const token = reader.integer()
    end = start + Math.floor(token / 2) + 1
    if (token % 2 === 1) residue = reader.byte()
    const first = Math.max(start, from)
    const last = Math.min(end, to)
    if (first < last) out.fill(residue, position + first - from, position + last - from)
  }
}

const scratch = new ByteWriter(4096)

function plain(residue: number, rna: boolean): boolean {
  return residue === 65 || residue === 67 || residue === 71 || residue === (rna ? 85 : 84)
}
