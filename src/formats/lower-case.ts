const LOWER = 0x20
const LOWER_4 = 0x20202020

/**
 * Writes runs of upper-case letters in lower case.
 *
 * @param residues The residues from `start0` on.
 * @param runs `start0, end0` pairs within them.
 */
export function lowerCase(residues: Uint8Array, start0: number, runs: readonly number[]): void {
  const view = new DataView(residues.buffer, residues.byteOffset, residues.byteLength)
  for (let run = 0; run < runs.length; run += 2) {
    let at = runs[run]! - start0
    const end = runs[run + 1]! - start0
    for (; at + 4 <= end; at += 4) view.setInt32(at, view.getInt32(at, true) | LOWER_4, true)
    for (; at < end; at++) residues[at]! |= LOWER
  }
}
