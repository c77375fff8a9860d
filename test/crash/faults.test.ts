import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { type Disk, replaceFile } from '../../src/store/disk.ts'
import { StoreWriter } from '../../src/store/writer.ts'
import { garbageOf, type Shown, shown } from './check.ts'
import { type Compiled, compile } from './compile.ts'
import { type Fault, Steps, stepThroughReplay } from './fault.ts'
import { FaultyDisk } from './faulty-disk.ts'
import { addFile, CHANGES, engines, enginesOn, NEXT, runScenario } from './scenario.ts'

// The lock is a process of its own, 150 ms each: its steps on the disk are kept, and the runs that
// are killed take the real one.
vi.mock('../../src/store/lock.ts', () => ({
  lockWriter: async (store: string, disk: Disk) => {
    await disk.makeDirectory(join(store, 'lock'))
    await replaceFile(disk, join(store, 'lock'), 'holder', 'this test')
    return { assertHeld: () => {}, release: async () => {} }
  },
}))

/** What the store shows after each number of files, and in the end after the next one too. */
const states: Shown[] = []
let steps: readonly string[]
let directory: string

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'seqkeep-faults-'))
  const store = join(directory, 'undisturbed')
  await (await StoreWriter.open(store, engines, { create: {} })).close()
  states.push(await shown(store, 'as it is'))
  for (const file of [...CHANGES, NEXT]) {
    const writer = await StoreWriter.open(store, engines)
    expect(await addFile(writer, file)).toBe(true)
    await writer.close()
    states.push(await shown(store, 'as it is'))
  }
  steps = await countSteps(join(directory, 'counted'))
  console.log(`${steps.length} steps: ${JSON.stringify(summary(steps))}`)
})
afterAll(() => rm(directory, { recursive: true, force: true }))

async function countSteps(store: string): Promise<readonly string[]> {
  const counted = new Steps()
  const undo = stepThroughReplay(counted)
  await runScenario(store, new FaultyDisk(counted))
  undo()
  return counted.names
}

function summary(names: readonly string[]): Record<string, number> {
  const count: Record<string, number> = {}
  for (const name of names) count[name] = (count[name] ?? 0) + 1
  return count
}

/** Index of the state that is shown; the store is not there before its `store.json` is. */
function stateOf(found: Shown): number {
  if (!found.answers) return 0
  const index = states.findIndex(
    ({ answers }) => answers?.stats.journal === found.answers?.stats.journal,
  )
  expect(found).toEqual(states[index])
  return index
}

/** Asserts all that must hold of a store after a crash or a failure. */
async function expectSound(store: string, committed: number): Promise<void> {
  const asItIs = stateOf(await shown(store, 'as it is'))
  expect(asItIs).toBeGreaterThanOrEqual(committed)
  const mended = stateOf(await shown(store, 'mended'))
  expect(mended).toBeGreaterThanOrEqual(asItIs)
  expect(mended).toBeLessThanOrEqual(committed + 1)

  await (await StoreWriter.open(store, engines, { create: {} })).close()
  expect(await garbageOf(store)).toEqual([])

  await runScenario(store)
  const writer = await StoreWriter.open(store, engines)
  expect((await writer.catalog.stats()).journal).toBe(CHANGES.length)
  await addFile(writer, NEXT)
  await writer.close()
  expect(await shown(store, 'mended')).toEqual(states[CHANGES.length + 1])
  expect(await garbageOf(store)).toEqual([])
}

/** All steps where time is no matter, else every third or eighth, other ones in each test. */
const ROUNDS = Number(process.env.SEQKEEP_CRASH_ROUNDS ?? 5)
const STRIDE = ROUNDS >= 100 ? 1 : ROUNDS >= 25 ? 3 : 8
let first = 0

async function inEachStep(test: (step: number, store: string) => Promise<void>): Promise<void> {
  for (let step = 1 + (first++ % STRIDE); step <= steps.length; step += STRIDE) {
    const store = join(directory, `${step}`)
    try {
      await test(step, store)
    } catch (error) {
      const message = error instanceof Error ? error.message : error
      throw new Error(`step ${step} (${steps[step - 1]}): ${message}`, { cause: error })
    }
    await rm(store, { recursive: true, force: true })
  }
}

describe('A store in which a step fails', () => {
  const cases: Record<Exclude<Fault, 'kill'>, string> = {
    error: 'fails once, half done',
    late: 'is done but fails all the same',
    full: 'finds the disk full from then on',
    dead: 'is the last one that is tried: nothing is cleaned up',
    power: 'is the last one, and nothing is kept but what was synced',
    data: 'is the last one, and all names are kept but no data that was not synced',
  }

  for (const [fault, what] of Object.entries(cases) as [Fault, string][]) {
    it(`is sound after each step that ${what}`, { timeout: 600_000 }, async () => {
      await inEachStep(async (step, store) => {
        const faulty = new Steps(step, fault)
        const undo = stepThroughReplay(faulty)
        const disk = new FaultyDisk(faulty)
        let committed = 0
        try {
          await runScenario(store, disk, (files) => {
            committed = files
          })
        } catch (error) {
          expect(String(error)).toContain('injected')
        } finally {
          undo()
        }
        if (fault === 'power' || fault === 'data') disk.loseData()
        if (fault === 'power') disk.loseNames()
        await expectSound(store, committed)
      })
    })
  }

  it('can be added to by the same writer, once what failed works again', {
    timeout: 600_000,
  }, async () => {
    await inEachStep(async (step, store) => {
      const faulty = new Steps(step, 'error')
      const undo = stepThroughReplay(faulty)
      const disk = new FaultyDisk(faulty)
      try {
        const open = () => StoreWriter.open(store, enginesOn(disk), { create: {}, disk })
        const writer = await open().catch(open)
        for (const file of CHANGES) {
          await addFile(writer, file).catch(() => addFile(writer, file))
        }
        await writer.close()
      } finally {
        undo()
      }
      await expectSound(store, CHANGES.length)
    })
  })
})

describe('A store whose writer is killed', () => {
  let compiled: Compiled
  beforeAll(() => {
    compiled = compile('faults-program')
  })
  afterAll(() => compiled?.remove())

  it('is sound after each step', { timeout: 900_000 }, async () => {
    await inEachStep(async (step, store) => {
      const child = spawn(
        process.execPath,
        [compiled.program('faults-program'), store, `${step}`],
        {
          stdio: ['ignore', 'pipe', 'inherit'],
        },
      )
      const [output, [, signal]] = await Promise.all([text(child.stdout), once(child, 'exit')])
      expect(signal).toBe('SIGKILL')
      const committed = output.split('\n').filter((line) => /^\d+$/.test(line)).length
      await expectSound(store, committed)
    })
  })
})
