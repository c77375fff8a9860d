/** Lets a parser look ahead in a stream of chunks of any size. */
export class ByteQueue {
  readonly #source: AsyncIterator<Uint8Array>
  #ended = false
  /** Bytes that were read and not yet skipped; valid until the next call. */
  view: Uint8Array = new Uint8Array(0)
  /** Position of the view in the stream. */
  offset = 0

  constructor(source: AsyncIterator<Uint8Array>) {
    this.#source = source
  }

  /** Reads until the view holds at least `size` bytes; false if the stream ends before. */
  async fill(size: number): Promise<boolean> {
    if (this.view.length >= size) return true
    // A chunk may be valid only until the next is asked for, so that what is left is copied.
    const parts: Uint8Array[] = [new Uint8Array(this.view)]
    let length = this.view.length
    while (length < size && !this.#ended) {
      const { value, done } = await this.#source.next()
      if (done) this.#ended = true
      else if (value.length > 0) {
        length += value.length
        parts.push(length < size ? new Uint8Array(value) : value)
      }
    }
    const [only] = parts.filter((part) => part.length > 0)
    this.view = only?.length === length ? only : Buffer.concat(parts)
    return length >= size
  }

  /** Drops the first `size` bytes of the view. */
  skip(size: number): void {
    this.view = this.view.subarray(size)
    this.offset += size
  }
}
