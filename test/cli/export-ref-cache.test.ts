import { createHash } from 'node:crypto'
import {
  chmodSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { seqkeep, seqkeepJson, seqkeepOutput, temporaryDirectory } from '../seqkeep.ts'

const EXAMPLES = join(import.meta.dirname, '../../examples')

interface Report {
  readonly written: number
  readonly kept: number
  readonly residues: number
}

let directory: string
let store: string
beforeAll(async () => {
  directory = await temporaryDirectory()
  store = join(directory, 'store')
  const extra = join(directory, 'extra.fa')
  // More than one piece of what is written at once, lower case, one that is empty.
  writeFileSync(extra, `>long\n${'acgtN'.repeat(500_000)}\n>empty\n>again\nACGTTTAC\n`)
  const files = [join(EXAMPLES, 'phix174.fa'), join(EXAMPLES, 'lambda.fa'), extra]
  await seqkeepOutput(['add', '--store', store, ...files])
})

const filesOf = (cache: string) =>
  readdirSync(cache, { recursive: true, encoding: 'utf8' })
    .filter((name) => statSync(join(cache, name)).isFile())
    .sort()

const md5Of = (path: string) => createHash('md5').update(readFileSync(path)).digest('hex')

describe('seqkeep export --ref-cache', () => {
  it('writes every sequence where htslib looks for it, read-only', async () => {
    const cache = join(directory, 'all')
    const args = ['export', '--store', store, '--ref-cache', cache, '--all']
    expect(await seqkeepJson<Report>(args)).toEqual({
      ...{ written: 5, kept: 0, residues: 5386 + 48_502 + 2_500_000 + 8 },
    })
    const files = filesOf(cache)
    expect(files).toHaveLength(5)
    for (const file of files) {
      expect(file).toMatch(/^[0-9a-f]{2}\/[0-9a-f]{2}\/[0-9a-f]{28}$/)
      expect(md5Of(join(cache, file))).toBe(file.replaceAll('/', ''))
      expect(statSync(join(cache, file)).mode & 0o777).toBe(0o444)
    }
    expect(await seqkeepOutput(args)).toContain(`REF_PATH=${cache}/%2s/%2s/%s`)
  })

  it('goes on where it was interrupted, and keeps what is there', async () => {
    const cache = join(directory, 'resumed')
    const args = ['export', '--store', store, '--ref-cache', cache, '--all']
    await seqkeepJson(args)
    const files = filesOf(cache)
    const before = files.map((file) => statSync(join(cache, file)).mtimeMs)
    const [cut] = files.filter((file) => statSync(join(cache, file)).size > 1000)
    const path = join(cache, cut!)
    chmodSync(path, 0o644)
    truncateSync(path, 1000)
    expect(await seqkeepJson<Report>(args)).toMatchObject({ written: 1, kept: 4 })
    expect(md5Of(path)).toBe(cut!.replaceAll('/', ''))
    for (const [i, file] of files.entries()) {
      if (file !== cut) expect(statSync(join(cache, file)).mtimeMs).toBe(before[i])
    }
    expect(filesOf(cache)).toEqual(files)
  })

  it('writes the sequences that are named, each by any name', async () => {
    const cache = join(directory, 'named')
    const report = await seqkeepJson<Report>([
      ...['export', '--store', store, '--ref-cache', cache],
      ...['NC_001422.1', 'md5:3332ed720ac7eaa9b3655c06f6b9e196', 'again'],
    ])
    expect(report).toEqual({ written: 2, kept: 1, residues: 5394 })
    expect(filesOf(cache)).toContain('33/32/ed720ac7eaa9b3655c06f6b9e196')
  })

  it('writes nothing when a name is unknown, or nothing is asked for', async () => {
    const cache = join(directory, 'nothing')
    mkdirSync(cache)
    for (const [args, said] of [
      [['--ref-cache', cache, 'again', 'nope'], "no sequence is called 'nope'"],
      [['--ref-cache', cache], '--all'],
      [['--ref-cache', cache, '--all', 'again'], 'not both'],
      [['--ref-cache', join(EXAMPLES, 'lambda.fa'), '--all'], 'is not a directory'],
      [[], '--ref-cache'],
    ] as const) {
      const { code, stderr } = await seqkeep(['export', '--store', store, ...args])
      expect([args, code]).toEqual([args, 1])
      expect(stderr).toContain(said)
    }
    expect(filesOf(cache)).toEqual([])
  })

  it('leaves out what is damaged, and no half of it', async () => {
    const damaged = join(directory, 'damaged')
    await seqkeepOutput(['add', '--store', damaged, join(EXAMPLES, 'lambda.fa')])
    const [pack] = readdirSync(join(damaged, 'packs'))
    const path = join(damaged, 'packs', pack!)
    const bytes = readFileSync(path)
    bytes[bytes.length >> 1]! ^= 1
    chmodSync(path, 0o644)
    writeFileSync(path, bytes)
    const cache = join(directory, 'of damaged')
    const args = ['export', '--store', damaged, '--ref-cache', cache, '--all']
    const { code, stderr } = await seqkeep(args)
    expect([code, stderr.includes('unexpected fault')]).toEqual([1, false])
    expect(filesOf(cache)).toEqual([])
  })
})
