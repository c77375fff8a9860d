import { stat } from 'node:fs/promises'
import { FEW_BYTES, prepareDigestThreads } from './digests/prepared-threads.ts'

/** Lets the reading of a large file begin sooner: to be called while there is something to wait for. */
export async function prepareReading(path: string): Promise<void> {
  const { size } = await stat(path).catch(() => ({ size: 0 }))
  if (size > FEW_BYTES) prepareDigestThreads()
}
