/**
 * The one place where residues are normalised. The refget digest is over upper-case A-Z (refget
 * 2.0.0, "Checksum calculation"); every other byte is dropped.
 */

/** Name of the policy, recorded in each store: digests differ wherever the policy differs. */
export const RESIDUE_POLICY = 'A-Z'

/** Bit that {@link RESIDUE_CLASS} sets on a residue that stood in lower case. */
const LOWER_CASE = 0x80

/** Classes of bytes that are no residue. All are below 0x40, all residues above. */
export const LINE_FEED = 1
export const CARRIAGE_RETURN = 2
const DROPPED = 3
/** A control character, which no text file holds. */
export const BINARY = 4

/**
 * One entry a byte: the upper-case residue (with {@link LOWER_CASE} set if the byte is lower case),
 * or one of the classes above.
 */
export const RESIDUE_CLASS: Uint8Array = new Uint8Array(256).map((_, byte) => {
  if (byte >= 65 && byte <= 90) return byte
  if (byte >= 97 && byte <= 122) return (byte - 32) | LOWER_CASE
  if (byte === 10) return LINE_FEED
  if (byte === 13) return CARRIAGE_RETURN
  const text = byte === 9 || byte === 11 || byte === 12 || (byte >= 32 && byte !== 127)
  return text ? DROPPED : BINARY
})

const COMPLEMENT = new Uint8Array(256)
for (const pair of ['UA', 'AT', 'TA', 'CG', 'GC', 'RY', 'YR', 'KM', 'MK', 'BV', 'VB', 'DH', 'HD']) {
  setComplement(pair.charCodeAt(0), pair.charCodeAt(1))
}
for (const same of 'NSW') setComplement(same.charCodeAt(0), same.charCodeAt(0))

const RNA_COMPLEMENT = COMPLEMENT.slice()
RNA_COMPLEMENT['A'.charCodeAt(0)] = 'U'.charCodeAt(0)
RNA_COMPLEMENT['a'.charCodeAt(0)] = 'u'.charCodeAt(0)

function setComplement(residue: number, complement: number): void {
  COMPLEMENT[residue] = complement
  COMPLEMENT[residue | 32] = complement | 32
}

/**
 * Reverse-complements nucleotides in place, IUPAC codes included, in the case that each has. U
 * becomes A, and A becomes T unless `rna`.
 *
 * @returns The first residue that has no complement (a protein's), or `undefined`. The array is
 * then left half done.
 */
export function reverseComplement(residues: Uint8Array, rna = false): string | undefined {
  const complement = rna ? RNA_COMPLEMENT : COMPLEMENT
  for (let i = 0, j = residues.length - 1; i <= j; i++, j--) {
    const a = residues[i]!
    const b = residues[j]!
    residues[i] = complement[b]!
    residues[j] = complement[a]!
    if (residues[i] === 0) return String.fromCharCode(b)
    if (residues[j] === 0) return String.fromCharCode(a)
  }
  return undefined
}
