const BLANK = 32
const DELETE = 127
const ZERO = 48

/**
 * Bytes that are filled from the front with short texts and numbers. Making a string of a head first took
 * 0.3 us a region, a third of all that a region at hand takes.
 */
export class TextBuffer {
  readonly bytes: Buffer
  readonly view: DataView
  /** Bytes that are filled. */
  at = 0

  constructor(bytes: Buffer) {
    this.bytes = bytes
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  }

  /** Writes a text in UTF-8. */
  text(text: string): void {
    const { bytes } = this
    let at = this.at
    for (let i = 0; i < text.length; i++) {
      const code = text.charCodeAt(i)
      if (code > DELETE) {
        this.at += bytes.write(text, this.at)
        return
      }
      bytes[at++] = code
    }
    this.at = at
  }

  /** As {@link text}, with blanks for control characters: nothing in it ends a line or a column. */
  inLine(text: string): void {
    const start = this.at
    this.text(text)
    for (let i = start; i < this.at; i++) {
      const byte = this.bytes[i]!
      if (byte < BLANK || byte === DELETE) this.bytes[i] = BLANK
    }
  }

  /** Writes a whole number from 0 on, in decimal digits. */
  number(value: number): void {
    const { bytes } = this
    let digits = 1
    for (let limit = 10; value >= limit; limit *= 10) digits++
    let rest = value
    for (let at = this.at + digits - 1; at >= this.at; at--) {
      const next = rest < 2 ** 31 ? (rest / 10) | 0 : Math.floor(rest / 10)
      bytes[at] = ZERO + rest - 10 * next
      rest = next
    }
    this.at += digits
  }
}
