import { piecesOf, type VirtualFile } from '../collection/files/virtual-file.ts'
import { BGZF_BLOCK, bgzip } from '../formats/bgzf-writer.ts'
import { GziWriter } from '../formats/gzi.ts'

/** Takes bytes; they may be used again once it has. */
export interface Target {
  write(bytes: Uint8Array): Promise<void>
}

/** Bytes that are computed while as many are being written. */
const PIECE = 1 << 20

/** Writes a file as it is. */
export async function exportPlain(
  file: VirtualFile,
  target: Target,
  onProgress: (done: number) => void,
): Promise<void> {
  let [filled, other] = [Buffer.allocUnsafeSlow(PIECE), Buffer.allocUnsafeSlow(PIECE)]
  let writing: Promise<void> = Promise.resolve()
  try {
    for (let from = 0; from < file.size; from += PIECE) {
      const to = Math.min(from + PIECE, file.size)
      const piece = filled.subarray(0, to - from)
      await file.read(from, to, piece)
      await writing
      writing = target.write(piece)
      writing.catch(() => {}) // It is awaited in its turn.
      const next = other
      other = filled
      filled = next
      onProgress(to)
    }
  } finally {
    await writing
  }
}

/**
 * Writes a file as BGZF.
 *
 * @returns Its `.gzi`.
 */
export async function exportBgzf(
  file: VirtualFile,
  target: Target,
  onProgress: (done: number) => void,
): Promise<Uint8Array> {
  const index = new GziWriter()
  let done = 0
  for await (const { bytes, data } of bgzip(piecesOf(file, BGZF_BLOCK))) {
    if (data > 0) index.add(bytes.length, data)
    await target.write(bytes)
    done += data
    onProgress(done)
  }
  return index.bytes()
}
