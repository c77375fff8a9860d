import { existsSync } from 'node:fs'
import {
  type Comparable,
  inBatches,
  listedCollection,
  storedCollection,
} from '../collection/comparable.ts'
import type { NamedSequence } from '../collection/differences.ts'
import { findCollections } from '../collection/find-collection.ts'
import { membersOf } from '../collection/members.ts'
import { FormatError } from '../formats/errors.ts'
import { digestFasta } from '../ingest/digest-fasta.ts'
import type { CollectionStore } from '../store/collections.ts'
import { CliError } from './output.ts'
import { showProgress } from './progress.ts'
import { remoteSide } from './remote-collection.ts'
import { oneCollection } from './resolve-collection.ts'

/** One of two collections to compare. */
export interface Side {
  /** As the user named it. */
  readonly name: string
  readonly comparable: Comparable
  /** May be read several times. */
  members(): AsyncIterable<readonly NamedSequence[]>
}

/**
 * The collection that the user named: a URL of another server, a FASTA file (`-` for standard
 * input), or a digest or alias of the store.
 *
 * @param store Opens the store when it is needed.
 * @throws {@link CliError} when it is none of them.
 */
export async function readSide(
  name: string,
  store: () => Promise<CollectionStore>,
  seconds: number,
): Promise<Side> {
  if (/^https?:\/\//i.test(name)) return remoteSide(name, seconds)
  if (name === '-' || existsSync(name)) return fileSide(name)
  return storedSide(name, await store())
}

async function fileSide(name: string): Promise<Side> {
  const members: NamedSequence[] = []
  const progress = showProgress(name, 'MB')
  try {
    const records = digestFasta(name, false, (done, size) => progress.update(done, size))
    for await (const { name: member, length, sha512t24u: digest } of records) {
      members.push({ name: member, length, digest })
    }
  } catch (error) {
    if (!(error instanceof FormatError)) throw error
    throw new CliError(`${name}: ${error.message}`, { cause: error })
  } finally {
    progress.stop()
  }
  return { name, comparable: await listedCollection(members), members: () => inBatches(members) }
}

async function storedSide(name: string, store: CollectionStore): Promise<Side> {
  const record = await oneCollection(store, name, await findCollections(store, name))
  if (!record) {
    throw new CliError(
      `'${name}' is no file, and no collection is called so. Give a FASTA file, a digest, authority:alias, or a URL.`,
    )
  }
  return {
    name,
    comparable: storedCollection(store, record),
    members: () => membersOf(store, record),
  }
}
