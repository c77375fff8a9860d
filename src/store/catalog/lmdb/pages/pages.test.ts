import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, expect, it } from 'vitest'
import { makeTables, openTables, type Table } from '../tables.ts'
import { EnvironmentFile } from './environment-file.ts'
import { TreeWriter } from './tree-writer.ts'

const root = mkdtempSync(join(tmpdir(), 'seqkeep-pages-'))
afterAll(() => rmSync(root, { recursive: true }))

let made = 0

/** Writes pairs into a table of a new environment. Returns where that is, and what was not taken. */
async function load(pairs: readonly (readonly [Buffer, Buffer])[]) {
  const directory = join(root, `${made++}`)
  await makeTables(directory)
  const file = EnvironmentFile.open(directory)!
  const pages = file.writer()
  const tree = new TreeWriter(pages)
  const refused = pairs.filter(([key, value]) => {
    const bytes = Buffer.concat([Buffer.from('..'), key, value])
    return !tree.put(bytes, 2, 2 + key.length, bytes.length)
  })
  const written = tree.finish()
  if (written) file.setTable('names', written)
  pages.finish()
  file.finish()
  file.close()
  return { directory, refused }
}

function textsOf(table: Table): string[] {
  return [...table.getRange({})].map(
    ({ key, value }) => `${key.toString('hex')} ${value.toString('hex')}`,
  )
}

const inOrder = (pairs: readonly (readonly [Uint8Array, Uint8Array])[]) =>
  [...new Map(pairs.map(([key, value]) => [Buffer.from(key).toString('hex'), value]))]
    .map(([key, value]) => [Buffer.from(key, 'hex'), Buffer.from(value)] as const)
    .sort(([a], [b]) => a.compare(b))

const byte = fc.oneof(fc.nat(255), fc.constantFrom(0, 255))
const bytes = (min: number, max: number) =>
  fc
    .tuple(fc.integer({ min, max }), fc.array(byte, { minLength: 1, maxLength: 8 }))
    .map(([length, list]) => Uint8Array.from({ length }, (_, i) => list[(i * i) % list.length]!))
const pair = fc.oneof(
  fc.tuple(fc.uint8Array({ minLength: 1, maxLength: 30 }), bytes(0, 60)),
  fc.tuple(bytes(1, 1900), bytes(0, 3)),
  fc.tuple(fc.uint8Array({ minLength: 4, maxLength: 4 }), bytes(0, 2100)),
)

it('gives LMDB the pairs that it would have, which it can then change', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(pair, { maxLength: 120 }),
      fc.array(pair, { maxLength: 40 }),
      async (some, more) => {
        const pairs = inOrder(some)
        const { directory, refused } = await load(pairs)
        for (const [key, value] of refused)
          expect(8 + key.length + value.length).toBeGreaterThan(2034)
        const tables = openTables(directory, false, true)
        const table = tables.names
        const taken = new Map(
          pairs
            .filter((each) => !refused.includes(each))
            .map(([key, value]) => [key.toString('hex'), value]),
        )
        expect(textsOf(table)).toEqual(
          Array.from(taken, ([key, value]) => `${key} ${value.toString('hex')}`),
        )
        for (const [key, value] of taken) {
          expect(table.getBinary(Buffer.from(key, 'hex'))?.equals(value)).toBe(true)
        }
        // What is put and removed later meets pages that LMDB has not made.
        for (const [key, value] of more) {
          table.putSync(Buffer.from(key), Buffer.from(value))
          taken.set(Buffer.from(key).toString('hex'), Buffer.from(value))
        }
        for (const [i, [key]] of pairs.entries()) {
          if (i % 3 === 0) continue
          table.removeSync(key)
          taken.delete(key.toString('hex'))
        }
        expect(textsOf(table)).toEqual(
          Array.from(taken, ([key, value]) => `${key} ${value.toString('hex')}`).sort((a, b) =>
            Buffer.from(a.split(' ')[0]!, 'hex').compare(Buffer.from(b.split(' ')[0]!, 'hex')),
          ),
        )
        await tables.root.close()
        rmSync(directory, { recursive: true })
      },
    ),
    { numRuns: 60 },
  )
})

it.each([1, 80, 81, 20_000])('counts %i pairs, and their pages, as LMDB does', async (count) => {
  const pairs = Array.from({ length: count }, (_, i) => {
    const key = Buffer.alloc(24, i % 251)
    key.writeUInt32BE(i * 7)
    return [key, Buffer.alloc(i % 40, i)] as const
  })
  const { directory } = await load(pairs)
  const tables = openTables(directory, false, true)
  const { names, aliases } = tables
  tables.root.transactionSync(() => {
    for (const [key, value] of pairs) aliases.putSync(key, value, { append: true })
  })
  const { entryCount, treeDepth, treeLeafPageCount } = names.getStats() as Record<string, number>
  expect({ entryCount, treeDepth, treeLeafPageCount }).toMatchObject({ entryCount: count })
  const put = aliases.getStats() as Record<string, number>
  expect([treeDepth, treeLeafPageCount]).toEqual([put.treeDepth, put.treeLeafPageCount])
  expect(textsOf(names)).toEqual(textsOf(aliases))
  await tables.root.close()
})
