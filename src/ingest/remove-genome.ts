import { hash } from 'node:crypto'
import { decodeBody } from '../annotation/body.ts'
import type { Gene } from '../annotation/gene.ts'
import { DIGEST_BYTES, parseSha512t24u } from '../digest/sha512t24u.ts'
import type { Change, Removal } from '../store/change.ts'
import { DigestSet } from '../store/digest-set.ts'
import type { JournalEntry } from '../store/journal/entry.ts'
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
 * Removes a genome with its regions and genes, the names that nothing but it states, and the
 * sequences that nothing else names: no other file or genome and no alias. What the journal's other
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
  const change = await writer.change()
  const statements = new Statements(writer.journal.scratch())
  try {
    const counts = await remove(writer, change, statements, genomeId, onProgress)
    await change.commit()
    return { genome: genomeId, ...counts }
  } catch (error) {
    await change.abort()
    throw error
  } finally {
    statements.close()
  }
}

async function remove(
  { catalog, journal }: StoreWriter,
  change: Change,
  statements: Statements,
  genomeId: string,
  onProgress: (records: number, all: number) => void,
) {
  const own = await catalog.genomeRecord(genomeId)
  if (own === undefined) {
    throw new StoreError(`no genome ${genomeId}: seqkeep genome list shows all`)
  }
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
  const counts = { sequences: 0, aliases: 0, collections: 0 }
  await change.remove({ kind: 'remove genome', id: genomeId })
  for await (const entries of journal.read(own)) {
    for (const entry of entries) {
      for (const removal of statements.left(entry)) {
        await change.remove(removal)
        if (removal.kind === 'remove sequence') counts.sequences++
        else if (removal.kind === 'remove alias') counts.aliases++
        else counts.collections++
      }
    }
  }
  return counts
}

/**
 * What one journal record states, less what others state too. Each statement is 24 bytes here: two
 * million, as of a human genome, take 130 MB at most, and as strings took 2 GB.
 */
class Statements {
  readonly #own: DigestSet
  readonly #takenAway: DigestSet

  /** @param scratch - Path prefix for files. */
  constructor(scratch: string) {
    this.#own = new DigestSet(`${scratch}.own`)
    this.#takenAway = new DigestSet(`${scratch}.taken`)
  }

  add(entry: JournalEntry): void {
    for (const [key] of statementsOf(entry)) this.#own.add(key)
  }

  takeAway(entry: JournalEntry): void {
    for (const [key] of statementsOf(entry)) if (this.#own.has(key)) this.#takenAway.add(key)
  }

  /** How to remove what is left of an entry's statements; each is given once. */
  *left(entry: JournalEntry): Generator<Removal> {
    for (const [key, removal] of statementsOf(entry)) if (this.#takenAway.add(key)) yield removal
  }

  close(): void {
    this.#own.close()
    this.#takenAway.close()
  }
}

/** What an entry states, in 24 bytes, and how it is removed. */
function* statementsOf(entry: JournalEntry): Generator<readonly [key: Uint8Array, Removal]> {
  switch (entry.kind) {
    case 'sequence':
    case 'member':
      yield [entry.digest, { kind: 'remove sequence', digest: entry.digest }]
      return
    case 'alias': {
      const { digest, authority, alias } = entry
      yield [digest, { kind: 'remove sequence', digest }]
      const key = keyOf(digest, Buffer.from(`${authority}\0${alias}`))
      yield [key, { kind: 'remove alias', digest, authority, alias }]
      return
    }
    case 'collection': {
      const { digest, mask } = entry
      yield [keyOf(digest, mask), { kind: 'remove collection', digest, mask }]
      return
    }
    case 'gene':
      for (const [, sequence] of sequencesOf(decodeBody<Gene>(entry.body))) {
        const digest = sequence && parseSha512t24u(sequence.sha512t24u)
        if (digest) yield [digest, { kind: 'remove sequence', digest }]
      }
  }
}

function keyOf(digest: Uint8Array, rest: Uint8Array): Uint8Array {
  return hash('sha512', Buffer.concat([digest, rest]), 'buffer').subarray(0, DIGEST_BYTES)
}
