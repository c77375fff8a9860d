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
  /** For each header, where in `bytes` its name begins, and ends; then its description, and where that ends. */
  readonly names: number[] = []
  readonly nameEnds: number[] = []
  readonly ends: number[] = []
  #ascii = true
  #text: string | undefined

  get count(): number {
    return this.names.length
  }

  /**
   * Adds a header, the '>' left out: a name up to the first ASCII white space, as other tools have it
   * (Unicode's may be part of a name), and the rest, trimmed.
   */
  add(header: Uint8Array, length: number): void {
    let nameEnd = 0
    let all = 0
    while (nameEnd < length && !endsName(header[nameEnd]!)) all |= header[nameEnd++]!
    let from = nameEnd
    while (from < length && endsName(header[from]!)) from++
    let to = length
    while (to > from && endsName(header[to - 1]!)) to--
    for (let i = from; i < to; i++) all |= header[i]!
    if (all >= 0x80) {
      this.#ascii = false
      const bytes = Buffer.from(header.subarray(0, length))
      if (!isUtf8(bytes)) {
        const encoded = Buffer.from(bytes.toString('latin1'))
        this.add(encoded, encoded.length)
        return
      }
    }
    this.#append(header, 0, nameEnd, from, to)
  }

  /** Adds a header of others. */
  addFrom(others: HeaderColumns, index: number): void {
    if (!others.#ascii) this.#ascii = false
    const nameEnd = others.nameEnds[index]!
    this.#append(others.bytes, others.names[index]!, nameEnd, nameEnd, others.ends[index]!)
  }

  #append(header: Uint8Array, name: number, nameEnd: number, from: number, to: number): void {
    const start = this.length
    const nameSize = nameEnd - name
    const size = nameSize + to - from
    if (start + size > this.bytes.length) this.#grow(start + size)
    const { bytes } = this
    for (let i = name, o = start; i < nameEnd; i++, o++) bytes[o] = header[i]!
    for (let i = from, o = start + nameSize; i < to; i++, o++) bytes[o] = header[i]!
    this.names.push(start)
    this.nameEnds.push(start + nameSize)
    this.ends.push(start + size)
    this.length = start + size
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
    for (const column of [this.names, this.nameEnds, this.ends]) column.length = 0
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
