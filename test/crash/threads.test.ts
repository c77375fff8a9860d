import { cpSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { output, run, temporaryDirectory } from '../seqkeep.ts'

const root = resolve(import.meta.dirname, '../..')
/** A copy of the build, below node_modules, so that it finds the packages. */
const copy = join(root, 'node_modules/.cache', `seqkeep-threads-${process.pid}`)
const cli = join(copy, 'dist/cli/main.js')
let directory: string
let many: string

beforeAll(async () => {
  directory = await temporaryDirectory()
  // So many that each kind of thread has work.
  many = join(directory, 'many.fa')
  const records = Array.from({ length: COUNT }, (_, i) => `>${nameOf(i)}\n${residuesOf(i)}\n`)
  writeFileSync(many, records.join(''))
}, 120_000)
afterAll(() => rmSync(copy, { recursive: true, force: true }))

const COUNT = 200_000

/** One is so long that LMDB has pages of its own for it. */
function nameOf(number: number): string {
  return number === 100_000 ? 'long'.repeat(1000) : `r${number}`
}

/** A sequence of its own for each number. */
function residuesOf(number: number): string {
  const digits = number.toString(4).padStart(9, '0')
  return `GATTACA${digits.replaceAll(/\d/g, (digit) => 'ACGT'[Number(digit)]!)}`
}

/** Copies the build and replaces one of its files. */
function buildWith(file: string, program: string): void {
  rmSync(copy, { recursive: true, force: true })
  mkdirSync(copy, { recursive: true })
  cpSync(join(root, 'dist'), join(copy, 'dist'), { recursive: true })
  cpSync(join(root, 'package.json'), join(copy, 'package.json'))
  writeFileSync(join(copy, 'dist', file), program)
}

const FAILING = "throw new Error('out of order')"
/** Takes one message, and fails at the next. */
const FAILING_LATER = `
  import { parentPort } from 'node:worker_threads'
  let messages = 0
  parentPort.on('message', () => {
    if (++messages > 1) throw new Error('out of order')
    parentPort.postMessage(new Uint8Array(0))
  })`

describe('A thread that fails', () => {
  it.each([
    ['ingest/digests/digest-thread.js', FAILING],
    ['ingest/digests/digest-thread.js', FAILING_LATER],
    ['ingest/digests/collection-thread.js', FAILING],
    ['ingest/digests/collection-thread.js', FAILING_LATER],
  ])(
    '%s ends the command, says why, and leaves nothing',
    { timeout: 120_000 },
    async (file, how) => {
      buildWith(file, how)
      const store = join(await temporaryDirectory(), 'store')
      const { code, stderr } = await run(process.execPath, [cli, 'add', '--store', store, many])
      expect(code).toBe(1)
      expect(stderr).toContain('out of order')
      expect(readdirSync(join(store, 'packs'))).toEqual([])
      expect(readdirSync(join(store, 'journal'))).toEqual([])
      const verified = await output(process.execPath, [cli, 'verify', '--json', '--store', store])
      expect(JSON.parse(verified)).toMatchObject({ problems: [], sequences: 0 })
    },
  )

  it.each([
    ['store/catalog/run-thread.js', FAILING],
    ['store/catalog/lmdb/lookup-thread.js', FAILING],
    ['store/catalog/lmdb/lookup-thread.js', FAILING_LATER],
    ['store/catalog/lmdb/lookup-thread.js', 'process.exit(0)'],
  ])('%s is not missed, as others can do its work', { timeout: 120_000 }, async (file, how) => {
    buildWith(file, how)
    await expectAdded()
  })
})

it('Threads that work give what a plain loop gives', { timeout: 120_000 }, async () => {
  buildWith('unused.js', '')
  await expectAdded()
})

async function expectAdded(): Promise<void> {
  const store = join(await temporaryDirectory(), 'store')
  const args = ['--json', '--store', store]
  const { added } = JSON.parse(await output(process.execPath, [cli, 'add', ...args, many]))
  expect(added).toMatchObject([{ records: COUNT, new: COUNT, aliases: COUNT }])
  // That makes a catalog anew, as adding much more than this does.
  await output(process.execPath, [cli, 'rebuild', '--store', store])
  const verified = await output(process.execPath, [cli, 'verify', ...args])
  expect(JSON.parse(verified)).toMatchObject({ problems: [], sequences: COUNT })
  for (const number of [0, 1, 1023, 1024, 100_000, 123_456, 199_999]) {
    const text = await output(process.execPath, [
      cli,
      'get',
      '--store',
      store,
      `local:${nameOf(number)}`,
    ])
    expect(text.split('\n')[1]).toBe(residuesOf(number))
  }
}
