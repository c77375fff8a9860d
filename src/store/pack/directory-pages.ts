import { whenThere } from '../awaitable.ts'
import type { Blob } from '../blobs.ts'
import type { Awaitable } from '../store.ts'
import { AHEAD } from './kept-blocks.ts'
import { ENTRY_BYTES } from './layout.ts'

/** Entries of blocks that are read together, and of the block before them. */
export const DIRECTORY_SPAN: number = (AHEAD + 1) * ENTRY_BYTES

/** Entries of 3.3 million residues. */
const PAGE = 4096

/** 16 MiB, the directories of 13 billion residues. */
const PAGES = 4096

/**
 * Pages of block directories that were read lately: with them a small range takes one read instead
 * of two. Every page is read with {@link DIRECTORY_SPAN} bytes of the next, so that no span lies in
 * two. What they hold needs no check of its own: a block does not pass with a wrong entry.
 */
export class DirectoryPages {
  /** By pack and place, in the order in which they were read. */
  readonly #pages = new Map<number, Buffer>()

  /**
   * Reads up to {@link DIRECTORY_SPAN} bytes of a pack that will not change.
   *
   * @param number - Of the pack.
   * @param use - Takes the page that has them, and the byte of it at which they are.
   */
  read<T>(
    pack: Blob,
    number: number,
    position: number,
    use: (page: Uint8Array, at: number) => Awaitable<T>,
  ): Awaitable<T> {
    const index = Math.floor(position / PAGE)
    const key = number * 2 ** 32 + index
    const start = index * PAGE
    const known = this.#pages.get(key)
    if (known) return use(known, position - start)
    const page = Buffer.allocUnsafe(Math.min(PAGE + DIRECTORY_SPAN, pack.size - start))
    return whenThere(pack.read(page, start), () => {
      if (this.#pages.size >= PAGES) this.#pages.delete(this.#pages.keys().next().value!)
      this.#pages.set(key, page)
      return use(page, position - start)
    })
  }
}
