import { sequenceId } from '../digest/identifier.ts'
import { sha512t24u } from '../digest/sha512t24u.ts'
import type { CollectionStore } from '../store/collections.ts'
import type { GenomeStore } from '../store/genomes.ts'
import type { SequenceStore } from '../store/store.ts'

/** Paths of URLs that answer with something of this store. */
export async function urlsToTry(
  store: SequenceStore & CollectionStore & GenomeStore,
): Promise<string[]> {
  const [record] = await store.sample(1)
  if (!record) return ['/', '/docs', '/sequence/service-info']
  const path = `/sequence/${sequenceId(record.digest)}`
  const { digests } = await store.collections(new Map(), 0, 1)
  return [
    '/',
    `${path}?start=0&end=${Math.min(60, record.length)}`,
    `${path}/metadata`,
    ...digests.map((digest) => `/files/${sha512t24u(digest)}.fa.fai`),
    ...((await store.genomes()).length > 0 ? ['/graphql'] : []),
  ]
}
