import type { Awaitable } from '../../store/store.ts'

/** A file that is computed: its size is known, and a part of it costs what the part costs. */
export interface VirtualFile {
  /** In bytes. */
  readonly size: number
  /**
   * Writes bytes `[from, to)` to `into`, which has just that length.
   *
   * @throws Error when what the file is made of cannot be read; `into` then holds nothing to be used.
   */
  read(from: number, to: number, into: Uint8Array): Awaitable<void>
}

/** A file of bytes at hand. */
export function bytesFile(bytes: Uint8Array): VirtualFile {
  return {
    size: bytes.length,
    read: (from, to, into) => into.set(bytes.subarray(from, to)),
  }
}

/** Files one after another, as one. */
export function joined(files: readonly VirtualFile[]): VirtualFile {
  return {
    size: files.reduce((sum, { size }) => sum + size, 0),
    read: (from, to, into) => readJoined(files, 0, from, to, into),
  }
}

/**
 * Reads what files that follow each other hold of bytes `[from, to)`.
 *
 * @param at Byte at which the first of them begins.
 * @param into Its first byte is byte `from`.
 */
export async function readJoined(
  files: Iterable<VirtualFile>,
  at: number,
  from: number,
  to: number,
  into: Uint8Array,
): Promise<void> {
  let start = at
  for (const file of files) {
    const end = start + file.size
    const low = Math.max(from, start)
    const high = Math.min(to, end)
    if (low < high) {
      const reading = file.read(low - start, high - start, into.subarray(low - from, high - from))
      if (reading) await reading
    }
    if (end >= to) return
    start = end
  }
}

/** A file from its start to its end, in pieces of up to `bytes`, each in a buffer of its own. */
export async function* piecesOf(file: VirtualFile, bytes: number): AsyncGenerator<Uint8Array> {
  for (let from = 0; from < file.size; from += bytes) {
    const to = Math.min(from + bytes, file.size)
    const piece = Buffer.allocUnsafe(to - from)
    await file.read(from, to, piece)
    yield piece
  }
}
