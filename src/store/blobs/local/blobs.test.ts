import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { type Disk, nodeDisk } from '../../disk.ts'
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

describe('A sync beside the writes', () => {
  /** Writes 16 MiB and commits, with syncs that do as they are told in turn. */
  async function write(...syncs: readonly (() => Promise<void>)[]): Promise<void> {
    const directory = await mkdtemp(join(tmpdir(), 'seqkeep-blobs-'))
    const left = [...syncs]
    const disk: Disk = {
      ...nodeDisk,
      async create(path) {
        const file = await nodeDisk.create(path)
        return Object.assign(file, { sync: () => left.shift()!() })
      },
    }
    const writer = await localBlobs(directory, disk).create('blob')
    const piece = Buffer.alloc(1 << 20)
    try {
      for (let i = 0; i < 16; i++) await writer.write(piece, i * piece.length)
      await writer.commit(16 * piece.length)
    } finally {
      await writer.abort()
      await rm(directory, { recursive: true })
      expect(left).toEqual([])
    }
  }
  const passes = () => Promise.resolve()
  const fails = () => Promise.reject(new Error('the disk is broken'))

  it('is one at each 8 MiB, and another at the commit', () => write(passes, passes, passes))

  it('fails the commit when it failed, though a later one would pass', () =>
    expect(write(fails)).rejects.toThrow('the disk is broken'))

  it('is waited for', async () => {
    let ended = false
    const slow = async () => {
      await setTimeout(50)
      ended = true
    }
    const last = async () => expect(ended).toBe(true)
    await write(slow, last)
  })
})
