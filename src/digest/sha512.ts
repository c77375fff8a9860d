import { BlockHash } from './block-hash.ts'

/** SHA-512 (FIPS 180-4). Words of 64 bits are pairs of 32, high half first. */
export class Sha512 extends BlockHash {
  constructor() {
    super(SHA512_INITIAL, 128, false)
  }

  protected compress(): void {
    const { state, words: w } = this
    for (let i = 32; i < 160; i += 2) {
      const [h15, l15, h2, l2] = [w[i - 30]!, w[i - 29]!, w[i - 4]!, w[i - 3]!]
      const low =
        (w[i - 31]! >>> 0) +
        (mixed(l15, h15, 1, 8, 7) >>> 0) +
        (w[i - 13]! >>> 0) +
        (mixed(l2, h2, 19, 61, 6) >>> 0)
      w[i + 1] = low
      // The last of the three is a shift: what turned in at the top is taken out.
      w[i] =
        w[i - 32]! +
        (mixed(h15, l15, 1, 8, 7) ^ (l15 << 25)) +
        w[i - 14]! +
        (mixed(h2, l2, 19, 61, 6) ^ (l2 << 26)) +
        carry(low)
    }
    let [ah, al, bh, bl, ch, cl, dh, dl] = state as unknown as Eight
    let [eh, el, fh, fl, gh, gl, hh, hl] = state.subarray(8) as unknown as Eight
    for (let i = 0; i < 160; i += 2) {
      const low1 =
        (hl >>> 0) +
        (mixed(el, eh, 14, 18, 41) >>> 0) +
        ((gl ^ (el & (fl ^ gl))) >>> 0) +
        (K[i + 1]! >>> 0) +
        (w[i + 1]! >>> 0)
      const high1 =
        hh + mixed(eh, el, 14, 18, 41) + (gh ^ (eh & (fh ^ gh))) + K[i]! + w[i]! + carry(low1)
      const low2 = (mixed(al, ah, 28, 34, 39) >>> 0) + (((al & (bl | cl)) | (bl & cl)) >>> 0)
      const high2 = mixed(ah, al, 28, 34, 39) + ((ah & (bh | ch)) | (bh & ch)) + carry(low2)
      hh = gh
      hl = gl
      gh = fh
      gl = fl
      fh = eh
      fl = el
      const lowE = (dl >>> 0) + (low1 >>> 0)
      eh = (dh + high1 + carry(lowE)) | 0
      el = lowE | 0
      dh = ch
      dl = cl
      ch = bh
      cl = bl
      bh = ah
      bl = al
      const lowA = (low1 >>> 0) + (low2 >>> 0)
      ah = (high1 + high2 + carry(lowA)) | 0
      al = lowA | 0
    }
    const sums = [ah, al, bh, bl, ch, cl, dh, dl, eh, el, fh, fl, gh, gl, hh, hl]
    for (let i = 0; i < 16; i += 2) {
      const low = (state[i + 1]! >>> 0) + (sums[i + 1]! >>> 0)
      state[i] = state[i]! + sums[i]! + carry(low)
      state[i + 1] = low
    }
  }
}

type Eight = [number, number, number, number, number, number, number, number]

/** The first half of a word turned right by `n` bits: the high one, or the low one if that is given first. */
function turned(first: number, second: number, n: number): number {
  return n < 32 ? (first >>> n) | (second << (32 - n)) : (second >>> (n - 32)) | (first << (64 - n))
}

function mixed(first: number, second: number, a: number, b: number, c: number): number {
  return turned(first, second, a) ^ turned(first, second, b) ^ turned(first, second, c)
}

/** What a sum of 32-bit words carries to the next. */
function carry(sum: number): number {
  return (sum / 2 ** 32) | 0
}

/**
 * 64 bits behind the point of the roots of the first 80 primes, in halves (FIPS 180-4, 4.2.3 and
 * 5.3.5). As numbers in the source they would be a fifth of the client.
 */
function roots(power: bigint): Int32Array {
  const halves: number[] = []
  for (let n = 2n; halves.length < 160; n++) {
    let divisor = 2n
    while (n % divisor !== 0n) divisor++
    if (divisor < n) continue
    // Newton's method, from above: the largest root is 20.2.
    let [next, root] = [1n << 69n, 1n << 70n]
    while (next < root) {
      root = next
      next = ((power - 1n) * root + (n << (64n * power)) / root ** (power - 1n)) / power
    }
    halves.push(Number(root >> 32n), Number(root & 0xffffffffn))
  }
  return Int32Array.from(halves)
}

/** The state at the beginning, and a constant for each round. */
export const SHA512_INITIAL: Int32Array = roots(2n).subarray(0, 16)
export const SHA512_CONSTANTS: Int32Array = roots(3n)
const K = SHA512_CONSTANTS
