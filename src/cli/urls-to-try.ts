import { sequenceId } from '../digest/identifier.ts'
import type { SequenceStore } from '../store/store.ts'

/** Paths of three URLs that answer with something of this store. */
export async function urlsToTry(store: SequenceStore): Promise<string[]> {
  const [record] = await store.sample(1)
  if (!record) return ['/', '/docs', '/sequence/service-info']
  const path = `/sequence/${sequenceId(record.digest)}`
  return ['/', `${path}?start=0&end=${Math.min(60, record.length)}`, `${path}/metadata`]
}
