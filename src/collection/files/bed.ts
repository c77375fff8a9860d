import { type MemberPages, PAGE_MEMBERS } from './member-pages.ts'
import type { PartsOf } from './paged-file.ts'
import type { RunIndex } from './run-index.ts'

/** Each run of the members as a line of BED. */
export function bedLines(pages: MemberPages, index: RunIndex): PartsOf {
  return async (page) =>
    (await pages.page(page)).map((member, i) => {
      const runs = index.of(member, page * PAGE_MEMBERS + i)
      return { size: runs.bedBytes, read: runs.bed }
    })
}
