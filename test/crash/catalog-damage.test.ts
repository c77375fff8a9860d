import { spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readCurrent } from '../../src/store/catalog/lmdb/current.ts'
import { StoreReader } from '../../src/store/reader.ts'
import { DamageError } from '../../src/store/store.ts'
import { rebuildCatalog, StoreWriter } from '../../src/store/writer.ts'
import { shown } from './check.ts'
import { type Compiled, compile } from './compile.ts'
import { randomOf } from './random.ts'
import { collectionOf, engines, FILES, MASK, runScenario } from './scenario.ts'

const SEED = Number(process.env.SEQKEEP_CRASH_SEED ?? Date.now() % 1e9)
const random = randomOf(SEED)
const directory = mkdtempSync(join(tmpdir(), 'seqkeep-catalog-'))
const original = join(directory, 'original')
const store = join(directory, 'store')
let compiled: Compiled

beforeAll(async () => {
  compiled = compile('writer-program')
  await runScenario(original)
}, 120_000)
afterAll(() => {
  compiled?.remove()
  rmSync(directory, { recursive: true, force: true })
})

/** A copy of the store whose catalog is changed. */
function damage(change: (catalog: Buffer) => void): void {
  rmSync(store, { recursive: true, force: true })
  cpSync(original, store, { recursive: true })
  const path = join(store, 'catalog', readCurrent(join(store, 'catalog'))!, 'data.mdb')
  const bytes = readFileSync(path)
  change(bytes)
  writeFileSync(path, bytes)
}

/** Adds a file in another process, since a damaged catalog may end it; returns whether it did. */
async function addElsewhere(): Promise<boolean> {
  const child = spawn(process.execPath, [compiled.program('writer-program'), store, '2'], {
    stdio: 'ignore',
  })
  const [code] = await once(child, 'exit')
  return code === 0
}

describe('A damaged catalog', () => {
  it('costs no pack, though it has lost the name of one', async () => {
    for (const pack of readdirSync(join(original, 'packs'))) {
      const name = Buffer.from(pack.slice(0, 16), 'hex')
      damage((catalog) => {
        for (let at = catalog.indexOf(name); at >= 0; at = catalog.indexOf(name, at)) {
          catalog[at]! ^= 1
        }
      })
      await addElsewhere()
      await rebuildCatalog(store, engines)
      expect((await shown(store, 'as it is')).answers?.names).toMatchObject(
        (await shown(original, 'as it is')).answers!.names,
      )
    }
  })

  it('leaves no gap in the journal, though it counts a record too many', async () => {
    damage((catalog) => {
      for (let at = catalog.indexOf('"journal":2'); at >= 0; ) {
        catalog[at + 10] = '3'.charCodeAt(0)
        at = catalog.indexOf('"journal":2', at)
      }
    })
    await addElsewhere()
    await rebuildCatalog(store, engines)
    await (await StoreWriter.open(store, engines)).close()
  })

  it('gives no wrong name, description or mask, whichever bit of them is flipped', async () => {
    const { digest, mask } = collectionOf(FILES[0]!)
    const flipped = async (text: string | Uint8Array, ask: (store: StoreReader) => unknown) => {
      let found = 0
      damage((catalog) => {
        for (let at = catalog.indexOf(text); at >= 0; at = catalog.indexOf(text, at + 1)) {
          catalog[at + (random() % text.length)]! ^= 1 << (random() & 7)
          found++
        }
      })
      expect(found).toBeGreaterThan(0)
      const reader = await StoreReader.open(store, engines)
      await expect(Promise.resolve(ask(reader)), `seed ${SEED}`).rejects.toThrow(DamageError)
      await reader.close()
    }
    const members = (reader: StoreReader) => reader.members(digest, mask, 0, 10)
    await flipped('protein of one.fa', members)
    await flipped(FILES[0]!.members[2]!.digests.sha512t24u.subarray(12), members)
    const runs = MASK.subarray(4000, 4030)
    await flipped(runs, (reader) => reader.maskRuns(digest, mask, 1, 0, 10_000_000))
    await flipped('insdc\x07GCA_1.1', (reader) =>
      reader.collectionAliases(collectionOf(FILES[1]!).digest),
    )
  })

  it('can be made anew after any flipped bit, and writers lose nothing to it', {
    timeout: 300_000,
  }, async () => {
    const before = (await shown(original, 'as it is')).answers!
    let completed = 0
    for (let i = 0; i < 12; i++) {
      let what = ''
      damage((catalog) => {
        const position = random() % catalog.length
        what = `seed ${SEED}: byte ${position}`
        catalog[position]! ^= 1 << (random() & 7)
      })
      if (await addElsewhere()) completed++
      await rebuildCatalog(store, engines)
      const after = await shown(store, 'as it is').catch((error) => {
        throw new Error(what, { cause: error })
      })
      for (const [id, found] of Object.entries(before.sequences)) {
        if (found) expect(after.answers?.sequences[id], what).toMatchObject({ right: true })
      }
    }
    console.log(`seed ${SEED}: ${completed} of 12 adds completed`)
  })
})

describe('A directory that is no store', () => {
  it('is left alone', async () => {
    const foreign = join(directory, 'foreign')
    for (const name of ['journal', 'packs', 'catalog/furniture']) {
      mkdirSync(join(foreign, name), { recursive: true })
      writeFileSync(join(foreign, name, 'notes.txt'), 'mine')
    }
    const before = readdirSync(foreign, { recursive: true }).sort()
    await expect(StoreWriter.open(foreign, engines, { create: {} })).rejects.toThrow(foreign)
    expect(readdirSync(foreign, { recursive: true }).sort()).toEqual(before)
  })

  it('is not made of a store that has lost its store.json', async () => {
    damage(() => {})
    rmSync(join(store, 'store.json'))
    await expect(StoreWriter.open(store, engines, { create: { sha1: true } })).rejects.toThrow(
      'store.json',
    )
  })
})
