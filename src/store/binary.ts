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
    this.part(value, 0, value.length)
  }

  /** Bytes `[from, to)`, whose number the reader knows: short ones by a loop, in a third of the time. */
  part(value: Uint8Array, from: number, to: number): void {
    const count = to - from
    this.#reserve(count)
    const { bytes, length } = this
    if (count > SHORT) bytes.set(value.subarray(from, to), length)
    else for (let i = from, o = length; i < to; i++, o++) bytes[o] = value[i]!
    this.length = length + count
  }

  sized(value: Uint8Array): void {
    this.integer(value.length)
    this.raw(value)
  }

  sizedPart(value: Uint8Array, from: number, to: number): void {
    this.integer(to - from)
    this.part(value, from, to)
  }

  /** Short ASCII is written as it is counted: 0.02 us for an id, the encoder takes 0.34. */
  text(value: string): void {
    if (!this.#shortAscii(value)) this.sized(encoder.encode(value))
  }

  /** Most texts are short names: a loop takes a third of the time of the encoder. */
  #shortAscii(value: string): boolean {
    const { length } = value
    if (length > SHORT) return false
    this.#reserve(1 + length)
    const { bytes } = this
    const start = this.length + 1
    for (let i = 0; i < length; i++) {
      const code = value.charCodeAt(i)
      if (code >= 0x80) return false
      bytes[start + i] = code
    }
    bytes[this.length] = length
    this.length = start + length
    return true
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
  #buffer: Buffer | undefined

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
    const first = this.byte()
    if (first < 0x80) return first
    let value = first & 0x7f
    for (let scale = 0x80; ; scale *= 0x80) {
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
    const value = new Uint8Array(length)
    // Not `slice`: a Buffer's gives a view. A digest is copied by a loop in a fifth of the time.
    if (length > SHORT) value.set(this.#bytes.subarray(this.position, end))
    else for (let i = 0; i < length; i++) value[i] = this.#bytes[this.position + i]!
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

  /** Goes on behind some bytes, and returns where they are. */
  skip(length: number): number {
    const from = this.position
    if (from + length > this.#bytes.length) throw new RangeError('read past the end')
    this.position = from + length
    return from
  }

  /** As {@link ByteReader.skip}, of bytes that carry their length. */
  skipSized(): number {
    return this.skip(this.integer())
  }

  sized(): Uint8Array {
    return this.raw(this.integer())
  }

  text(): string {
    const length = this.integer()
    const from = this.position
    const end = from + length
    if (end > this.#bytes.length) throw new RangeError('read past the end')
    this.position = end
    this.#buffer ??= Buffer.from(this.#bytes.buffer, this.#bytes.byteOffset, this.#bytes.byteLength)
    return this.#buffer.toString('utf8', from, end)
  }
}

/** Bytes up to which a loop is faster than a call; their number takes one byte. */
const SHORT = 64

const encoder = new TextEncoder()
