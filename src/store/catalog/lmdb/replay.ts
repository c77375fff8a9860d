import { DIGEST_BYTES } from '../../../digest/sha512t24u.ts'
import { ByteWriter } from '../../binary.ts'
import type { JournalEntry } from '../../journal/entry.ts'
import type { Journal } from '../../journal/journal.ts'
import { PACK_HEADER, packedBytes } from '../../pack/layout.ts'
import { DamageError, type StoreStats } from '../../store.ts'
import { Sorter } from '../sorter.ts'
import {
  afterPrefix,
  aliasKey,
  decodeSequence,
  encodePack,
  encodeSequence,
  nameOf,
  numberKey,
  readStats,
  type Table,
  type Tables,
  writeStats,
} from './tables.ts'

const NOTHING: Buffer = Buffer.alloc(0)
const APPEND = { append: true }

/**
 * Takes journal records into the tables. All entries of all records are sorted first, on disk if
 * they are many, and then put in one transaction, appended where a table was empty: nine times
 * faster than random order, at half the size (105 against 383 bytes a sequence).
 */
export class Replay {
  readonly #tables: Tables
  readonly #sequences: Sorter
  readonly #md5: Sorter
  readonly #sha1: Sorter
  readonly #aliases: Sorter
  readonly #names: Sorter
  readonly #circular: Sorter
  readonly #collections: Sorter
  readonly #authorities = new Set<string>()
  readonly #packs: { name: Uint8Array; size: number }[] = []
  readonly #firstPack: number
  readonly #stats: StoreStats
  #newSequences = 0
  #newResidues = 0

  /** @param scratch - Path prefix for the sorters' files. */
  constructor(tables: Tables, scratch: string) {
    this.#tables = tables
    this.#stats = readStats(tables)
    this.#firstPack = this.#stats.packs + 1
    const sorter = (name: string) => new Sorter(`${scratch}.${name}`)
    this.#sequences = sorter('sequences')
    this.#md5 = sorter('md5')
    this.#sha1 = sorter('sha1')
    this.#aliases = sorter('aliases')
    this.#names = sorter('names')
    this.#circular = sorter('circular')
    this.#collections = sorter('collections')
  }

  /** Takes in what the tables lack, up to record `last`. */
  async apply(journal: Journal, last: number): Promise<void> {
    try {
      for (let number = this.#stats.journal + 1; number <= last; number++) {
        for await (const entries of journal.read(number)) {
          for (const entry of entries) this.#take(entry, number)
        }
      }
      this.#tables.root.transactionSync(() => this.#put(last))
    } finally {
      for (const sorter of this.#sorters()) sorter.close()
    }
  }

  #take(entry: JournalEntry, number: number): void {
    switch (entry.kind) {
      case 'pack':
        this.#packs.push({ name: entry.name, size: PACK_HEADER.length })
        return
      case 'sequence': {
        const pack = this.#packs.at(-1)
        if (!pack) throw new DamageError(`journal record ${number} has a sequence without a pack`)
        const { digest, md5, sha1, length, size } = entry
        const packNumber = this.#firstPack + this.#packs.length - 1
        const at = { length, circular: false, pack: packNumber, offset: pack.size, size }
        this.#sequences.add(digest, encodeSequence(md5, sha1, at))
        this.#md5.add(md5, digest)
        if (sha1) this.#sha1.add(sha1, digest)
        pack.size += packedBytes(length, size)
        this.#newSequences++
        this.#newResidues += length
        return
      }
      case 'alias': {
        const { prefix, long } = aliasKey(entry.authority, entry.alias)
        this.#authorities.add(entry.authority)
        this.#aliases.add(Buffer.concat([prefix, entry.digest]), long ?? NOTHING)
        this.#names.add(entry.digest, nameOf(entry.authority, entry.alias))
        return
      }
      case 'circular':
        this.#circular.add(entry.digest, new Uint8Array([entry.circular ? 1 : 0]))
        return
      case 'collection': {
        const value = new ByteWriter(64)
        value.integer(number)
        value.integer(entry.members)
        value.integer(entry.residues)
        value.text(entry.source)
        this.#collections.add(Buffer.concat([entry.digest, entry.mask]), value.view())
        return
      }
      case 'mask':
      case 'member':
        // They stay in the journal: the collection's value says in which record.
        return
    }
  }

  #put(last: number): void {
    const { sequences, md5, sha1, aliases, authorities, packs } = this.#tables
    putSorted(sequences, this.#sequences)
    putDigests(md5, this.#md5)
    putDigests(sha1, this.#sha1)
    putSorted(aliases, this.#aliases)
    for (const authority of this.#authorities) authorities.putSync(Buffer.from(authority), NOTHING)
    for (const [i, pack] of this.#packs.entries()) {
      packs.putSync(numberKey(this.#firstPack + i), encodePack(pack))
    }
    this.#putCircular()
    const names = this.#putNames()
    const collections = putSorted(this.#tables.collections, this.#collections)
    writeStats(this.#tables, {
      sequences: this.#stats.sequences + this.#newSequences,
      residues: this.#stats.residues + this.#newResidues,
      aliases: this.#stats.aliases + names,
      collections: this.#stats.collections + collections,
      packs: this.#stats.packs + this.#packs.length,
      packBytes: this.#packs.reduce((sum, { size }) => sum + size, this.#stats.packBytes),
      journal: last,
    })
  }

  /** Each digest's names in the order of the journal, each name once; returns how many are new. */
  #putNames(): number {
    const { names } = this.#tables
    const empty = isEmpty(names)
    let added = 0
    let digest: Buffer = NOTHING
    let known = new Set<string>()
    for (const [key, value] of this.#names.sorted()) {
      if (digest.compare(key) !== 0) {
        digest = Buffer.from(key)
        known = new Set()
        if (!empty) {
          for (const entry of names.getRange({ start: digest, end: afterPrefix(digest) })) {
            known.add(entry.value.toString())
          }
        }
      }
      const name = Buffer.from(value)
      if (known.has(name.toString())) continue
      const at = Buffer.concat([digest, numberKey(known.size)])
      put(names, at, name, empty)
      known.add(name.toString())
      added++
    }
    return added
  }

  /** The last mark of each sequence wins. */
  #putCircular(): void {
    const { sequences } = this.#tables
    for (const [key, value] of this.#circular.sorted()) {
      const digest = Buffer.from(key)
      const stored = sequences.getBinary(digest)
      if (!stored) throw new DamageError('the journal marks a sequence that it does not have')
      const record = decodeSequence(digest, stored)
      const marked = encodeSequence(record.md5, record.sha1, {
        ...record,
        circular: value[0] === 1,
      })
      sequences.putSync(digest, Buffer.from(marked))
    }
  }

  #sorters(): Sorter[] {
    return [
      this.#sequences,
      this.#md5,
      this.#sha1,
      this.#aliases,
      this.#names,
      this.#circular,
      this.#collections,
    ]
  }
}

/** Puts pairs whose key the table lacks; of equal keys the first. Returns how many. */
function putSorted(table: Table, sorter: Sorter): number {
  const empty = isEmpty(table)
  let previous: Buffer = NOTHING
  let count = 0
  for (const [key, value] of sorter.sorted()) {
    if (previous.compare(key) === 0) continue
    previous = Buffer.from(key)
    if (!empty && table.doesExist(previous)) continue
    put(table, previous, Buffer.from(value), empty)
    count++
  }
  return count
}

/** Puts digests by another digest; where two collide, the value holds both. */
function putDigests(table: Table, sorter: Sorter): void {
  const empty = isEmpty(table)
  let key: Buffer = NOTHING
  let digests: Buffer = NOTHING
  const flush = () => {
    if (digests.length === 0) return
    const stored = empty ? undefined : table.getBinary(key)
    for (let i = 0; stored && i < stored.length; i += DIGEST_BYTES) {
      digests = withDigest(digests, stored.subarray(i, i + DIGEST_BYTES))
    }
    put(table, key, digests, empty)
  }
  for (const [next, digest] of sorter.sorted()) {
    if (key.compare(next) !== 0) {
      flush()
      key = Buffer.from(next)
      digests = NOTHING
    }
    digests = withDigest(digests, digest)
  }
  flush()
}

function withDigest(digests: Buffer, digest: Uint8Array): Buffer {
  for (let i = 0; i < digests.length; i += DIGEST_BYTES) {
    if (digests.compare(digest, 0, DIGEST_BYTES, i, i + DIGEST_BYTES) === 0) return digests
  }
  return Buffer.concat([digests, digest])
}

function put(table: Table, key: Buffer, value: Buffer, append: boolean): void {
  const done: unknown = append ? table.putSync(key, value, APPEND) : table.putSync(key, value)
  if (done !== true) throw new Error('LMDB refused a key: it is too long or out of order')
}

function isEmpty(table: Table): boolean {
  for (const _ of table.getKeys({ limit: 1 })) return false
  return true
}
