import { open, stat } from 'node:fs/promises'
import { prepareInflating } from '../formats/bgzf-inflater.ts'
import { isGzip, readMemberHeader } from '../formats/gzip-member.ts'
import { FEW_BYTES, prepareDigestThreads } from './digests/prepared-threads.ts'

/** Bytes of a BGZF block's header, if it has no field but its size (SAM specification, 4.1). */
const HEADER_BYTES = 18

/** Lets the reading of a large file begin sooner: to be called while there is something to wait for. */
export async function prepareReading(path: string): Promise<void> {
  // What is wrong with the file, reading it tells.
  await prepare(path).catch(() => {})
}

async function prepare(path: string): Promise<void> {
  const { size } = await stat(path)
  if (size <= FEW_BYTES) return
  prepareDigestThreads()
  const file = await open(path)
  try {
    const { buffer } = await file.read(Buffer.alloc(HEADER_BYTES))
    const isBgzf = isGzip(buffer) && readMemberHeader(buffer, 0)?.blockSize !== undefined
    if (isBgzf) prepareInflating()
  } finally {
    await file.close()
  }
}
