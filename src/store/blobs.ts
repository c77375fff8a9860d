import type { Awaitable } from './store.ts'

/** Where packs live: a directory, or an object store. Paths are relative, with `/`. */
export interface Blobs {
  /** @throws {@link DamageError} when the blob is not there. */
  open(path: string): Awaitable<Blob>
  /** Makes a new blob; what it holds counts only once it is committed. */
  create(path: string): Promise<BlobWriter>
  list(directory: string): Promise<string[]>
  remove(path: string): Promise<void>
}

/** A blob that is read by position. Blobs are immutable once committed. */
export interface Blob {
  /** For messages. */
  readonly name: string
  /** In bytes; may exceed 2^32. */
  readonly size: number
  /**
   * Fills `into` from `position`.
   *
   * @throws {@link DamageError} when the blob ends before.
   */
  read(into: Uint8Array, position: number): Awaitable<void>
  close(): Awaitable<void>
}

/** A blob being written, by position. */
export interface BlobWriter {
  write(bytes: Uint8Array, position: number): Promise<void>
  /** Cuts the blob to `size` and makes it durable, its name included. */
  commit(size: number): Promise<void>
  /** Removes it. */
  abort(): Promise<void>
}
