import { writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { MemoryCollections } from '../../src/collection/testing/memory-collections.ts'
import { createApp } from '../../src/server/app.ts'
import { MemoryStore } from '../../src/server/testing/memory-store.ts'
import { SEQCOL_DIGESTS, SEQCOL_FILES } from '../../src/server/testing/seqcol-files.ts'
import { seqkeep, seqkeepOutput, temporaryDirectory } from '../seqkeep.ts'

const BASE = '>chrX some words\nTTGGG\nGAA\n>chr1\nggaa\n>chr2\nGCGC\n'
const RENAMED = BASE.replaceAll('chr', '')
const NEAR = BASE.replace('GCGC', 'GCGA')

const app = createApp({
  store: new MemoryStore([]),
  collections: new MemoryCollections([
    ...Object.values(SEQCOL_FILES),
    { members: [], aliases: [{ authority: 'local', alias: 'empty' }] },
  ]),
  version: '0.0.0',
})
/** Answers with what its path says, or not at all. */
const odd = createServer((request, response) => {
  if (request.url!.startsWith('/silent')) return
  if (request.url!.startsWith('/half')) {
    response.writeHead(200, { 'content-type': 'application/json' })
    return void response.write('{"names":["a"')
  }
  response.end(request.url!.startsWith('/bad') ? '{"names":[1]}' : '{"names":["x"]}')
})
let url: string
let oddUrl: string
let directory: string
const file = (name: string) => join(directory, name)

beforeAll(async () => {
  url = await app.listen({ host: '127.0.0.1', port: 0 })
  await new Promise<void>((resolve) => odd.listen(0, '127.0.0.1', resolve))
  oddUrl = `http://127.0.0.1:${(odd.address() as AddressInfo).port}`
  directory = await temporaryDirectory()
  await writeFile(file('base.fa'), BASE)
  await writeFile(file('renamed.fa'), RENAMED)
  await writeFile(file('near.fa'), NEAR)
})
afterAll(async () => {
  odd.closeAllConnections()
  odd.close()
  await app.close()
})

const compare = (...args: string[]) => seqkeep(['compare', ...args])

describe('seqkeep compare', () => {
  it('says in words how two files differ, with the exit codes of diff', async () => {
    const same = await compare(file('base.fa'), file('base.fa'))
    expect([same.code, same.stdout]).toEqual([0, expect.stringContaining('\nThe same.\n')])
    const renamed = await compare(file('renamed.fa'), file('base.fa'))
    expect([renamed.code, renamed.stdout]).toEqual([
      1,
      expect.stringContaining('but for names: X -> chrX, 1 -> chr1, 2 -> chr2 ("chr" before each'),
    ])
    expect(renamed.stdout).toMatch(/^name_length_pairs {2,}3 {2,}3 {2,}0 {2}-$/m)
    const near = await seqkeep(['compare', file('base.fa'), '-'], { input: NEAR })
    expect([near.code, near.stdout]).toEqual([
      1,
      expect.stringContaining(
        'The same names and lengths, but the content of 1 of 3 differs: chr2.',
      ),
    ])
  })

  it('prints the comparison of GA4GH as JSON', async () => {
    const { code, stdout } = await compare('--json', file('base.fa'), file('renamed.fa'))
    expect(code).toBe(1)
    const { base, differentNames } = SEQCOL_DIGESTS
    const published = await fetch(`${url}/comparison/${base}/${differentNames}`)
    expect(JSON.parse(stdout)).toEqual(await published.json())
  })

  it('compares with a collection of another server', async () => {
    const there = `${url}/collection/${SEQCOL_DIGESTS.base}`
    expect((await compare(file('base.fa'), there)).code).toBe(0)
    expect((await compare(`${there}?level=1`, there)).code).toBe(0)
    const subset = await compare(there, `${url}/collection/${SEQCOL_DIGESTS.subset}/`)
    expect(subset.stdout).toContain('B lacks 1 of the 3 of A: chr2.')
    const renamed = await compare(there, file('renamed.fa'))
    expect(renamed.stdout).toContain('(without the "chr" before each name)')
    const nothing = await compare(there, `${url}/collection/local:empty`)
    expect([nothing.code, nothing.stdout]).toEqual([
      1,
      expect.stringContaining('Nothing in common'),
    ])
  })

  it('compares with a collection of the store', async () => {
    const store = join(directory, 'store')
    await seqkeepOutput(['add', '--store', store, '--name', 'insdc:GCA_1.1', file('base.fa')])
    for (const name of [SEQCOL_DIGESTS.base, 'insdc:GCA_1.1', 'GCA_1.1']) {
      expect((await compare('--store', store, name, file('base.fa'))).code).toBe(0)
      const { code, stdout } = await compare('--store', store, file('near.fa'), name)
      expect([code, stdout]).toEqual([1, expect.stringContaining('1 of 3 differs: chr2.')])
    }
    const unknown = await compare('--store', store, 'insdc:GCA_2.1', file('base.fa'))
    expect([unknown.code, unknown.stderr]).toEqual([2, expect.stringContaining('GCA_2.1')])
  })

  it('says what is wrong and exits with 2', async () => {
    const base = file('base.fa')
    await writeFile(file('bad.fa'), 'ACGT\n')
    for (const [other, message] of [
      [file('bad.fa'), 'bad.fa'],
      [`${url}/collection/unknown`, 'answered 404: No collection is known as "unknown"'],
      [`${url}/service-info`, 'is no URL of a collection'],
      ['http://', 'is no URL'],
      [`${oddUrl}/bad/collection/x`, 'is no sequence collection: names[0] is 1'],
      [`${oddUrl}/part/collection/x`, 'has no "lengths"'],
      ['http://127.0.0.1:9/collection/x', 'cannot be read'],
      [`${oddUrl}/silent/collection/x`, 'nothing came for 1 seconds'],
      [`${oddUrl}/half/collection/x`, 'nothing came for 1 seconds'],
    ] as const) {
      const { code, stdout, stderr } = await compare('--timeout', '1', base, other)
      expect([other, code, stdout, stderr]).toEqual([
        other,
        2,
        '',
        expect.stringContaining(message),
      ])
      expect(stderr).not.toMatch(/\n\s+at /)
    }
    expect((await compare(base)).code).toBe(2)
    expect((await compare('--help')).code).toBe(0)
  })
})
