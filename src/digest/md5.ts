import { BlockHash } from './block-hash.ts'

/** MD5 (RFC 1321). */
export class Md5 extends BlockHash {
  constructor() {
    super(INITIAL, 64, true)
  }

  protected compress(): void {
    const { state, words } = this
    let [a, b, c, d] = state as unknown as [number, number, number, number]
    for (let i = 0; i < 64; i++) {
      const round = i >> 4
      const f =
        round === 0
          ? d ^ (b & (c ^ d))
          : round === 1
            ? c ^ (d & (b ^ c))
            : round === 2
              ? b ^ c ^ d
              : c ^ (b | ~d)
      const word = STEPS[round]! * i + FIRST[round]!
      const sum = (a + f + SINES[i]! + words[word & 15]!) | 0
      const turn = TURNS[(round << 2) | (i & 3)]!
      a = d
      d = c
      c = b
      b = (b + ((sum << turn) | (sum >>> (32 - turn)))) | 0
    }
    state[0] = state[0]! + a
    state[1] = state[1]! + b
    state[2] = state[2]! + c
    state[3] = state[3]! + d
  }
}

const SINES = Int32Array.from({ length: 64 }, (_, i) =>
  Math.floor(Math.abs(Math.sin(i + 1)) * 2 ** 32),
)
/** Order of the words in each round. */
const STEPS = [1, 5, 3, 7]
const FIRST = [0, 1, 5, 0]
const TURNS = [7, 12, 17, 22, 5, 9, 14, 20, 4, 11, 16, 23, 6, 10, 15, 21]
const INITIAL = Int32Array.of(0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476)
