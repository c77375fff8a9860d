import { decodeBody } from '../annotation/body.ts'
import type { Gene } from '../annotation/gene.ts'
import { parseSha512t24u } from '../digest/sha512t24u.ts'
import type { CollectionAliasEntry, JournalEntry } from '../store/journal/entry.ts'
import { StoreError } from '../store/store.ts'
import type { StoreWriter } from '../store/writer.ts'
import { sequencesOf } from './verify-genome.ts'

/** What removing a genome took away. */
export interface RemoveReport {
  readonly genome: string
  readonly sequences: number
  readonly aliases: number
  readonly collections: number
}

/**
 * Removes a genome with its regions and genes, the names that nothing but it states, its collections,
 * and the sequences that nothing else names: no other file or genome and no alias. A collection that
 * another record names stays, with its members. What the journal's other
 * records state is read for that; of the space in the packs nothing is freed.
 *
 * @param onProgress - Told of the journal records read, and of how many there are.
 * @throws {@link StoreError} when there is no such genome.
 */
export async function removeGenome(
  writer: StoreWriter,
  genomeId: string,
  onProgress: (records: number, all: number) => void = () => {},
): Promise<RemoveReport> {
  const { catalog, journal } = writer
  const own = await catalog.genomeRecord(genomeId)
  if (own === undefined) {
    throw new StoreError(`no genome ${genomeId}: seqkeep genome list shows all`)
  }
  const statements = new Statements()
  for await (const entries of journal.read(own)) {
    for (const entry of entries) statements.add(entry)
  }
  const { journal: last } = await catalog.stats()
  for (let number = 1; number <= last; number++) {
    onProgress(number, last)
    if (number === own) continue
    reading: for await (const entries of journal.read(number)) {
      for (const entry of entries) {
        // A genome's entry is the first of its record: what a removed genome stated counts no more.
        const live = entry.kind !== 'genome' || (await catalog.genomeRecord(entry.id)) === number
        if (!live) break reading
        statements.takeAway(entry)
      }
    }
  }
  if (statements.keepsCollections) {
    for await (const entries of journal.read(own)) statements.keepMembers(entries)
  }
  return { genome: genomeId, ...(await commitRemoval(writer, genomeId, statements)) }
}

async function commitRemoval(writer: StoreWriter, genomeId: string, statements: Statements) {
  const change = await writer.change()
  try {
    await change.remove({ kind: 'remove genome', id: genomeId })
    for (const alias of statements.aliases()) {
      await change.remove({ kind: 'remove alias', ...alias })
    }
    for (const alias of statements.collectionAliases()) {
      await change.remove({ kind: 'remove collection alias', ...alias })
    }
    for (const collection of statements.collections()) {
      await change.remove({ kind: 'remove collection', ...collection })
    }
    for (const digest of statements.sequences()) {
      await change.remove({ kind: 'remove sequence', digest })
    }
    await change.commit()
  } catch (error) {
    await change.abort()
    throw error
  }
  return statements.counts
}

/** What one journal record states, less what others state too. */
class Statements {
  /** Digests in Latin-1: 1.5 million of them, as of a human genome, take 100 MB. */
  readonly #sequences = new Set<string>()
  readonly #aliases = new Set<string>()
  readonly #collections = new Set<string>()
  readonly #collectionAliases = new Set<string>()
  /** Collections that stay with their members, since a name is theirs that another record states. */
  readonly #kept = new Set<string>()
  #members: string[] = []

  get counts() {
    return {
      sequences: this.#sequences.size,
      aliases: this.#aliases.size + this.#collectionAliases.size,
      collections: this.#collections.size,
    }
  }

  add(entry: JournalEntry): void {
    for (const [set, key] of this.#keys(entry)) set.add(key)
  }

  takeAway(entry: JournalEntry): void {
    for (const [set, key] of this.#keys(entry)) set.delete(key)
    if (entry.kind !== 'collection alias') return
    const collection = latin1(entry.digest) + latin1(entry.mask)
    if (this.#collections.delete(collection)) this.#kept.add(collection)
  }

  get keepsCollections(): boolean {
    return this.#kept.size > 0
  }

  /** Keeps what the entries of its record state as members of a collection that stays. */
  keepMembers(entries: readonly JournalEntry[]): void {
    for (const entry of entries) {
      if (entry.kind === 'member') this.#members.push(latin1(entry.digest))
      if (entry.kind !== 'collection') continue
      const kept = this.#kept.has(latin1(entry.digest) + latin1(entry.mask))
      if (kept) for (const member of this.#members) this.#sequences.delete(member)
      this.#members = []
    }
  }

  *sequences(): Generator<Uint8Array> {
    for (const key of this.#sequences) yield Buffer.from(key, 'latin1')
  }

  *aliases(): Generator<{ digest: Uint8Array; authority: string; alias: string }> {
    for (const key of this.#aliases) {
      const [authority = '', alias = ''] = key.slice(DIGEST).split('\0')
      yield { digest: Buffer.from(key.slice(0, DIGEST), 'latin1'), authority, alias }
    }
  }

  *collectionAliases(): Generator<CollectionAliasEntry> {
    for (const key of this.#collectionAliases) {
      const [authority = '', alias = ''] = key.slice(2 * DIGEST).split('\0')
      const digests = Buffer.from(key.slice(0, 2 * DIGEST), 'latin1')
      const [digest, mask] = [digests.subarray(0, DIGEST), digests.subarray(DIGEST)]
      yield { digest, mask, authority, alias }
    }
  }

  *collections(): Generator<{ digest: Uint8Array; mask: Uint8Array }> {
    for (const key of this.#collections) {
      const bytes = Buffer.from(key, 'latin1')
      yield { digest: bytes.subarray(0, DIGEST), mask: bytes.subarray(DIGEST) }
    }
  }

  *#keys(entry: JournalEntry): Generator<readonly [set: Set<string>, key: string]> {
    switch (entry.kind) {
      case 'sequence':
      case 'member':
        yield [this.#sequences, latin1(entry.digest)]
        return
      case 'alias': {
        const digest = latin1(entry.digest)
        yield [this.#sequences, digest]
        yield [this.#aliases, `${digest}${entry.authority}\0${entry.alias}`]
        return
      }
      case 'collection alias': {
        const digests = latin1(entry.digest) + latin1(entry.mask)
        yield [this.#collectionAliases, `${digests}${entry.authority}\0${entry.alias}`]
        return
      }
      case 'collection':
        yield [this.#collections, latin1(entry.digest) + latin1(entry.mask)]
        return
      case 'gene':
        for (const [, sequence] of sequencesOf(decodeBody<Gene>(entry.body))) {
          const digest = sequence && parseSha512t24u(sequence.sha512t24u)
          if (digest) yield [this.#sequences, latin1(digest)]
        }
    }
  }
}

const DIGEST = 24

function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1')
}
