/** `0` to `999`, and the same with leading zeros. */
const SHORT = Array.from({ length: 1000 }, (_, i) => `${i}`)
const PADDED = SHORT.map((digits) => digits.padStart(3, '0'))

/**
 * Decimal digits of a number from 0 to 2^53. V8 keeps the text of each number that it writes, some thousands of them:
 * positions hardly come again, so that nothing was gained by it, and each collection of garbage took twice as long.
 */
export function decimal(number: number): string {
  let digits = ''
  let rest = number
  while (rest >= 1000) {
    const more = Math.floor(rest / 1000)
    digits = PADDED[rest - 1000 * more]! + digits
    rest = more
  }
  return SHORT[rest]! + digits
}
