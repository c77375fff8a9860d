import { CollectionDigester } from '../collection/digest.ts'
import { allMembers } from '../collection/members.ts'
import { sha512t24u } from '../digest/sha512t24u.ts'
import type { CollectionRecord, CollectionStore } from '../store/collections.ts'
import { DamageError } from '../store/store.ts'
import { MaskEncoder } from './mask.ts'

/** Collections listed at once. */
const PAGE = 1000

/** What has to be done about a collection that is not what its digests say. */
const ADVICE = 'run seqkeep rebuild, then seqkeep verify'

/**
 * Computes the digest of each collection, of its attributes and of its masks anew from members and
 * runs.
 *
 * @returns A sentence for each that is not what it should be.
 */
export async function verifyCollections(
  store: CollectionStore,
): Promise<{ readonly collections: number; readonly problems: readonly string[] }> {
  const problems: string[] = []
  let collections = 0
  for (;;) {
    const { digests } = await store.collections(new Map(), collections, PAGE)
    for (const digest of digests) {
      const name = `collection ${sha512t24u(digest)}`
      try {
        const collection = await store.collection(digest)
        if (!collection) problems.push(`${name} is listed, but not there: ${ADVICE}`)
        else
          for (const fault of await faultsOf(store, collection)) problems.push(`${name} ${fault}`)
      } catch (error) {
        if (!(error instanceof DamageError)) throw error
        problems.push(`${name}: ${error.message}`)
      }
    }
    collections += digests.length
    if (digests.length < PAGE) return { collections, problems }
  }
}

async function faultsOf(store: CollectionStore, collection: CollectionRecord): Promise<string[]> {
  const { digest, masks, attributes } = collection
  const faults: string[] = []
  for (const [i, { id, source }] of masks.entries()) {
    const digester = new CollectionDigester()
    const mask = new MaskEncoder()
    let member = 0
    for await (const page of allMembers(store, digest, id)) {
      for (const each of page) {
        digester.add(each.name, each.digest, each.length)
        mask.add(await store.maskRuns(digest, id, member++, 0, each.length))
        mask.take()
        mask.endMember()
      }
    }
    if (!same(mask.digest(), id)) faults.push(`has another mask than ${source} gave it: ${ADVICE}`)
    if (i > 0) continue
    if (!same(digester.digest(), digest)) faults.push(`has other members: ${ADVICE}`)
    for (const [name, computed] of attributes.size > 0 ? digester.attributes() : []) {
      if (!same(computed, attributes.get(name))) {
        faults.push(`has ${name} of another digest: ${ADVICE}`)
      }
    }
  }
  return faults
}

function same(a: Uint8Array, b: Uint8Array | undefined): boolean {
  return b !== undefined && Buffer.compare(a, b) === 0
}
