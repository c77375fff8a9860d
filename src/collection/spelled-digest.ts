/** Characters of a digest in base64url. */
export const SPELLED = 32

const DIGEST_BYTES = 24
const CODE = Uint8Array.from(
  'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_',
  (character) => character.charCodeAt(0),
)

/** Writes the base64url of the digest at `from`, {@link SPELLED} bytes, to `to` of another array. */
export function spellDigest(digests: Uint8Array, from: number, into: Uint8Array, to: number): void {
  for (let i = from, o = to; i < from + DIGEST_BYTES; i += 3, o += 4) {
    const bits = (digests[i]! << 16) | (digests[i + 1]! << 8) | digests[i + 2]!
    into[o] = CODE[bits >> 18]!
    into[o + 1] = CODE[(bits >> 12) & 63]!
    into[o + 2] = CODE[(bits >> 6) & 63]!
    into[o + 3] = CODE[bits & 63]!
  }
}
