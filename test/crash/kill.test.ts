import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { StoreReader } from '../../src/store/reader.ts'
import type { SequenceStore } from '../../src/store/store.ts'
import type { VerifyReport } from '../../src/store/verify.ts'
import { garbageOf } from './check.ts'
import { type Compiled, compile } from './compile.ts'
import { type GenomeRecord, writeGenome } from './genome.ts'
import { randomOf } from './random.ts'
import { engines } from './scenario.ts'

const ROUNDS = Number(process.env.SEQKEEP_CRASH_ROUNDS ?? (process.env.CI ? 100 : 5))
const SEED = Number(process.env.SEQKEEP_CRASH_SEED ?? Date.now() % 1e9)

/** What an `add` does, in this order; a test may wait for any but the first. */
const PHASES = ['opening', 'packing', 'pack sync', 'journal', 'commit', 'catalog', 'after'] as const
type Phase = (typeof PHASES)[number]

function small(name: string, residues: string) {
  const md5 = createHash('md5').update(residues).digest('hex')
  return { name, residues, length: residues.length, md5 }
}

/** What the store has before the load. */
const BASE = [small('before', 'ACGTACGTTTGA'), small('too', 'MKVLAAGIVGLPNW')]
/** What is added after a kill. */
const NEXT = small('next', 'TTTTACGT')

const random = randomOf(SEED)
const fraction = () => random() / 2 ** 32
const directory = mkdtempSync(join(tmpdir(), 'seqkeep-kill-'))
const genome = join(directory, 'genome.fa')
const next = join(directory, 'next.fa')
const base = join(directory, 'base')
let compiled: Compiled
let records: GenomeRecord[]

beforeAll(async () => {
  compiled = compile('announce-program')
  records = writeGenome(genome, 1)
  const first = join(directory, 'first.fa')
  writeFileSync(first, BASE.map(({ name, residues }) => `>${name}\n${residues}\n`).join(''))
  await add(base, first)
  writeFileSync(next, `>${NEXT.name}\n${NEXT.residues}\n`)
}, 120_000)
afterAll(() => {
  compiled?.remove()
  rmSync(directory, { recursive: true, force: true })
})

async function run<T>(...args: string[]): Promise<T> {
  return JSON.parse((await promisify(execFile)(process.execPath, [compiled.cli, ...args])).stdout)
}

async function add(store: string, file: string): Promise<void> {
  const { added } = await run<{ added: { changed: boolean }[] }>(
    ...['add', '--json', '--store', store, file],
  )
  expect(added.map(({ changed }) => changed)).toEqual([true])
}

/** Verifies a store, which brings up its catalog first, in another process: this one has to kill. */
async function verify(store: string): Promise<void> {
  const { problems } = await run<VerifyReport>('verify', '--json', '--store', store)
  expect(problems).toEqual([])
}

/** An `add` that says which phase it is in. */
class Load {
  readonly #child: ChildProcess
  readonly #waiting = new Map<string, () => void>()
  readonly #ended: Promise<unknown>
  /** When each phase was announced, in milliseconds since the start. */
  readonly begun: Partial<Record<Phase, number>> = { opening: 0 }
  #phase: Phase = 'opening'

  constructor(store: string) {
    const started = performance.now()
    const announce = pathToFileURL(compiled.program('announce-program')).href
    this.#child = spawn(
      process.execPath,
      ['--import', announce, compiled.cli, 'add', '--store', store, genome],
      { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] },
    )
    const lines = createInterface({ input: this.#child.stdio[3] as Readable })
    lines.on('line', (line) => {
      this.#phase = line as Phase
      this.begun[this.#phase] = performance.now() - started
      this.#waiting.get(line)?.()
    })
    this.#ended = Promise.all([once(this.#child, 'exit'), once(lines, 'close')])
  }

  /** Waits until a phase is announced, or the process has ended. */
  async until(phase: Phase): Promise<void> {
    const announced = new Promise<void>((resolve) => this.#waiting.set(phase, resolve))
    await Promise.race([announced, this.#ended])
  }

  /** Kills it; returns the phase that it had announced last, `undefined` if it had ended already. */
  async kill(): Promise<Phase | undefined> {
    this.#child.kill('SIGKILL')
    await this.#ended
    return this.#child.signalCode === 'SIGKILL' ? this.#phase : undefined
  }

  /** Milliseconds that it took, to its own end. */
  async ended(): Promise<number> {
    const started = performance.now()
    await this.#ended
    expect(this.#child.exitCode).toBe(0)
    return performance.now() - started
  }
}

/** Waits to a fraction of a millisecond. */
async function wait(milliseconds: number): Promise<void> {
  const end = performance.now() + milliseconds
  if (milliseconds > 3) await new Promise((resolve) => setTimeout(resolve, milliseconds - 2))
  while (performance.now() < end);
}

/** How many of the records a store has, under their names, with the right digest and length. */
async function countOf(store: SequenceStore, wanted: readonly GenomeRecord[]): Promise<number> {
  let found = 0
  for (const { name, md5, length } of wanted) {
    const [record] = await store.find({ kind: 'bare', alias: name })
    if (!record) continue
    expect(record).toMatchObject({ length, md5: Uint8Array.from(Buffer.from(md5, 'hex')) })
    found++
  }
  return found
}

/** Which files a store shows beside the first. */
interface Files {
  readonly load: boolean
  readonly next: boolean
}

/**
 * Asks which files a store shows, and asserts that they are whole. Of the load's records one in
 * fifty is looked up, and all are counted; `verify` looks for each.
 */
async function filesShown(path: string): Promise<Files> {
  const store = await StoreReader.open(path, engines)
  try {
    const some = records.filter((_, i) => i < 20 || i % 50 === 0)
    const found = await countOf(store, some)
    const [load, next] = [found > 0, (await countOf(store, [NEXT])) > 0]
    expect(found).toBe(load ? some.length : 0)
    expect(await countOf(store, BASE)).toBe(BASE.length)
    expect(await store.stats()).toMatchObject({
      journal: 1 + Number(load) + Number(next),
      sequences: BASE.length + (load ? records.length : 0) + Number(next),
    })
    return { load, next }
  } finally {
    await store.close()
  }
}

describe('A load that is killed', () => {
  it(`leaves a sound store, ${ROUNDS} times`, { timeout: 3_600_000 }, async () => {
    const { total, lengths } = await undisturbed(join(directory, 'undisturbed'))
    const kills = Object.fromEntries(PHASES.map((phase) => [phase, { kills: 0, kept: 0 }]))
    let round = 0
    const lane = async (store: string) => {
      while (round < ROUNDS) {
        const number = round++
        const phase = await killedIn(store, number % 2 === 0 ? total : lengths)
        const held = await expectSound(store, phase, number % 5 === 0)
        kills[phase]!.kills++
        if (held) kills[phase]!.kept++
      }
    }
    await Promise.all(['one', 'two'].map((name) => lane(join(directory, name))))
    console.log(`seed ${SEED}: an undisturbed load takes ${total.toFixed()} ms`)
    console.table(
      PHASES.map((phase) => ({
        phase,
        milliseconds: Math.round(lengths[phase]),
        kills: kills[phase]!.kills,
        'load committed': kills[phase]!.kept,
      })),
    )
  })
})

type Lengths = Record<Phase, number>

/** How long a load takes, and each of its phases, in milliseconds. */
async function undisturbed(store: string): Promise<{ total: number; lengths: Lengths }> {
  cpSync(base, store, { recursive: true })
  const load = new Load(store)
  const total = await load.ended()
  const begins = PHASES.map((phase) => load.begun[phase]!)
  const lengths = PHASES.map((phase, i) => [phase, (begins[i + 1] ?? total) - begins[i]!])
  return { total, lengths: Object.fromEntries(lengths) }
}

/**
 * Kills a load at a random moment of its time, or of one of the phases after the packing, which are
 * too short to be met often. Returns the phase that it was in.
 */
async function killedIn(store: string, time: number | Lengths): Promise<Phase> {
  // A load that has ended before is faster than the first one was.
  for (let share = 1; ; share *= 0.9) {
    rmSync(store, { recursive: true, force: true })
    cpSync(base, store, { recursive: true })
    const load = new Load(store)
    if (typeof time === 'number') {
      await wait(share * fraction() * time)
    } else {
      const phase = PHASES[2 + (random() % (PHASES.length - 2))]!
      await load.until(phase)
      await wait(share * fraction() * time[phase])
    }
    const phase = await load.kill()
    if (phase) return phase
  }
}

/**
 * Asserts all that must hold after a kill; returns whether the load was committed.
 *
 * @param again - Whether the next add is that of the load, if it was lost, and not of a small file.
 */
async function expectSound(store: string, phase: Phase, again: boolean): Promise<boolean> {
  const shown = await filesShown(store)
  await verify(store)
  const { load } = await filesShown(store)
  const [at, commit] = [PHASES.indexOf(phase), PHASES.indexOf('commit')]
  if (shown.load || at > commit) expect(load, phase).toBe(true)
  if (at < commit) expect(load, phase).toBe(false)
  if (phase === 'after') expect(shown.load).toBe(true)

  const reload = again && !load
  await add(store, reload ? genome : next)
  if (!load) await verify(store)
  expect(await filesShown(store)).toEqual({ load: load || reload, next: !reload })
  expect(await garbageOf(store)).toEqual([])
  return load
}
