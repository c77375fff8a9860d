import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, it, vi } from 'vitest'
import { localBlobs } from './blobs.ts'

afterEach(() => vi.restoreAllMocks())

it('reads of a slow disk go through the thread pool, with the same bytes', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'seqkeep-blobs-'))
  await writeFile(join(directory, 'blob'), 'ACGTACGTAC')
  let now = 0
  let blocks = 0
  vi.spyOn(performance, 'now').mockImplementation(() => now)
  vi.spyOn(process, 'resourceUsage').mockImplementation(
    () => ({ fsRead: blocks }) as NodeJS.ResourceUsage,
  )
  const blob = await localBlobs(directory).open('blob')
  const read = async (position: number) => {
    const into = Buffer.alloc(3)
    const reading = blob.read(into, position)
    await reading
    return [into.toString(), reading instanceof Promise]
  }
  expect(await read(0)).toEqual(['ACG', false])
  // From here on, each look at the clock finds that 5 ms have gone by, and a disk has read.
  vi.spyOn(performance, 'now').mockImplementation(() => {
    blocks++
    now += 5
    return now
  })
  expect(await read(1)).toEqual(['CGT', false])
  expect(await read(2)).toEqual(['GTA', true])
  await expect(read(9)).rejects.toThrow('ends too early')
  now += 200
  expect(await read(3)).toEqual(['TAC', false])
  await blob.close()
  await rm(directory, { recursive: true })
})
