const NOTHING = new Uint8Array(0)

/** Lets a parser look ahead in a stream of chunks of any size. What it wants of two of them is copied, no more. */
export class ByteQueue {
  readonly #source: AsyncIterator<Uint8Array>
  /** What follows the view in the last chunk. */
  #rest: Uint8Array = NOTHING
  #ended = false
  /** Bytes that were read and not yet skipped; valid until the next call. */
  view: Uint8Array = NOTHING
  /** Position of the view in the stream. */
  offset = 0

  constructor(source: AsyncIterator<Uint8Array>) {
    this.#source = source
  }

  /** Reads until the view holds at least `size` bytes; false if the stream ends before. */
  async fill(size: number): Promise<boolean> {
    if (this.view.length === 0) await this.grow()
    if (this.view.length >= size) return true
    // A chunk may be valid only until the next is asked for.
    const parts: Uint8Array[] = [new Uint8Array(this.view)]
    let { length } = this.view
    while (length < size && (await this.#read())) {
      const part = this.#rest.subarray(0, size - length)
      length += part.length
      parts.push(length < size ? new Uint8Array(part) : part)
      this.#rest = this.#rest.subarray(part.length)
    }
    this.view = Buffer.concat(parts)
    return length >= size
  }

  /** Adds the rest of a chunk to the view, or the next; false if the stream has ended. */
  async grow(): Promise<boolean> {
    if (this.#rest.length === 0) this.view = new Uint8Array(this.view)
    if (!(await this.#read())) return false
    this.view = this.view.length > 0 ? Buffer.concat([this.view, this.#rest]) : this.#rest
    this.#rest = NOTHING
    return true
  }

  /** Drops the first `size` bytes of the view. */
  skip(size: number): void {
    this.view = this.view.subarray(size)
    this.offset += size
  }

  /** All that was not skipped. */
  async *remaining(): AsyncGenerator<Uint8Array> {
    while (await this.fill(1)) {
      yield this.view
      this.skip(this.view.length)
    }
  }

  /** Whether there is a rest, or another chunk. */
  async #read(): Promise<boolean> {
    while (this.#rest.length === 0 && !this.#ended) {
      const { value, done } = await this.#source.next()
      if (done) this.#ended = true
      else this.#rest = value
    }
    return this.#rest.length > 0
  }
}
