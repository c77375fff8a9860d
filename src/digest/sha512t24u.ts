/**
 * The GA4GH digest: the first 24 bytes of SHA-512, spelled as 32 base64url characters
 * (`sha512t24u`) or as 48 hex digits (`trunc512`). 24 bytes fill 32 characters to the last bit,
 * so each digest has exactly one spelling and no padding.
 */

/** Bytes of a truncated SHA-512 digest. */
export const DIGEST_BYTES = 24

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'

const VALUE_OF = new Map([...ALPHABET].map((character, value) => [character, value]))

/** Spells 24 bytes as 32 base64url characters. */
export function sha512t24u(digest: Uint8Array): string {
  let text = ''
  for (let i = 0; i < DIGEST_BYTES; i += 3) {
    const bits = (digest[i]! << 16) | (digest[i + 1]! << 8) | digest[i + 2]!
    text +=
      ALPHABET[bits >> 18]! +
      ALPHABET[(bits >> 12) & 63]! +
      ALPHABET[(bits >> 6) & 63]! +
      ALPHABET[bits & 63]!
  }
  return text
}

/** Reads 32 base64url characters into 24 bytes; `undefined` when the text is anything else. */
export function parseSha512t24u(text: string): Uint8Array | undefined {
  if (text.length !== 32) return undefined
  const digest = new Uint8Array(DIGEST_BYTES)
  for (let i = 0, o = 0; i < 32; i += 4, o += 3) {
    let bits = 0
    for (let j = 0; j < 4; j++) {
      const value = VALUE_OF.get(text[i + j]!)
      if (value === undefined) return undefined
      bits = (bits << 6) | value
    }
    digest[o] = bits >> 16
    digest[o + 1] = (bits >> 8) & 255
    digest[o + 2] = bits & 255
  }
  return digest
}
