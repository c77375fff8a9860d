import {
  closeSync,
  mkdtempSync,
  openSync,
  readFileSync,
  readSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs'
import { type IncomingMessage, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { hex } from '../../src/digest/hex.ts'
import { sequenceId } from '../../src/digest/identifier.ts'
import { createApp } from '../../src/server/app.ts'
import { PACK_HEADER, packedBytes, packFile } from '../../src/store/pack/layout.ts'
import { StoreReader } from '../../src/store/reader.ts'
import { DamageError, type SequenceRecord, StoreError } from '../../src/store/store.ts'
import { StoreWriter } from '../../src/store/writer.ts'
import { randomOf } from './random.ts'
import { addFile, engines, FILES, NEXT, verify } from './scenario.ts'

const SEED = Number(process.env.SEQKEEP_CRASH_SEED ?? Date.now() % 1e9)
const random = randomOf(SEED)
const between = (low: number, high: number) => low + (random() % (high - low))
const directory = mkdtempSync(join(tmpdir(), 'seqkeep-damage-'))
const members = [...FILES, NEXT].flatMap((file) => file.members)

/** A part of the store's files: where a flip may fall. */
interface Place {
  readonly path: string
  readonly start: number
  readonly end: number
}

/** Places by what they are, and how many flips each kind gets. */
const places: Record<string, { readonly flips: number; readonly places: Place[] }> = {
  'pack header': { flips: 8, places: [] },
  'blocks of short sequences': { flips: 10, places: [] },
  'blocks of long sequences': { flips: 20, places: [] },
  'directories of short sequences': { flips: 10, places: [] },
  'directories of long sequences': { flips: 12, places: [] },
  'journal header': { flips: 8, places: [] },
  'journal frame head': { flips: 8, places: [] },
  'journal frame': { flips: 8, places: [] },
  'journal end': { flips: 6, places: [] },
  CURRENT: { flips: 5, places: [] },
  'store.json': { flips: 5, places: [] },
}

beforeAll(async () => {
  const writer = await StoreWriter.open(directory, engines, { create: {} })
  for (const file of [...FILES, NEXT]) await addFile(writer, file)
  const records = new Map<string, SequenceRecord>()
  for (const { digests } of members) {
    const record = await writer.catalog.sequence(digests.sha512t24u)
    records.set(hex(digests.sha512t24u), record!)
  }
  const packs = await writer.catalog.packs()
  await writer.close()

  const place = (kind: string, path: string, start: number, end: number) => {
    if (end > start) places[kind]!.places.push({ path, start, end })
  }
  for (const { name } of packs) place('pack header', packFile(name), 0, PACK_HEADER.length)
  for (const { length, pack, offset, size } of records.values()) {
    const path = packFile(packs[pack - 1]!.name)
    const bytes = packedBytes(length, size)
    // The reader has a path of its own for what takes no more than this.
    const kind = bytes <= 8192 ? 'short sequences' : 'long sequences'
    place(`blocks of ${kind}`, path, offset, offset + size)
    place(`directories of ${kind}`, path, offset + size, offset + bytes)
  }
  for (let number = 1; number <= 3; number++) {
    const path = `journal/${number.toString(16).padStart(16, '0')}.rec`
    const bytes = readFileSync(join(directory, path))
    place('journal header', path, 0, 24)
    for (let at = 24; at < bytes.length; ) {
      const length = bytes.readUInt32LE(at)
      if (length === 0) place('journal end', path, at, bytes.length)
      if (length === 0) break
      place('journal frame head', path, at, at + 8)
      place('journal frame', path, at + 8, at + 8 + length)
      at += 8 + length
    }
  }
  for (const [kind, path] of [
    ['CURRENT', 'catalog/CURRENT'],
    ['store.json', 'store.json'],
  ] as const) {
    place(kind, path, 0, statSync(join(directory, path)).size)
  }
})
afterAll(() => rmSync(directory, { recursive: true, force: true }))

/** Flips a bit of a file in place; a second time, it undoes that. */
function flip(path: string, position: number, bit: number): void {
  const file = openSync(join(directory, path), 'r+')
  const byte = Buffer.alloc(1)
  readSync(file, byte, 0, 1, position)
  byte[0]! ^= 1 << bit
  writeSync(file, byte, 0, 1, position)
  closeSync(file)
}

/** What `verify` or the opening of the store says of a damage; nothing when it is not found. */
async function complaints(): Promise<string[]> {
  try {
    return await withStore(async (store) =>
      (await verify(directory, store)).problems.map(({ message }) => message),
    )
  } catch (error) {
    if (error instanceof StoreError || error instanceof DamageError) return [error.message]
    throw error
  }
}

async function withStore<T>(use: (store: StoreReader) => Promise<T>): Promise<T> {
  const store = await StoreReader.open(directory, engines)
  try {
    return await use(store)
  } finally {
    await store.close()
  }
}

/** An answer that came whole; `undefined` when the connection broke before its end. */
interface Answer {
  readonly status: number
  readonly body: Buffer
}

function get(
  port: number,
  path: string,
  headers: Record<string, string>,
): Promise<Answer | undefined> {
  return new Promise((resolve) => {
    const take = (response: IncomingMessage) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk) => chunks.push(chunk))
      response.on('error', () => resolve(undefined))
      response.on('close', () =>
        resolve(
          response.complete
            ? { status: response.statusCode!, body: Buffer.concat(chunks) }
            : undefined,
        ),
      )
    }
    request({ host: '127.0.0.1', port, path, headers, agent: false }, take)
      .on('error', () => resolve(undefined))
      .end()
  })
}

/** What became of the reads of a damaged store. */
const reads = { right: 0, refused: 0, 'broken off': 0 }

/** Reads every sequence whole and in ranges over HTTP; throws if a wrong byte comes as an answer. */
async function readAll(store: StoreReader): Promise<void> {
  const app = createApp({ store, version: '0.0.0', logger: pino({ level: 'silent' }) })
  await app.listen({ host: '127.0.0.1', port: 0 })
  const { port } = app.server.address() as AddressInfo
  try {
    for (const { digests, residues } of members) {
      const path = `/sequence/${random() % 2 ? sequenceId(digests.sha512t24u) : hex(digests.md5)}`
      await read(port, path, {}, residues)
      for (let i = 0; i < 4 && residues.length > 1; i++) {
        const start0 = between(0, residues.length - 1)
        const end0 = between(start0 + 1, Math.min(residues.length, start0 + 400_000) + 1)
        const expected = residues.subarray(start0, end0)
        if (i % 2) await read(port, `${path}?start=${start0}&end=${end0}`, {}, expected)
        else await read(port, path, { range: `bytes=${start0}-${end0 - 1}` }, expected)
      }
    }
  } finally {
    await app.close()
  }
}

async function read(
  port: number,
  path: string,
  headers: Record<string, string>,
  expected: Uint8Array,
): Promise<void> {
  const answer = await get(port, path, { accept: 'text/plain', ...headers })
  if (!answer) reads['broken off']++
  else if (answer.status !== 200 && answer.status !== 206) {
    expect(answer.status).toBeGreaterThanOrEqual(404)
    reads.refused++
  } else {
    expect(answer.body.equals(expected)).toBe(true)
    reads.right++
  }
}

describe('A flipped bit', () => {
  it('is in none of the reads of an undamaged store', async () => {
    expect(await complaints()).toEqual([])
    await withStore(readAll)
    expect(reads).toMatchObject({ refused: 0, 'broken off': 0 })
    reads.right = 0
  })

  it('is found, and never served, wherever it falls', { timeout: 600_000 }, async () => {
    let flips = 0
    for (const [kind, { flips: count, places: where }] of Object.entries(places)) {
      for (let i = 0; i < count; i++) {
        const { path, start, end } = where[random() % where.length]!
        const position = between(start, end)
        const bit = between(0, 8)
        const what = `seed ${SEED}: bit ${bit} of byte ${position} of ${path} (${kind})`
        flip(path, position, bit)
        try {
          expect((await complaints()).length, `${what} is not found`).toBeGreaterThan(0)
          await withStore(readAll).catch((error) => {
            if (!(error instanceof StoreError)) throw new Error(what, { cause: error })
          })
        } finally {
          flip(path, position, bit)
        }
        flips++
      }
    }
    expect(flips).toBe(100)
    expect(await complaints()).toEqual([])
    console.log(`seed ${SEED}: ${flips} flips; reads over HTTP: ${JSON.stringify(reads)}`)
    expect(reads['broken off']).toBeGreaterThan(0)
    expect(reads.refused).toBeGreaterThan(0)
  })
})
