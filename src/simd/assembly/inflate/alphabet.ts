// Symbols of literals, lengths and distances (RFC 1951, 3.2.5).

export const END_OF_BLOCK: u32 = 256
/** From this length on, bits behind the code add to it; those before are of one length each. */
const LONGER: u32 = 265
export const LAST_LENGTH: u32 = 285
/** 30 and 31 have codes, but are never used (3.2.6). */
export const LAST_DISTANCE: u32 = 29

const LONGEST_MATCH: u32 = 258

/** How many bits behind its code add to a length. */
export function bitsOfLength(symbol: u32): u32 {
  return symbol < LONGER || symbol === LAST_LENGTH ? 0 : (symbol - 261) >> 2
}

export function leastLength(symbol: u32): u32 {
  if (symbol < LONGER) return symbol - 254
  if (symbol === LAST_LENGTH) return LONGEST_MATCH
  return 3 + ((4 + ((symbol - 257) & 3)) << bitsOfLength(symbol))
}

/** How many bits behind its code add to a distance. */
export function bitsOfDistance(symbol: u32): u32 {
  return symbol < 4 ? 0 : (symbol >> 1) - 1
}

export function leastDistance(symbol: u32): u32 {
  return symbol < 4 ? symbol + 1 : ((2 + (symbol & 1)) << bitsOfDistance(symbol)) + 1
}
