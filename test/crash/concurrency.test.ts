import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { hex } from '../../src/digest/hex.ts'
import { digestSequence } from '../../src/digest/sequence-digest.ts'
import { readCurrent } from '../../src/store/catalog/lmdb/current.ts'
import { openTables } from '../../src/store/catalog/lmdb/tables.ts'
import { openStore } from '../../src/store/open.ts'
import { rebuildCatalog, StoreWriter } from '../../src/store/writer.ts'
import { garbageOf, shown } from './check.ts'
import { type Compiled, compile } from './compile.ts'
import { randomOf, textOf } from './random.ts'
import {
  addFile,
  answersOf,
  CHANGES,
  engines,
  FILES,
  NEXT,
  runScenario,
  verify,
} from './scenario.ts'

const directory = mkdtempSync(join(tmpdir(), 'seqkeep-concurrency-'))
let compiled: Compiled
let store: string
let stores = 0

beforeAll(() => {
  compiled = compile('reader-program', 'writer-program')
}, 120_000)
beforeEach(() => {
  store = join(directory, `store${++stores}`)
})
afterAll(() => {
  compiled?.remove()
  rmSync(directory, { recursive: true, force: true })
})

function start(program: string, ...args: string[]): ChildProcess {
  return spawn(process.execPath, [program, ...args], { stdio: ['pipe', 'pipe', 'inherit'] })
}

/** What a process prints until it ends well. */
async function output(child: ChildProcess): Promise<string> {
  const [printed, [code]] = await Promise.all([text(child.stdout!), once(child, 'exit')])
  expect(code).toBe(0)
  return printed
}

/** Waits for a line of a process's output. */
async function lineOf(child: ChildProcess, pattern: RegExp): Promise<RegExpExecArray> {
  for await (const line of createInterface({ input: child.stdout as Readable })) {
    const match = pattern.exec(line)
    if (match) return match
  }
  throw new Error(`a process ended without ${pattern}`)
}

async function kill(child: ChildProcess): Promise<void> {
  const ended = once(child, 'exit')
  child.kill('SIGKILL')
  await ended
}

describe('Writers at once', () => {
  it('all complete, from a store that none has made yet', { timeout: 120_000 }, async () => {
    const writers = ['0', '1', '2', '0'].map((number) =>
      start(compiled.program('writer-program'), store, number),
    )
    const printed = (await Promise.all(writers.map(output))).sort()
    expect(printed).toEqual(['0 false\n', '0 true\n', '1 true\n', '2 true\n'])
    const reader = await openStore(store, engines)
    expect((await verify(store, reader)).problems).toEqual([])
    const { stats, sequences, names } = await answersOf(reader)
    await reader.close()
    expect(stats).toMatchObject({ sequences: 6, collections: 3, journal: 3 })
    const found = Object.values(sequences).filter((each) => each !== undefined)
    expect(found).toEqual(Array(6).fill(expect.objectContaining({ right: true })))
    expect(names['local:x']).toHaveLength(2)
    expect(await garbageOf(store)).toEqual([])
  })
})

describe('Readers during a load', () => {
  it('see each commit, whole, without a restart', { timeout: 120_000 }, async () => {
    const writer = await StoreWriter.open(store, engines, { create: {} })
    const readers = [1, 2].map(() => start(compiled.program('reader-program'), 'watch', store))
    const reads = readers.map(output)
    // Which of all sequences are there: empty ones and those of two files as well, but not the genome's.
    const states = ['0 0000000', '1 1111000', '2 1111100', '3 1111101']
    try {
      const lines = readers.map((reader) => createInterface({ input: reader.stdout as Readable }))
      const seen = (state: string) =>
        Promise.all(
          lines.map(
            (line) =>
              new Promise<void>((resolve) => {
                line.on('line', (each) => each === state && resolve())
              }),
          ),
        )
      const latencies: number[] = []
      let waiting = seen(states[0]!)
      await waiting
      for (const [i, file] of [...FILES, NEXT].entries()) {
        waiting = seen(states[i + 1]!)
        await addFile(writer, file)
        const committed = performance.now()
        await waiting
        latencies.push(Math.round(performance.now() - committed))
      }
      console.log(`commits were seen after ${latencies.join(', ')} ms`)
    } finally {
      for (const reader of readers) reader.stdin?.end()
      await writer.close()
    }
    for (const printed of await Promise.all(reads)) {
      const said = printed.trim().split('\n')
      expect(Number(/^rounds (\d+)$/.exec(said.pop()!)![1])).toBeGreaterThan(4)
      expect(said).toEqual(states)
    }
  })
})

describe('A server', () => {
  it('answers rightly while its catalog is rebuilt and added to', {
    timeout: 180_000,
  }, async () => {
    const random = randomOf(3)
    const files = Array.from({ length: 4 }, (_, i) => {
      const residues = textOf(random, 'ACGT', 300_000 + i)
      const path = join(directory, `file${i}.fa`)
      writeFileSync(path, `>name${i}\n${residues}\n`)
      return { path, residues, md5: hex(digestSequence(new TextEncoder().encode(residues)).md5) }
    })
    const add = (path: string) => output(start(compiled.cli, 'add', '--store', store, path))
    await add(files[0]!.path)
    const server = start(compiled.cli, 'serve', '--store', store, '--port', '0')
    const ended = once(server, 'exit')
    try {
      const [, url] = await lineOf(server, /(http:\/\/127\.0\.0\.1:\d+)/)
      let committed = 1
      let answers = 0
      let busy = true
      const client = async () => {
        for (let i = 0; busy; i = (i + 1) % files.length) {
          const { md5, residues } = files[i]!
          const mustBeThere = i < committed
          const start0 = random() % residues.length
          const whole = random() % 2 === 0
          const query = whole
            ? ''
            : `?start=${start0}&end=${Math.min(start0 + 999, residues.length)}`
          const response = await fetch(`${url}/sequence/${md5}${query}`)
          const body = await response.text()
          if (response.status === 404 && !mustBeThere) continue
          expect(response.status).toBe(200)
          expect(body === (whole ? residues : residues.slice(start0, start0 + 999))).toBe(true)
          const metadata = await fetch(`${url}/sequence/${md5}/metadata`)
          expect(await metadata.json()).toMatchObject({
            metadata: { md5, length: residues.length },
          })
          answers++
        }
      }
      const clients = [client(), client()]
      for (const [i, { path, md5 }] of files.entries()) {
        if (i > 0) {
          await add(path)
          const done = performance.now()
          while ((await fetch(`${url}/sequence/${md5}/metadata`)).status !== 200);
          console.log(`file ${i} was seen ${(performance.now() - done).toFixed()} ms after its add`)
          committed = i + 1
        }
        for (let k = 0; k < 4; k++) await rebuildCatalog(store, engines)
      }
      busy = false
      await Promise.all(clients)
      expect(answers).toBeGreaterThan(20)
    } finally {
      server.kill('SIGTERM')
      await ended
    }
    expect(server.exitCode).toBe(0)
    expect(await garbageOf(store)).toEqual([])
  })
})

describe('Dead readers', () => {
  const READERS = 12

  /** Adds names again and again, and returns how the catalog has grown. */
  async function grow(dying: boolean): Promise<number> {
    await runScenario(store)
    const data = () => {
      const catalog = join(store, 'catalog')
      return statSync(join(catalog, readCurrent(catalog)!, 'data.mdb')).size
    }
    const before = data()
    for (let i = 0; i < READERS; i++) {
      if (dying) {
        const reader = start(compiled.program('reader-program'), 'hold', store)
        await lineOf(reader, /holds/)
        await kill(reader)
      }
      const writer = await StoreWriter.open(store, engines)
      for (let k = 0; k < 10; k++) {
        const change = await writer.change()
        const digest = FILES[0]!.members[0]!.digests.sha512t24u
        for (let n = 0; n < 20; n++) await change.alias(digest, 'local', `${i}.${k}.${n}`)
        await change.commit()
      }
      await writer.close()
    }
    return data() - before
  }

  it('leave no slots, and the catalog grows as without them', { timeout: 180_000 }, async () => {
    const alone = await grow(false)
    store = join(directory, `store${++stores}`)
    const among = await grow(true)
    console.log(`the catalog grew by ${alone} bytes, with dead readers by ${among}`)
    expect(among).toBeLessThan(1.5 * alone)

    const catalog = join(store, 'catalog')
    const { root } = openTables(join(catalog, readCurrent(catalog)!), true)
    const readers = Array.from({ length: 3 }, () =>
      start(compiled.program('reader-program'), 'hold', store),
    )
    for (const reader of readers) await lineOf(reader, /holds/)
    for (const reader of readers) {
      expect(root.readerList()).toContain(`${reader.pid} `)
      await kill(reader)
    }
    expect(root.readerList()).toContain(`${readers[0]!.pid} `)
    await (await openStoreElsewhere()).ended
    for (const reader of readers) expect(root.readerList()).not.toContain(`${reader.pid} `)
    await root.close()
    expect((await shown(store, 'as it is')).answers?.stats.journal).toBe(
      CHANGES.length + 10 * READERS,
    )
  })

  /** Another process opens the store and ends. */
  async function openStoreElsewhere(): Promise<{ ended: Promise<unknown> }> {
    const child = start(compiled.program('reader-program'), 'watch', store)
    child.stdin?.end()
    return { ended: output(child) }
  }
})
