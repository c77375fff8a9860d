import { hex } from '../digest/hex.ts'
import { sequenceId } from '../digest/identifier.ts'
import { SequenceDigester } from '../digest/sequence-digest.ts'
import type { Blob, Blobs } from './blobs.ts'
import type { Catalog } from './catalog.ts'
import type { JournalEntry } from './journal/entry.ts'
import type { Journal } from './journal/journal.ts'
import { PACK_HEADER, packedBytes, packFile } from './pack/layout.ts'
import { openPack } from './pack/open-packs.ts'
import { readResidues } from './pack/reader.ts'
import { Removals } from './removals.ts'
import { DamageError, type SequenceRecord, type StoreSettings, type StoreStats } from './store.ts'
import { CollectionCheck } from './verify-collections.ts'
import { GenomeCheck } from './verify-genomes.ts'

/** Residues read at once. */
const PIECE = 1 << 20

export interface Problem {
  /** `SQ.` identifier, when one sequence is concerned. */
  readonly sequence?: string
  /** What is wrong, and what to do. */
  readonly message: string
}

export interface VerifyReport {
  readonly records: number
  readonly sequences: number
  readonly residues: number
  readonly problems: readonly Problem[]
}

type SequenceEntry = Extract<JournalEntry, { kind: 'sequence' }>

/**
 * Reads all that a store holds and checks all of it: each frame of each journal record, each block
 * of each pack, each digest recomputed from the residues, and what the catalog says of each.
 *
 * @param onProgress - Told the residues checked so far.
 */
export async function verifyStore(
  journal: Journal,
  catalog: Catalog,
  blobs: Blobs,
  settings: StoreSettings,
  onProgress: (residues: number) => void = () => {},
): Promise<VerifyReport> {
  return new Verification(journal, catalog, blobs, settings, onProgress).run()
}

class Verification {
  readonly #journal: Journal
  readonly #catalog: Catalog
  readonly #blobs: Blobs
  readonly #onProgress: (residues: number) => void
  readonly #digester: SequenceDigester
  readonly #piece = new Uint8Array(PIECE)
  readonly #problems: Problem[] = []
  readonly #collections: CollectionCheck
  readonly #genomes: GenomeCheck
  #removals: Removals = new Removals()
  readonly #circular = new Map<string, { digest: Uint8Array; circular: boolean }>()
  #listed: { of: string; names: ReadonlySet<string> } = { of: '', names: new Set() }
  #sequences = 0
  #residues = 0
  /** Totals that the catalog should state. */
  #expected = { sequences: 0, residues: 0 }
  #packs = 0

  constructor(
    journal: Journal,
    catalog: Catalog,
    blobs: Blobs,
    settings: StoreSettings,
    onProgress: (residues: number) => void,
  ) {
    this.#journal = journal
    this.#catalog = catalog
    this.#blobs = blobs
    this.#digester = new SequenceDigester(settings.sha1)
    this.#onProgress = onProgress
    const onProblem = (message: string) => this.#problems.push({ message })
    this.#collections = new CollectionCheck(catalog, onProblem)
    this.#genomes = new GenomeCheck(catalog, onProblem)
  }

  async run(): Promise<VerifyReport> {
    // What is committed while this runs is not looked at.
    const stats = await this.#catalog.stats()
    const last = await this.#reporting(() => this.#journal.last(), stats.journal)
    this.#removals = await this.#reporting(
      () => Removals.read(this.#journal, stats.journal),
      this.#removals,
    )
    for (let number = 1; number <= Math.max(last, stats.journal); number++) {
      await this.#reporting(() => this.#record(number, number <= stats.journal), undefined)
    }
    for (const { digest, circular } of this.#circular.values()) {
      if ((await this.#catalog.sequence(digest))?.circular === circular) continue
      this.#report(digest, 'has the wrong circular mark in the catalog: run seqkeep rebuild')
    }
    const { sequences, residues } = this.#expected
    const sound = this.#problems.length === 0
    const { count: collections } = this.#collections
    const stated = { sequences, residues, collections }
    if (sound && !matches(stats, stated)) {
      this.#problems.push({ message: 'the catalog has wrong totals: run seqkeep rebuild' })
    }
    return {
      records: last,
      sequences: this.#sequences,
      residues: this.#residues,
      problems: this.#problems,
    }
  }

  /** Runs a step; damage that it throws is a problem, and `otherwise` the answer. */
  async #reporting<T>(step: () => Promise<T>, otherwise: T): Promise<T> {
    try {
      return await step()
    } catch (error) {
      if (!(error instanceof DamageError)) throw error
      this.#problems.push({ message: error.message })
      return otherwise
    }
  }

  #report(digest: Uint8Array, what: string): void {
    const sequence = sequenceId(digest)
    this.#problems.push({ sequence, message: `sequence ${sequence} ${what}` })
  }

  async #record(number: number, inCatalog: boolean): Promise<void> {
    let pack: PackWalk | undefined
    try {
      for await (const entries of this.#journal.read(number)) {
        for (const entry of entries) {
          if (entry.kind === 'pack') {
            await this.#endPack(pack)
            pack = await this.#openPack(entry.name, inCatalog)
          } else if (entry.kind === 'sequence') {
            if (!pack)
              throw new DamageError(`journal record ${number} has a sequence without a pack`)
            await this.#sequence(entry, pack, inCatalog, number)
          } else if (inCatalog) {
            const removed = this.#removals.takeBack(entry, number)
            await this.#genomes.take(entry, removed)
            const compared = () => this.#collections.take(entry, number, removed)
            await this.#reporting(compared, undefined)
            if (!removed) await this.#names(entry)
          }
        }
      }
      await this.#endPack(pack)
    } finally {
      await pack?.blob?.close()
    }
  }

  async #openPack(name: Uint8Array, inCatalog: boolean): Promise<PackWalk> {
    const path = packFile(name)
    const id = ++this.#packs
    const info = inCatalog ? await this.#catalog.pack(id) : undefined
    const blob = await this.#reporting<Blob | undefined>(async () => {
      if (!info) return this.#blobs.open(path)
      if (hex(info.name) !== hex(name)) {
        throw new DamageError(`the catalog takes another pack for ${path}: run seqkeep rebuild`)
      }
      return openPack(this.#blobs, info)
    }, undefined)
    return { id, path, blob, offset: PACK_HEADER.length }
  }

  async #endPack(pack: PackWalk | undefined): Promise<void> {
    if (!pack?.blob) return
    if (pack.blob.size !== pack.offset) {
      this.#problems.push({
        message: `${pack.path} has ${pack.blob.size} bytes instead of ${pack.offset}: restore it from a copy of the store`,
      })
    }
    await pack.blob.close()
    pack.blob = undefined
  }

  async #sequence(
    entry: SequenceEntry,
    pack: PackWalk,
    inCatalog: boolean,
    number: number,
  ): Promise<void> {
    const { offset } = pack
    pack.offset += packedBytes(entry.length, entry.size)
    this.#sequences++
    const record = { ...entry, circular: false, pack: pack.id, offset }
    if (!pack.blob) {
      this.#report(entry.digest, `is in ${pack.path}, which cannot be read`)
    } else {
      await this.#residuesOf(record, pack.blob)
    }
    if (!inCatalog || this.#removals.takeBack(entry, number)) return
    this.#expected.sequences++
    this.#expected.residues += entry.length
    const known = await this.#catalog.sequence(entry.digest)
    const byMd5 = await this.#catalog.byMd5(entry.md5)
    if (!known || !sameRecord(known, record) || !byMd5.some((found) => sameRecord(found, record))) {
      this.#report(entry.digest, 'is not what the catalog says: run seqkeep rebuild')
    }
  }

  async #residuesOf(record: SequenceRecord, blob: Blob): Promise<void> {
    try {
      for (let start0 = 0; start0 < record.length; start0 += PIECE) {
        const end0 = Math.min(start0 + PIECE, record.length)
        await readResidues(blob, record, start0, end0, this.#piece)
        this.#digester.update(this.#piece.subarray(0, end0 - start0))
        this.#residues += end0 - start0
        this.#onProgress(this.#residues)
      }
    } catch (error) {
      this.#digester.digest()
      if (!(error instanceof DamageError)) throw error
      this.#problems.push({ sequence: sequenceId(record.digest), message: error.message })
      return
    }
    const { sha512t24u, md5, sha1 } = this.#digester.digest()
    const same =
      hex(sha512t24u) === hex(record.digest) &&
      hex(md5) === hex(record.md5) &&
      (!record.sha1 || hex(sha1!) === hex(record.sha1))
    if (!same) this.#report(record.digest, 'has residues of another digest: restore its pack')
  }

  /** Names that the catalog lists for a sequence; those of one sequence mostly come together. */
  async #namesOf(digest: Uint8Array): Promise<ReadonlySet<string>> {
    const key = hex(digest)
    if (this.#listed.of !== key) {
      const aliases = await this.#catalog.aliases(digest)
      const names = new Set(aliases.map(({ authority, alias }) => `${authority}:${alias}`))
      this.#listed = { of: key, names }
    }
    return this.#listed.names
  }

  async #names(entry: JournalEntry): Promise<void> {
    if (entry.kind === 'circular') {
      this.#circular.set(hex(entry.digest), entry)
    } else if (entry.kind === 'alias') {
      const name = `${entry.authority}:${entry.alias}`
      const found = await this.#catalog.hasAlias(entry.digest, entry.authority, entry.alias)
      if (found && (await this.#namesOf(entry.digest)).has(name)) return
      this.#report(entry.digest, `lacks its alias ${name} in the catalog: run seqkeep rebuild`)
    }
  }
}

/** A pack whose sequences are being checked one after the other. */
interface PackWalk {
  readonly id: number
  readonly path: string
  blob: Blob | undefined
  offset: number
}

function matches(stats: StoreStats, stated: Partial<StoreStats>): boolean {
  return Object.entries(stated).every(([name, value]) => stats[name as keyof StoreStats] === value)
}

function sameRecord(a: SequenceRecord, b: SequenceRecord): boolean {
  return (
    hex(a.digest) === hex(b.digest) &&
    hex(a.md5) === hex(b.md5) &&
    a.length === b.length &&
    a.pack === b.pack &&
    a.offset === b.offset &&
    a.size === b.size
  )
}
