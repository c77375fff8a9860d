import { sequenceId } from '../digest/identifier.ts'
import type { GenomeStore } from '../store/genomes.ts'
import type { SequenceStore } from '../store/store.ts'

/** Paths of URLs that answer with something of this store. */
export async function urlsToTry(store: SequenceStore & GenomeStore): Promise<string[]> {
  const [record] = await store.sample(1)
  if (!record) return ['/', '/docs', '/sequence/service-info']
  const path = `/sequence/${sequenceId(record.digest)}`
  const graphql = (await store.genomes()).length > 0 ? ['/graphql'] : []
  const part = `${path}?start=0&end=${Math.min(60, record.length)}`
  return ['/', part, `${path}/metadata`, ...graphql]
}
