import { createHash } from 'node:crypto'
import type { Identifier } from '../../digest/identifier.ts'
import { DIGEST_BYTES } from '../../digest/sha512t24u.ts'
import { whenThere } from '../../store/awaitable.ts'
import type {
  Alias,
  Awaitable,
  SequenceRecord,
  SequenceStore,
  SequentialRead,
} from '../../store/store.ts'

/** A sequence to put into a {@link MemoryStore}. */
export interface Entry {
  readonly residues: string
  readonly aliases?: readonly Alias[]
  readonly circular?: boolean
}

/** A store for tests that holds strings, and counts and spoils reads as it is told. */
export class MemoryStore implements SequenceStore {
  readonly settings: { readonly sha1: boolean }
  readonly #entries: (Entry & { record: SequenceRecord })[]
  /** Reads that were asked for. */
  reads = 0
  /** Called before each read: may wait, or throw. */
  onRead: (start0: number, end0: number) => void | Promise<void> = () => {}

  constructor(entries: readonly Entry[], { sha1 = false } = {}) {
    this.settings = { sha1 }
    this.#entries = entries.map((entry) => ({ ...entry, record: recordOf(entry, sha1) }))
  }

  find(identifier: Identifier): Awaitable<SequenceRecord[]> {
    return this.#entries
      .filter(({ record, aliases = [] }) => {
        switch (identifier.kind) {
          case 'bare':
            return aliases.some(({ alias }) => alias === identifier.alias)
          case 'alias':
            return aliases.some(
              ({ authority, alias }) =>
                authority === identifier.authority && alias === identifier.alias,
            )
          case 'sha512t24u':
            return Buffer.from(record.digest).equals(identifier.digest)
          default:
            return record[identifier.kind]
              ? Buffer.from(record[identifier.kind]!).equals(identifier.digest)
              : false
        }
      })
      .map(({ record }) => record)
  }

  aliases(digest: Uint8Array): Awaitable<Alias[]> {
    const entry = this.#entries.find(({ record }) => Buffer.from(record.digest).equals(digest))
    return [...(entry?.aliases ?? [])]
  }

  read(record: SequenceRecord, start0: number, end0: number, into: Uint8Array): Awaitable<void> {
    this.reads++
    return whenThere(this.onRead(start0, end0), () => this.#read(record, start0, end0, into))
  }

  #read(record: SequenceRecord, start0: number, end0: number, into: Uint8Array): void {
    if (start0 < 0 || end0 > record.length || end0 - start0 > into.length) {
      throw new RangeError(`${start0}-${end0} of ${record.length} into ${into.length}`)
    }
    this.copy(record, start0, end0, into)
  }

  sequential(record: SequenceRecord, start0: number, end0: number): SequentialRead {
    let at = start0
    return {
      read: async (into) => {
        const from = at
        at += into.length
        if (at > end0) throw new RangeError(`${from}-${at} of ${start0}-${end0}`)
        return this.read(record, from, at, into)
      },
    }
  }

  readOneOfMany(
    record: SequenceRecord,
    start0: number,
    end0: number,
    into: Uint8Array,
    at: number,
  ): Awaitable<void> {
    return this.read(record, start0, end0, into.subarray(at))
  }

  async otherRuns(record: SequenceRecord, start0: number, end0: number): Promise<number[]> {
    const residues = Buffer.alloc(end0 - start0)
    await this.read(record, start0, end0, residues)
    const runs: number[] = []
    for (const { 0: run, index } of residues.toString('latin1').matchAll(/([^ACGTU])\1*/g)) {
      runs.push(start0 + index, start0 + index + run.length, run.charCodeAt(0))
    }
    return runs
  }

  protected copy(record: SequenceRecord, start0: number, end0: number, into: Uint8Array): void {
    const { residues } = this.#entries.find((entry) => entry.record === record)!
    Buffer.from(into.buffer, into.byteOffset, into.byteLength).write(
      residues.slice(start0, end0),
      'latin1',
    )
  }

  version(): number {
    return 1
  }

  async stats() {
    return {
      sequences: this.#entries.length,
      residues: this.#entries.reduce((sum, { record }) => sum + record.length, 0),
      aliases: this.#entries.reduce((sum, { aliases = [] }) => sum + aliases.length, 0),
      ...{ collections: 0, genomes: 0, genes: 0, packs: 1, packBytes: 0, journal: 1 },
    }
  }

  async sample(limit: number): Promise<SequenceRecord[]> {
    return this.#entries.slice(0, limit).map(({ record }) => record)
  }
}

/** Holds one sequence that is far too long for a string: residue `i` is {@link virtualResidue}. */
export class VirtualStore extends MemoryStore {
  readonly record: SequenceRecord

  constructor(length: number, circular = false) {
    super([])
    this.record = { ...recordOf({ residues: 'VIRTUAL' }, false), length, circular }
  }

  override find(identifier: Identifier): Awaitable<SequenceRecord[]> {
    const named = 'digest' in identifier && identifier.kind !== 'sha1' ? identifier : undefined
    const mine = named?.kind === 'md5' ? this.record.md5 : this.record.digest
    return named && Buffer.from(mine).equals(named.digest) ? [this.record] : []
  }

  protected override copy(_: SequenceRecord, start0: number, end0: number, into: Uint8Array): void {
    for (let i = start0; i < end0; i++) into[i - start0] = virtualResidue(i)
  }
}

/** Residue of a {@link VirtualStore}: the period of 23 shows any shift. */
export function virtualResidue(position0: number): number {
  return 65 + (position0 % 23)
}

function recordOf({ residues, circular = false }: Entry, sha1: boolean): SequenceRecord {
  const hash = (algorithm: string) => createHash(algorithm).update(residues).digest()
  return {
    digest: hash('sha512').subarray(0, DIGEST_BYTES),
    md5: hash('md5'),
    ...(sha1 && { sha1: hash('sha1') }),
    length: residues.length,
    circular,
    ...{ pack: 0, offset: 0, size: 0 },
  }
}
