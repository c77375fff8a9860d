const DIGITS = '0123456789abcdef'

// Marked pure, as the client, which reads no hex, has no room for what it does not use.
const SPELLED: readonly string[] = /* @__PURE__ */ Array.from(
  { length: 256 },
  (_, byte) => DIGITS[byte >> 4]! + DIGITS[byte & 15]!,
)

/** Value of each character code; 16 for what is no hex digit. */
const VALUE: Uint8Array = /* @__PURE__ */ (() => {
  const values = new Uint8Array(128).fill(16)
  for (let value = 0; value < 16; value++) {
    values[DIGITS.charCodeAt(value)] = value
    values[DIGITS[value]!.toUpperCase().charCodeAt(0)] = value
  }
  return values
})()

/** Spells bytes as lower-case hex. */
export function hex(bytes: Uint8Array): string {
  let text = ''
  for (const byte of bytes) text += SPELLED[byte]!
  return text
}

/** Reads exactly `length` bytes of hex, in either case; `undefined` when the text is anything else. */
export function parseHex(text: string, length: number): Uint8Array | undefined {
  if (text.length !== 2 * length) return undefined
  const bytes = new Uint8Array(length)
  for (let i = 0; i < length; i++) {
    const high = VALUE[text.charCodeAt(2 * i)] ?? 16
    const low = VALUE[text.charCodeAt(2 * i + 1)] ?? 16
    if (high === 16 || low === 16) return undefined
    bytes[i] = high * 16 + low
  }
  return bytes
}
