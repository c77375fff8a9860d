const LOWER = 0x20
const LOWER_4 = 0x20202020

/**
 * Writes runs of upper-case letters in lower case, four at a time where they are aligned.
 *
 * @param residues The residues from `start0` on.
 * @param runs `start0, end0` pairs within them.
 */
export function lowerCase(residues: Uint8Array, start0: number, runs: readonly number[]): void {
  const { buffer, byteOffset } = residues
  const bytes = new Uint8Array(buffer)
  const words = new Int32Array(buffer, 0, buffer.byteLength >> 2)
  const shift = byteOffset - start0
  for (let run = 0; run < runs.length; run += 2) {
    let at = runs[run]! + shift
    const end = runs[run + 1]! + shift
    while (at < end && (at & 3) !== 0) bytes[at++]! |= LOWER
    const lastWord = end >> 2
    for (let word = at >> 2; word < lastWord; word++) words[word]! |= LOWER_4
    for (at = Math.max(at, 4 * lastWord); at < end; at++) bytes[at]! |= LOWER
  }
}
