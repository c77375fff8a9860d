import { HeaderColumns } from './header-columns.ts'

/** The header of the record that is read, where it stands: it is needed again for messages only, and so not copied. */
export class HeaderAtHand {
  /** What is kept of a header, as the piece in which it stood is gone; its first `length` bytes. */
  kept: Uint8Array = new Uint8Array(1 << 10)
  length = 0
  #text: Uint8Array = this.kept
  #from = 0
  #to = 0

  /** Keeps what a piece has of a header, behind what pieces before had of it. */
  keep(piece: Uint8Array, from: number, to: number): void {
    const length = this.length + to - from
    if (length > this.kept.length) {
      const grown = new Uint8Array(2 * length)
      grown.set(this.kept)
      this.kept = grown
    }
    this.kept.set(piece.subarray(from, to), this.length)
    this.length = length
  }

  /** Says where the header of a record stands: bytes `[from, to)`. */
  set(text: Uint8Array, from: number, to: number): void {
    this.#text = text
    this.#from = from
    this.#to = to
  }

  /** Keeps the header, if it stands in a piece that is gone now. */
  leave(piece: Uint8Array): void {
    if (this.#text !== piece) return
    this.length = 0
    this.keep(piece, this.#from, this.#to)
    this.set(this.kept, 0, this.length)
  }

  get name(): string {
    const headers = new HeaderColumns()
    headers.add(this.#text, this.#from, this.#to)
    return headers.name(0)
  }
}
