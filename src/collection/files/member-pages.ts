import type { CollectionStore, Member } from '../../store/collections.ts'
import { LeastRecentlyUsed } from '../least-recently-used.ts'

/** Members that are looked up together, and from one of which offsets are kept. */
export const PAGE_MEMBERS = 64

/** Pages that stay at hand for the next piece of an answer. */
const PAGES_AT_HAND = 8

/** The members of a collection, as one of its files describes them. */
export class MemberPages {
  readonly collection: Uint8Array
  readonly members: number
  readonly pages: number
  readonly #store: CollectionStore
  readonly #describedBy: Uint8Array
  readonly #atHand = new LeastRecentlyUsed(PAGES_AT_HAND)

  /** @param describedBy The mask set of the file whose descriptions are meant. */
  constructor(
    store: CollectionStore,
    collection: Uint8Array,
    describedBy: Uint8Array,
    members: number,
  ) {
    this.#store = store
    this.collection = collection
    this.#describedBy = describedBy
    this.members = members
    this.pages = Math.ceil(members / PAGE_MEMBERS)
  }

  /** @throws Error when the collection was removed in the meantime. */
  page(page: number): Promise<readonly Member[]> {
    return this.#atHand.get(
      `${page}`,
      () => this.#read(page),
      () => 1,
    )
  }

  async #read(page: number): Promise<readonly Member[]> {
    const from = page * PAGE_MEMBERS
    const count = Math.min(PAGE_MEMBERS, this.members - from)
    const members = await this.#store.members(this.collection, this.#describedBy, from, count)
    if (members.length !== count) throw new Error('The collection is no longer in the store.')
    return members
  }
}
