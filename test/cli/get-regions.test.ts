import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { beforeAll, describe, expect, it } from 'vitest'
import { type Outcome, seqkeep, seqkeepOutput, temporaryDirectory } from '../seqkeep.ts'

let directory: string
let get: (...args: string[]) => Promise<Outcome>
beforeAll(async () => {
  directory = await temporaryDirectory()
  const fasta = join(directory, 'x.fa')
  await writeFile(fasta, '>chr1 a\nACGTacgtNN\n>chr2\nMKLV\n')
  const store = join(directory, 'store')
  await seqkeepOutput(['add', '--store', store, '--name', 'test:asm', fasta])
  get = (...args) => seqkeep(['get', '--store', store, ...args])
})

async function file(name: string, content: string | Uint8Array): Promise<string> {
  const path = join(directory, name)
  await writeFile(path, content)
  return path
}

describe('seqkeep get --bed', () => {
  it('prints the regions of a file, compressed or not, in the case of the collection', async () => {
    const bed = 'chr1\t2\t6\tname\t0\t+\nchr1\t2\t6\tname\t0\t-\n'
    const expected = '>chr1:3-6\nGTac\n>chr1:3-6/rc\ngtAC\n'
    for (const path of [await file('a.bed', bed), await file('a.bed.gz', gzipSync(bed))]) {
      const { code, stdout, stderr } = await get('--collection', 'test:asm', '--bed', path)
      expect([code, stdout, stderr]).toEqual([0, expected, ''])
    }
    const path = join(directory, 'a.bed')
    const rows = await get(
      '--collection',
      'asm',
      '--mask',
      'none',
      '--format',
      'tsv',
      '--bed',
      path,
    )
    expect(rows.stdout.split('\n')[1]).toBe('chr1\t2\t6\t+\tname\tGTAC\t')
    const json = await get('--format', 'jsonl', '--bed', path)
    expect(JSON.parse(json.stdout.split('\n')[0]!)).toMatchObject({ id: 'chr1', sequence: 'GTAC' })
  })

  it('says which lines could not be had, and fails', async () => {
    const path = await file(
      'bad.bed',
      '#x\nchr1\t0\t11\nchr1\t0\nchr1\t0\t1\nchr2\t0\t1\tx\t0\t-\n',
    )
    const { code, stdout, stderr } = await get('--collection', 'asm', '--bed', path)
    expect(code).toBe(1)
    expect(stdout.match(/^>.*/gm)).toEqual([
      expect.stringContaining('>chr1:1-11 error=OUT_OF_BOUNDS'),
      expect.stringContaining('>chr1 error=BAD_REGION'),
      '>chr1:1-1',
      expect.stringContaining('>chr2:1-1/rc error=NO_COMPLEMENT'),
    ])
    expect(stderr.trim().split('\n')).toEqual([
      expect.stringMatching(/bad\.bed: line 2: "end" is 11/),
      expect.stringMatching(/bad\.bed: Line 3: there are 2 columns/),
      expect.stringMatching(/bad\.bed: line 5: "[LV]" has no complement/),
      expect.stringMatching(/^seqkeep: 3 of 4 regions of .*bad\.bed could not be had$/),
    ])
  })

  it('says what cannot go together, or is not there', async () => {
    const bed = await file('b.bed', 'chr1\t0\t1\n')
    for (const [args, message] of [
      [[], 'name what to print'],
      [['chr1', '--bed', bed], 'not both'],
      [['--regions', bed, '--bed', bed], '--bed or --regions'],
      [['--bed', bed, '--revcomp'], 'column 6'],
      [['--bed', bed, '--bare'], '--format'],
      [['--bed', bed, '--mask', 'none'], '--collection'],
      [['--bed', bed, '--collection', 'nobody'], "no collection is called 'nobody'"],
      [['--bed', bed, '--collection', 'asm', '--mask', 'x'], "no mask 'x'"],
      [['--bed', `${bed}.not`], 'there is no such file'],
    ] as const) {
      const { code, stdout, stderr } = await get(...args)
      expect([args, code, stdout]).toEqual([args, 1, ''])
      expect(stderr).toContain(message)
    }
  })
})
