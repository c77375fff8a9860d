import { sequenceId } from '../digest/identifier.ts'
import { DIGEST_BYTES } from '../digest/sha512t24u.ts'
import type { NamedSequence } from './differences.ts'
import { BATCH } from './member-batches.ts'
import { Pace } from './pace.ts'

/** Identifiers that are sorted in one go: 10 ms. Runs of them are merged. */
const RUN = 8192

/** The order of base64url characters as ASCII, by their value: `-`, digits, upper case, `_`, lower case. */
const RANK = Uint8Array.from(
  [...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'],
  (character) =>
    [...'-0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz'].indexOf(character),
)

/**
 * The attribute `sorted_sequences` as canonical JSON, in batches. Digests are kept as bytes and
 * sorted by what they are spelled as; merging in runs never holds up other requests.
 */
export async function* sortedSequences(
  members: AsyncIterable<readonly NamedSequence[]>,
  count: number,
): AsyncGenerator<readonly string[]> {
  const digests = new Uint8Array(count * DIGEST_BYTES)
  let filled = 0
  for await (const batch of members) {
    for (const { digest } of batch) {
      digests.set(digest, filled)
      filled += DIGEST_BYTES
    }
  }
  const order = await sorted(digests)
  const pace = new Pace()
  for (let from = 0; from < order.length; from += BATCH) {
    const texts: string[] = []
    for (const index of order.subarray(from, from + BATCH)) {
      const at = index * DIGEST_BYTES
      texts.push(`"${sequenceId(digests.subarray(at, at + DIGEST_BYTES))}"`)
    }
    yield texts
    if (pace.due) await pace.rest()
  }
}

/**
 * Sorts digests by their base64url spelling.
 *
 * @param digests 24 bytes each, one after another.
 * @returns Their numbers, in order.
 */
export async function sorted(digests: Uint8Array): Promise<Uint32Array> {
  const count = digests.length / DIGEST_BYTES
  const compare = (a: number, b: number) =>
    compareSpelled(digests, a * DIGEST_BYTES, b * DIGEST_BYTES)
  const pace = new Pace()
  let from = Uint32Array.from({ length: count }, (_, i) => i)
  for (let start = 0; start < count; start += RUN) {
    from.subarray(start, start + RUN).sort(compare)
    if (pace.due) await pace.rest()
  }
  let into = new Uint32Array(count)
  for (let width = RUN; width < count; width *= 2) {
    for (let start = 0; start < count; start += 2 * width) {
      const middle = Math.min(start + width, count)
      const end = Math.min(start + 2 * width, count)
      for (let a = start, b = middle, at = start; at < end; at++) {
        const takesA = a < middle && (b >= end || compare(from[a]!, from[b]!) <= 0)
        into[at] = takesA ? from[a++]! : from[b++]!
        if ((at & 4095) === 0 && pace.due) await pace.rest()
      }
    }
    ;[from, into] = [into, from]
  }
  return from
}

/** Most digests differ in their first character. */
function compareSpelled(digests: Uint8Array, a: number, b: number): number {
  for (let i = 0; i < DIGEST_BYTES; i++) {
    if (digests[a + i] !== digests[b + i]) {
      // The three bytes around the difference are four characters.
      const at = i - (i % 3)
      const bitsA = triple(digests, a + at)
      const bitsB = triple(digests, b + at)
      for (let shift = 18; shift >= 0; shift -= 6) {
        const difference = RANK[(bitsA >> shift) & 63]! - RANK[(bitsB >> shift) & 63]!
        if (difference !== 0) return difference
      }
    }
  }
  return 0
}

function triple(bytes: Uint8Array, at: number): number {
  return (bytes[at]! << 16) | (bytes[at + 1]! << 8) | bytes[at + 2]!
}
