// What lies where in the memory that an inflater works with, from `scratch` on. Data of the module itself would
// lie in memory that all threads have in common.

/** Bits of codes that are looked up at once. With 9 DNA took a tenth longer, with 11 as long. */
export const TABLE_BITS: u32 = 10
/** Of distances, which have a code before them. */
export const DISTANCE_BITS: u32 = TABLE_BITS - 1

/** Lengths of codes, a byte each; some are read eight at a time. */
export const LENGTHS: usize = 0
/** For each length of code, in 32 bits: what its next code is, and where in their order. */
export const NEXT_CODES: usize = 384
export const NEXT_PLACES: usize = NEXT_CODES + 64
/** Codes of literals and lengths, and of distances (codes.ts). */
export const LITERALS: usize = NEXT_PLACES + 64
export const DISTANCES: usize = LITERALS + 1280
/** The first code of the next bits, in 32 bits. */
export const FIRST_CODE: usize = DISTANCES + 256
/** Tables of entries (entries.ts): distances; literals and matches; the latter for fewer bits, one behind the other. */
export const DISTANCE_TABLE: usize = FIRST_CODE + (4 << TABLE_BITS)
export const TABLE: usize = DISTANCE_TABLE + (8 << DISTANCE_BITS)
export const SMALLER_TABLES: usize = TABLE + (8 << TABLE_BITS)
/** What a stream is at (stream.ts), and where the scratch of another begins. */
export const STATE: usize = SMALLER_TABLES + (8 << TABLE_BITS)
export const SCRATCH_BYTES: usize = 32768

export let scratch: usize = 0

export function useScratch(place: usize): void {
  scratch = place
}
