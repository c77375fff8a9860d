import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { prepareLockHolder, takeLockHolder } from './lock-holder.ts'

let directory: string
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'seqkeep-lock-'))
})
afterAll(() => rm(directory, { recursive: true }))

describe('The holder of a lock', () => {
  it('lets one after the other have it, started ahead or not', async () => {
    const path = join(directory, 'a name\nof two lines')
    prepareLockHolder()
    const first = takeLockHolder()
    await (await first.take(path)).held
    const second = takeLockHolder()
    const { held } = await second.take(path)
    expect(await Promise.race([held, setTimeout(200, 'busy')])).toBe('busy')
    await first.release()
    expect(() => first.assertAlive()).toThrow('has ended')
    await held
    second.assertAlive()
    await second.release()
  })

  it('ends when it is never told what to hold', async () => {
    prepareLockHolder()
    const holder = takeLockHolder()
    await holder.release()
    expect(() => holder.assertAlive()).toThrow('has ended')
  })

  it('is lost when it cannot open what it is told', async () => {
    const holder = takeLockHolder()
    const { held } = await holder.take('/dev/null/mutex')
    await expect(held).rejects.toThrow("the process that holds the store's lock has ended")
  })

  it('is lost when it is killed', async () => {
    const holder = takeLockHolder()
    await (await holder.take(join(directory, 'killed'))).held
    holder.kill()
    await expect(holder.lost).rejects.toThrow('has ended')
  })
})
