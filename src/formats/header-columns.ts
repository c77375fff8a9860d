/**
 * NCBI's `nr` joins the headers of equal proteins with this control character: the only one that a
 * header may hold. It ends a name as white space does.
 */
export const START_OF_HEADING = 1

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/**
 * Headers of FASTA records one after the other, as UTF-8: text is made of them only where it is asked
 * for, and then of all at once. What is not valid UTF-8 counts as Latin-1, as any bytes are that.
 */
export class HeaderColumns {
  bytes: Uint8Array = new Uint8Array(1 << 12)
  /** Bytes of all headers. */
  length = 0
  /**
   * How many there are, and for each where in `bytes` its name begins, and ends; then its description, and where
   * that ends. Behind these the columns have what they had before.
   */
  count = 0
  readonly names: number[] = []
  readonly nameEnds: number[] = []
  readonly ends: number[] = []
  #ascii = true
  #text: string | undefined

  /**
   * Adds a header, bytes `[start, end)`, the '>' left out: a name up to the first ASCII white space, as
   * other tools have it (Unicode's may be part of a name), and the rest, trimmed.
   */
  add(header: Uint8Array, start: number, end: number): void {
    if (this.length + end - start > this.bytes.length) this.#grow(this.length + end - start)
    const { bytes, length } = this
    let all = 0
    let at = start
    let to = length
    for (; at < end && !endsName(header[at]!); at++, to++) {
      all |= header[at]!
      bytes[to] = header[at]!
    }
    const nameEnd = to
    while (at < end && endsName(header[at]!)) at++
    let last = end
    while (last > at && endsName(header[last - 1]!)) last--
    for (; at < last; at++, to++) {
      all |= header[at]!
      bytes[to] = header[at]!
    }
    if (all >= 0x80) {
      this.#ascii = false
      const whole = Buffer.from(header.subarray(start, end))
      if (!isUtf8(whole)) {
        const encoded = Buffer.from(whole.toString('latin1'))
        this.add(encoded, 0, encoded.length)
        return
      }
    }
    this.#end(nameEnd, to)
  }

  /** Adds a header of others. */
  addFrom(others: HeaderColumns, index: number): void {
    if (!others.#ascii) this.#ascii = false
    const from = others.names[index]!
    const end = others.ends[index]!
    const { length } = this
    if (length + end - from > this.bytes.length) this.#grow(length + end - from)
    this.bytes.set(others.bytes.subarray(from, end), length)
    this.#end(length + others.nameEnds[index]! - from, length + end - from)
  }

  /** Ends a header, whose bytes stand behind those of the others. */
  #end(nameEnd: number, end: number): void {
    this.names[this.count] = this.length
    this.nameEnds[this.count] = nameEnd
    this.ends[this.count++] = end
    this.length = end
    this.#text = undefined
  }

  name(index: number): string {
    return this.#slice(this.names[index]!, this.nameEnds[index]!)
  }

  description(index: number): string {
    return this.#slice(this.nameEnds[index]!, this.ends[index]!)
  }

  clear(): void {
    this.length = 0
    this.#ascii = true
    this.#text = undefined
    this.count = 0
  }

  #slice(from: number, to: number): string {
    if (from === to) return ''
    const { buffer, byteOffset } = this.bytes
    if (!this.#ascii) return Buffer.from(buffer, byteOffset).toString('utf8', from, to)
    this.#text ??= Buffer.from(buffer, byteOffset).toString('latin1', 0, this.length)
    return this.#text.slice(from, to)
  }

  #grow(size: number): void {
    const grown = new Uint8Array(Math.max(size, 2 * this.bytes.length))
    grown.set(this.bytes)
    this.bytes = grown
  }
}

/** Space, tab, vertical tab, form feed. */
export function isSpace(code: number): boolean {
  return code === 0x20 || code === 0x09 || code === 0x0b || code === 0x0c
}

function endsName(code: number): boolean {
  return isSpace(code) || code === START_OF_HEADING
}

function isUtf8(bytes: Uint8Array): boolean {
  try {
    utf8.decode(bytes)
    return true
  } catch {
    return false
  }
}
