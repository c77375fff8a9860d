/** A generator of numbers below 2^32 that gives the same ones for the same seed (mulberry32). */
export function randomOf(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return (mixed ^ (mixed >>> 14)) >>> 0
  }
}

/** A text of `length` letters of an alphabet. */
export function textOf(random: () => number, alphabet: string, length: number): string {
  let text = ''
  while (text.length < length) text += alphabet[random() % alphabet.length]
  return text
}
