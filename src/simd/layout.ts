/**
 * What lies where in the memory of encoder.wasm, in bytes; both sides read it here. What comes before
 * the regions is used during a call only, so that one of each is enough.
 */

/** Bytes of other memory that one call cleans at most. */
export const CHUNK_BYTES = 16384

/** Residues that one call packs at most. */
const BLOCK_RESIDUES = 8192

/** Changes of case that one call tells of at most. */
const CASE_CHANGES = 2048

/** A step of a loop may go as many bytes beyond, and a copy begins where it suits the other side. */
const MARGIN = 64

/**
 * What cleaning found, in 32 bits each: bytes read, residues, changes of case, line ends, bytes dropped,
 * residues before the first of them that is no white space or -1, and why it stopped, as bits.
 */
export const RESULT = 64
export const AT_LINE_START = 1
/** The last byte was a CR, to which an LF may belong. */
export const AFTER_RETURN = 2
/** The last byte was a control character. */
export const AT_BINARY = 4

/** Classes of the 256 bytes, as in digest/residues.ts. */
export const CLASSES = 256
/** Where the case changes: places among the letters, 32 bits each. */
export const CHANGES = 512
/** After a change of case here a call ends, as a step finds up to 16. */
export const LAST_CHANGE = CHANGES + 4 * (CASE_CHANGES - 17)
export const PACKED = CHANGES + 4 * CASE_CHANGES
export const BLOCK = PACKED + BLOCK_RESIDUES / 4 + MARGIN
export const CHUNK = BLOCK + BLOCK_RESIDUES + 2 * MARGIN
export const LETTERS = CHUNK + CHUNK_BYTES + MARGIN

/** Tables of a CRC, a byte's and those of a byte with up to 15 behind it: 256 numbers of 32 bits each. */
export const CRC_TABLES = LETTERS + CHUNK_BYTES + MARGIN

/** Regions of 1 MiB, to the end of the memory: a BGZF file on its way in takes 31. */
export const REGION_BYTES = 1048576
export const REGIONS = 39
export const MEMORY_BYTES = (1 + REGIONS) * REGION_BYTES
