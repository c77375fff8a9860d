import type { Identifier } from '../digest/identifier.ts'

/** Engines inside the process answer at once, engines across a network later: always `await`. */
export type Awaitable<T> = T | Promise<T>

/** A stored sequence: what names it, and where its blocks are. */
export interface SequenceRecord {
  /** First 24 bytes of the SHA-512 of the residues. */
  readonly digest: Uint8Array
  /** 16 bytes. */
  readonly md5: Uint8Array
  /** 20 bytes, where the store keeps it. */
  readonly sha1?: Uint8Array
  /** In residues; may exceed 2^32. */
  readonly length: number
  readonly circular: boolean
  /** The catalog's number for the pack; see {@link Catalog.pack}. */
  readonly pack: number
  /** Byte in the pack at which the first block starts. */
  readonly offset: number
  /** Bytes of all blocks; the block directory follows them. */
  readonly size: number
}

/** A name for a sequence, with who gave it: a lower-case identifiers.org prefix where one exists. */
export interface Alias {
  readonly authority: string
  readonly alias: string
}

/** What `store.json` fixes for the life of a store. */
export interface StoreSettings {
  /** Whether each sequence has its SHA-1 too. */
  readonly sha1: boolean
}

/** Totals, kept as the store grows: reading them costs nothing. */
export interface StoreStats {
  readonly sequences: number
  readonly residues: number
  readonly aliases: number
  readonly collections: number
  readonly genomes: number
  readonly genes: number
  readonly packs: number
  /** Bytes of all packs. */
  readonly packBytes: number
  /** Number of the newest journal record that the catalog shows. */
  readonly journal: number
}

/** What every protocol needs of a store, and all it may know. */
export interface SequenceStore {
  readonly settings: StoreSettings
  /** Sequences that an identifier names: none, one, or several when a name is ambiguous. */
  find(identifier: Identifier): Awaitable<SequenceRecord[]>
  /** All names of a sequence, in the order in which they were added. */
  aliases(digest: Uint8Array): Awaitable<Alias[]>
  /**
   * Decodes residues `[start0, end0)` into the front of `into`, each block verified first.
   *
   * @throws {@link DamageError} when what is stored is not what was written; `into` then holds
   * nothing that may be used.
   */
  read(record: SequenceRecord, start0: number, end0: number, into: Uint8Array): Awaitable<void>
  /** Residues `[start0, end0)` in order, a piece at a time; what comes next is read ahead. */
  sequential(record: SequenceRecord, start0: number, end0: number): SequentialRead
  /**
   * As {@link SequenceStore.read}, to `into` at `at`, for one of many small ranges that lie near each
   * other: it keeps blocks, and reads ahead.
   */
  readOneOfMany(
    record: SequenceRecord,
    start0: number,
    end0: number,
    into: Uint8Array,
    at: number,
  ): Awaitable<void>
  /**
   * A number that grows when look-ups may answer otherwise than before: what was looked up can be kept
   * as long as it stays. It lags behind a commit by 100 ms at most.
   */
  version(): number
  /**
   * Runs of one residue other than A, C, G, T and U within residues `[start0, end0)`: `start0, end0,
   * residue` by turns, ascending, clipped. Most blocks tell them without being decoded.
   *
   * @throws {@link DamageError}
   */
  otherRuns(record: SequenceRecord, start0: number, end0: number): Promise<number[]>
  stats(): Promise<StoreStats>
  /** Up to `limit` sequences, in no particular order: something to show to a visitor. */
  sample(limit: number): Promise<SequenceRecord[]>
}

/** Residues that are read in order. */
export interface SequentialRead {
  /**
   * Fills `into` with the next residues, of which as many must be left. A call waits for the one before.
   *
   * @throws {@link DamageError} as {@link SequenceStore.read}.
   */
  read(into: Uint8Array): Awaitable<void>
}

/** Stored bytes are not those that were written. The message names the file and what to do. */
export class DamageError extends Error {
  override readonly name = 'DamageError'
}

/** The user asked for something that cannot be done; the message says what to do instead. */
export class StoreError extends Error {
  override readonly name = 'StoreError'
}
