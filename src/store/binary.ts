/**
 * Growing byte buffer with the few encodings that packs, journal and catalog share. Integers are
 * LEB128 varints up to 2^53; texts and byte strings carry their length.
 */
export class ByteWriter {
  bytes: Uint8Array
  length = 0

  constructor(capacity = 1024) {
    this.bytes = new Uint8Array(capacity)
  }

  /** What was written so far; a view, valid until the next write. */
  view(): Uint8Array {
    return this.bytes.subarray(0, this.length)
  }

  byte(value: number): void {
    this.#reserve(1)
    this.bytes[this.length++] = value
  }

  integer(value: number): void {
    this.#reserve(8)
    let rest = value
    while (rest >= 0x80) {
      this.bytes[this.length++] = (rest % 0x80) | 0x80
      rest = Math.floor(rest / 0x80)
    }
    this.bytes[this.length++] = rest
  }

  /** Bytes whose number the reader knows. */
  raw(value: Uint8Array): void {
    this.#reserve(value.length)
    this.bytes.set(value, this.length)
    this.length += value.length
  }

  sized(value: Uint8Array): void {
    this.integer(value.length)
    this.raw(value)
  }

  text(value: string): void {
    this.sized(encoder.encode(value))
  }

  #reserve(count: number): void {
    if (this.length + count <= this.bytes.length) return
    const grown = new Uint8Array(Math.max(2 * this.bytes.length, this.length + count))
    grown.set(this.view())
    this.bytes = grown
  }
}

/** Reads what {@link ByteWriter} wrote. Never reads past the end: it throws a RangeError. */
export class ByteReader {
  position = 0
  readonly #bytes: Uint8Array

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes
  }

  get done(): boolean {
    return this.position >= this.#bytes.length
  }

  byte(): number {
    const value = this.#bytes[this.position++]
    if (value === undefined) throw new RangeError('read past the end')
    return value
  }

  integer(): number {
    let value = 0
    for (let scale = 1; ; scale *= 0x80) {
      const byte = this.byte()
      value += (byte & 0x7f) * scale
      if (byte < 0x80) break
      if (scale > 2 ** 49) throw new RangeError('integer over 2^53')
    }
    return value
  }

  /** A copy: the source may be a buffer that is used again. */
  raw(length: number): Uint8Array {
    const end = this.position + length
    if (end > this.#bytes.length) throw new RangeError('read past the end')
    // Not `slice`: a Buffer's gives a view.
    const value = Uint8Array.from(this.#bytes.subarray(this.position, end))
    this.position = end
    return value
  }

  /** As {@link ByteReader.raw}, without a copy. */
  view(length: number): Uint8Array {
    const end = this.position + length
    if (end > this.#bytes.length) throw new RangeError('read past the end')
    const value = this.#bytes.subarray(this.position, end)
    this.position = end
    return value
  }

  sized(): Uint8Array {
    return this.raw(this.integer())
  }

  text(): string {
    return decoder.decode(this.sized())
  }
}

const encoder = new TextEncoder()
const decoder = new TextDecoder('utf-8', { ignoreBOM: true })
