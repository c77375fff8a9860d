import { BlockHash } from './block-hash.ts'

/** SHA-512 (FIPS 180-4). Words of 64 bits are pairs of 32, high half first. */
export class Sha512 extends BlockHash {
  readonly #words = new Int32Array(160)

  constructor() {
    super(INITIAL, 128, false)
  }

  protected compress(block: DataView): void {
    const w = this.#words
    const { state } = this
    for (let i = 0; i < 32; i++) w[i] = block.getInt32(4 * i)
    for (let i = 32; i < 160; i += 2) {
      const [h15, l15, h2, l2] = [w[i - 30]!, w[i - 29]!, w[i - 4]!, w[i - 3]!]
      const low =
        (w[i - 31]! >>> 0) +
        ((turned(l15, h15, 1) ^ turned(l15, h15, 8) ^ ((l15 >>> 7) | (h15 << 25))) >>> 0) +
        (w[i - 13]! >>> 0) +
        ((turned(l2, h2, 19) ^ turned(l2, h2, 61) ^ ((l2 >>> 6) | (h2 << 26))) >>> 0)
      w[i + 1] = low
      w[i] =
        w[i - 32]! +
        (turned(h15, l15, 1) ^ turned(h15, l15, 8) ^ (h15 >>> 7)) +
        w[i - 14]! +
        (turned(h2, l2, 19) ^ turned(h2, l2, 61) ^ (h2 >>> 6)) +
        carry(low)
    }
    let [ah, al, bh, bl, ch, cl, dh, dl] = state as unknown as Eight
    let [eh, el, fh, fl, gh, gl, hh, hl] = state.subarray(8) as unknown as Eight
    for (let i = 0; i < 160; i += 2) {
      const low1 =
        (hl >>> 0) +
        (mixed(el, eh, 14, 18, 41) >>> 0) +
        (((el & fl) ^ (~el & gl)) >>> 0) +
        (K[i + 1]! >>> 0) +
        (w[i + 1]! >>> 0)
      const high1 =
        hh + mixed(eh, el, 14, 18, 41) + ((eh & fh) ^ (~eh & gh)) + K[i]! + w[i]! + carry(low1)
      const low2 = (mixed(al, ah, 28, 34, 39) >>> 0) + (((al & bl) ^ (al & cl) ^ (bl & cl)) >>> 0)
      const high2 = mixed(ah, al, 28, 34, 39) + ((ah & bh) ^ (ah & ch) ^ (bh & ch)) + carry(low2)
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

/** The first prime numbers, whose roots give the constants. */
const PRIMES = (() => {
  const primes: bigint[] = []
  for (let n = 2n; primes.length < 80; n++) if (primes.every((p) => n % p !== 0n)) primes.push(n)
  return primes
})()

/**
 * 64 bits behind the point of the roots of primes, in halves (FIPS 180-4, 4.2.3 and 5.3.5). As
 * numbers in the source they would be a fifth of the client.
 */
function roots(count: number, power: bigint): Int32Array {
  const halves = new Int32Array(2 * count)
  for (const [i, prime] of PRIMES.slice(0, count).entries()) {
    const square = prime << (64n * power)
    let root = 1n << 80n
    for (let next = root; ; root = next) {
      next = ((power - 1n) * root + square / root ** (power - 1n)) / power
      if (next >= root) break
    }
    halves[2 * i] = Number(BigInt.asIntN(32, root >> 32n))
    halves[2 * i + 1] = Number(BigInt.asIntN(32, root))
  }
  return halves
}

const INITIAL = roots(8, 2n)
const K = roots(80, 3n)
