import type { NamedSequence } from './differences.ts'
import { BATCH } from './members.ts'
import { Pace } from './pace.ts'
import { SortedDigests } from './sorted-digests.ts'

/**
 * The attribute `sorted_sequences` as canonical JSON, in batches, in memory of 32 bytes a member; it
 * gives way to other requests in between.
 */
export async function* sortedSequences(
  members: AsyncIterable<readonly NamedSequence[]>,
): AsyncGenerator<readonly string[]> {
  const digests = new SortedDigests()
  for await (const batch of members) for (const { digest } of batch) digests.add(digest)
  const decoder = new TextDecoder()
  const pace = new Pace()
  let texts: string[] = []
  for (const spelled of digests.spelled()) {
    if (texts.length === BATCH) {
      yield texts
      texts = []
      if (pace.due) await pace.rest()
    }
    texts.push(`"SQ.${decoder.decode(spelled)}"`)
  }
  if (texts.length > 0) yield texts
}
