import { LeastRecentlyUsed } from '../least-recently-used.ts'
import { Pace } from '../pace.ts'
import { type MemberPages, PAGE_MEMBERS } from './member-pages.ts'
import { readJoined, type VirtualFile } from './virtual-file.ts'

/** Pages whose parts stay at hand for the next piece of an answer. */
const PAGES_AT_HAND = 8

/** Makes a page's members' parts of a file. */
export type PartsOf<Part extends VirtualFile = VirtualFile> = (
  page: number,
) => Promise<readonly Part[]>

/**
 * A file in which each member of a collection has a part, in order. Of the parts' sizes only those of
 * whole pages are kept, 8 bytes for 64 members: what is before a part in its page is added up anew.
 */
export class PagedFile<Part extends VirtualFile = VirtualFile> implements VirtualFile {
  readonly size: number
  readonly #members: number
  readonly #offsets: Float64Array
  readonly #extra: number
  readonly #partsOf: PartsOf<Part>
  readonly #atHand = new LeastRecentlyUsed(PAGES_AT_HAND)

  /**
   * @param offsets See {@link pageOffsets}.
   * @param extra Bytes that each part has more than the offsets say.
   */
  constructor(pages: MemberPages, offsets: Float64Array, parts: PartsOf<Part>, extra = 0) {
    this.#members = pages.members
    this.#offsets = offsets
    this.#extra = extra
    this.#partsOf = parts
    this.size = this.offset(pages.pages)
  }

  /** @throws Error when they are not as long as when the file was laid out. */
  parts(page: number): Promise<readonly Part[]> {
    return this.#atHand.get(
      `${page}`,
      () => this.#make(page),
      () => 1,
    )
  }

  async #make(page: number): Promise<readonly Part[]> {
    const parts = await this.#partsOf(page)
    const size = parts.reduce((sum, part) => sum + part.size, 0)
    // Bytes that no longer fit would come out torn.
    if (size === this.offset(page + 1) - this.offset(page)) return parts
    throw new Error('The collection has got other descriptions in the meantime.')
  }

  /** Byte at which the parts of a page begin. */
  offset(page: number): number {
    return this.#offsets[page]! + this.#extra * Math.min(page * PAGE_MEMBERS, this.#members)
  }

  async read(from: number, to: number, into: Uint8Array): Promise<void> {
    for (let page = this.#pageAt(from), at = from; at < to; page++) {
      const start = this.offset(page)
      const stop = Math.min(this.offset(page + 1), to)
      if (at >= stop) continue
      await readJoined(await this.parts(page), start, at, stop, into.subarray(at - from))
      at = stop
    }
  }

  #pageAt(byte: number): number {
    let low = 0
    let high = this.#offsets.length - 2
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if (this.offset(middle) <= byte) low = middle
      else high = middle - 1
    }
    return low
  }
}

/** Bytes before the parts of each page, and of all of them: one pass over the members. */
export async function pageOffsets(pages: MemberPages, parts: PartsOf): Promise<Float64Array> {
  const offsets = new Float64Array(pages.pages + 1)
  const pace = new Pace()
  for (let page = 0; page < pages.pages; page++) {
    let at = offsets[page]!
    for (const { size } of await parts(page)) at += size
    offsets[page + 1] = at
    if (pace.due) await pace.rest()
  }
  return offsets
}
