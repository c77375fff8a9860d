import { decodeBody } from '../annotation/body.ts'
import type { Genome } from '../annotation/genome.ts'
import { level1Of } from '../collection/level1.ts'
import { parseSha512t24u, sha512t24u } from '../digest/sha512t24u.ts'
import type { DamageError } from '../store/store.ts'
import type { StoreWriter } from '../store/writer.ts'
import { nameGenome } from './genome-names.ts'

/** Collections of one change. */
const BATCH = 1000

/**
 * States what the version that added a collection did not: its attributes, which are computed from the
 * members, once, and of a genome's the names.
 *
 * @returns Of how many collections.
 * @throws {@link DamageError} when the members of a collection are not those of its digest.
 */
export async function completeCollections(writer: StoreWriter): Promise<number> {
  const { catalog } = writer
  let completed = 0
  for (;;) {
    const lacking = await catalog.unattributedCollections(BATCH)
    if (lacking.length === 0) return completed
    // Names first: a collection that has its attributes is not looked at again.
    await nameGenomes(writer, new Set(lacking.map(sha512t24u)))
    const change = await writer.change()
    try {
      for (const digest of lacking) {
        const collection = (await catalog.collection(digest))!
        await change.attributes(digest, await level1Of(catalog, collection))
      }
      await change.commit()
    } catch (error) {
      await change.abort()
      throw error
    }
    completed += lacking.length
  }
}

async function nameGenomes(writer: StoreWriter, lacking: ReadonlySet<string>): Promise<void> {
  const { catalog } = writer
  for (const body of await catalog.genomes()) {
    const { genomeId, assembly, collection } = decodeBody<Genome>(body)
    const digest = lacking.has(collection) && parseSha512t24u(collection)
    if (!digest) continue
    const { masks } = (await catalog.collection(digest))!
    let mask = masks[0]!.id
    const own = await catalog.genomeRecord(genomeId)
    for (const { id } of masks) {
      if ((await catalog.collectionStatement(digest, id))?.record === own) mask = id
    }
    const change = await writer.change()
    try {
      change.ofGenome(genomeId)
      await nameGenome(writer, change, { digest, mask }, assembly, () => {})
      await change.commit()
    } catch (error) {
      await change.abort()
      throw error
    }
  }
}
