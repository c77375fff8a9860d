/**
 * The index of a BGZF file (bgzip(1), `.gzi`): how many blocks follow the first, then for each of
 * them its byte in the compressed file and in the data, all as 64 bits, little-endian.
 */
export class GziWriter {
  #bytes = new Uint8Array(16 * 64)
  #view = new DataView(this.#bytes.buffer)
  #blocks = 0
  #compressed = 0
  #data = 0

  /** Takes the next block, the end marker left out. */
  add(compressed: number, data: number): void {
    if (this.#data > 0) {
      if (16 * (this.#blocks + 1) > this.#bytes.length) this.#grow()
      this.#view.setBigUint64(16 * this.#blocks, BigInt(this.#compressed), true)
      this.#view.setBigUint64(16 * this.#blocks + 8, BigInt(this.#data), true)
      this.#blocks++
    }
    this.#compressed += compressed
    this.#data += data
  }

  /** The whole index. */
  bytes(): Uint8Array {
    const all = new Uint8Array(8 + 16 * this.#blocks)
    new DataView(all.buffer).setBigUint64(0, BigInt(this.#blocks), true)
    all.set(this.#bytes.subarray(0, 16 * this.#blocks), 8)
    return all
  }

  #grow(): void {
    const bytes = new Uint8Array(2 * this.#bytes.length)
    bytes.set(this.#bytes)
    this.#bytes = bytes
    this.#view = new DataView(bytes.buffer)
  }
}
