import { hash } from 'node:crypto'
import { decodeBody } from '../annotation/body.ts'
import type { Gene } from '../annotation/gene.ts'
import { hex } from '../digest/hex.ts'
import { DIGEST_BYTES, parseSha512t24u } from '../digest/sha512t24u.ts'
import type { Change } from '../store/change.ts'
import { DigestSet } from '../store/digest-set.ts'
import type { JournalEntry, Removal } from '../store/journal/entry.ts'
import type { Journal } from '../store/journal/journal.ts'
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
 * sequences that nothing else names: no other file or genome and no alias. A collection that another
 * record names stays, with its members. What the journal's other records state is read for that; of the
 * space in the packs nothing is freed.
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
  writer: StoreWriter,
  change: Change,
  statements: Statements,
  genomeId: string,
  onProgress: (records: number, all: number) => void,
) {
  const { catalog, journal } = writer
  if ((await catalog.genomeRecord(genomeId)) === undefined) {
    throw new StoreError(`no genome ${genomeId}: seqkeep genome list shows all`)
  }
  const { journal: last } = await catalog.stats()
  const own: number[] = []
  const others: number[] = []
  for (let number = 1; number <= last; number++) {
    const stated = await statedBy(writer, number)
    if (stated === genomeId) own.push(number)
    else if (stated !== REMOVED) others.push(number)
  }
  for await (const entry of entriesOf(journal, own)) statements.add(entry)
  for (const [i, number] of others.entries()) {
    onProgress(i + 1, others.length)
    for await (const entry of entriesOf(journal, [number])) statements.takeAway(entry)
  }
  if (statements.keepsCollections) {
    for await (const entry of entriesOf(journal, own)) statements.keepMember(entry)
  }
  const counts = { sequences: 0, aliases: 0, collections: 0 }
  await change.remove({ kind: 'remove genome', id: genomeId })
  for await (const entry of entriesOf(journal, own)) {
    for (const removal of statements.left(entry)) {
      await change.remove(removal)
      if (removal.kind === 'remove sequence') counts.sequences++
      else if (removal.kind === 'remove collection') counts.collections++
      else counts.aliases++
    }
  }
  return counts
}

async function* entriesOf(
  journal: Journal,
  numbers: readonly number[],
): AsyncGenerator<JournalEntry> {
  for (const number of numbers) for await (const entries of journal.read(number)) yield* entries
}

/** Stands for the id of a genome that is not there any more: what it stated counts no more. */
const REMOVED = Symbol('removed')

/** The genome whose statements a record holds, as its first entry says; `undefined` for none. */
async function statedBy(
  { catalog, journal }: StoreWriter,
  number: number,
): Promise<string | typeof REMOVED | undefined> {
  for await (const [first] of journal.read(number)) {
    if (first?.kind !== 'genome' && first?.kind !== 'of genome') return undefined
    const record = await catalog.genomeRecord(first.id)
    const live =
      first.kind === 'genome' ? record === number : record !== undefined && record < number
    return live ? first.id : REMOVED
  }
  return undefined
}

/**
 * What the journal records of a genome state, less what others state too. Each statement is 24 bytes
 * and a slot here, a third of a string in a `Set`: a human-scale genome has a million.
 */
class Statements {
  readonly #own: DigestSet
  readonly #takenAway: DigestSet
  readonly #kept = new Set<string>()
  #members: Uint8Array[] = []

  /** @param scratch - Path prefix for files. */
  constructor(scratch: string) {
    this.#own = new DigestSet(`${scratch}.own`)
    this.#takenAway = new DigestSet(`${scratch}.taken`)
  }

  add(entry: JournalEntry): void {
    for (const [key] of statementsOf(entry)) this.#own.add(key)
  }

  takeAway(entry: JournalEntry): void {
    for (const [key] of statementsOf(entry)) this.#keep(key)
    if (entry.kind !== 'collection alias') return
    const collection = collectionKey(entry)
    if (this.#keep(collection)) this.#kept.add(hex(collection))
  }

  /** Whether collections stay with their members, since another record states a name of theirs. */
  get keepsCollections(): boolean {
    return this.#kept.size > 0
  }

  /** Keeps the members of a collection that stays; to be called with each entry of its record. */
  keepMember(entry: JournalEntry): void {
    if (entry.kind === 'member') this.#members.push(entry.digest)
    if (entry.kind !== 'collection') return
    if (this.#kept.has(hex(collectionKey(entry))))
      for (const each of this.#members) this.#keep(each)
    this.#members = []
  }

  /** Returns whether it was the genome's alone. */
  #keep(key: Uint8Array): boolean {
    return this.#own.has(key) && this.#takenAway.add(key)
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
    case 'collection alias': {
      const { digest, mask, authority, alias } = entry
      const key = keyOf(digest, mask, Buffer.from(`${authority}\0${alias}`))
      yield [key, { kind: 'remove collection alias', digest, mask, authority, alias }]
      return
    }
    case 'collection': {
      const { digest, mask } = entry
      yield [collectionKey(entry), { kind: 'remove collection', digest, mask }]
      return
    }
    case 'gene':
      for (const [, sequence] of sequencesOf(decodeBody<Gene>(entry.body))) {
        const digest = sequence && parseSha512t24u(sequence.sha512t24u)
        if (digest) yield [digest, { kind: 'remove sequence', digest }]
      }
  }
}

function collectionKey({ digest, mask }: { digest: Uint8Array; mask: Uint8Array }): Uint8Array {
  return keyOf(digest, mask)
}

function keyOf(...parts: readonly Uint8Array[]): Uint8Array {
  return hash('sha512', Buffer.concat(parts), 'buffer').subarray(0, DIGEST_BYTES)
}
