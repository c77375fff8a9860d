import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { beforeAll, describe, expect, it } from 'vitest'
import { naiveFile } from '../../src/collection/files/testing/naive-files.ts'
import { output, seqkeep, seqkeepJson, seqkeepOutput, temporaryDirectory } from '../seqkeep.ts'
import { requireTool } from '../tools.ts'

const MEMBERS = [
  { name: 'one', description: 'first of two', residues: 'ACGTNNacgtnACCA'.repeat(9000) },
  { name: 'two', residues: 'GATTACA' },
]

describe('seqkeep export', () => {
  let directory: string
  let store: string
  let collection: string
  let twice: string

  beforeAll(async () => {
    directory = await temporaryDirectory()
    store = join(directory, 'store')
    const file = join(directory, 'added.fa')
    const same = join(directory, 'same.fa')
    const duplicates = join(directory, 'twice.fa')
    writeFileSync(file, naiveFile('fa', MEMBERS))
    writeFileSync(
      same,
      naiveFile('fa', MEMBERS)
        .toString()
        .replace(/^[^>].*/gm, (line) => line.toUpperCase()),
    )
    writeFileSync(duplicates, '>x\nACGT\n>x\nAC\n')
    const { added } = await seqkeepJson<{ added: { collection: string }[] }>([
      ...['add', '--store', store, file, same, duplicates],
    ])
    collection = added[0]!.collection
    twice = added[2]!.collection
  })

  const exported = (args: readonly string[]) => ['export', '--store', store, ...args]

  it.each([
    ['fa', 'fa'],
    ['fai', 'fa.fai'],
    ['dict', 'dict'],
    ['chrom.sizes', 'chrom.sizes'],
    ['n.bed', 'n.bed'],
    ['mask.bed', 'mask.bed'],
    ['2bit', '2bit'],
  ] as const)('writes %s to a file, and to standard output', async (format, layout) => {
    const path = join(directory, `x.${format}`)
    const args = [collection, '--format', format, '--uri', 'file:///x.fa']
    await seqkeepOutput(exported([...args, '--output', path]))
    const expected = naiveFile(layout, MEMBERS, { uri: 'file:///x.fa' })
    expect(readFileSync(path).equals(expected)).toBe(true)
    if (format !== '2bit') {
      expect(await seqkeepOutput(exported(args))).toBe(expected.toString())
    }
  })

  it('takes another width and another case', async () => {
    const wide = await seqkeepOutput(exported([collection, '--line-width', '100']))
    expect(wide).toBe(naiveFile('fa', MEMBERS, { width: 100 }).toString())
    const upper = await seqkeepOutput(exported([collection, '--mask', 'none']))
    expect(upper).toBe(readFileSync(join(directory, 'same.fa'), 'utf8'))
    const { stderr } = await seqkeep(exported([collection, '--mask', 'x']))
    const id = /(\S{32}) {2}same\.fa/.exec(stderr)![1]!
    expect(await seqkeepOutput(exported([collection, '--mask', id]))).toBe(upper)
  })

  it.skipIf(!requireTool('samtools'))(
    'writes BGZF with the indices that samtools and bgzip make',
    async () => {
      const ours = join(directory, 'ours.fa.gz')
      await seqkeepOutput(exported([collection, '--format', 'fa.gz', '--output', ours]))
      const expected = naiveFile('fa', MEMBERS)
      expect(gunzipSync(readFileSync(ours)).equals(expected)).toBe(true)
      const theirs = join(directory, 'theirs.fa.gz')
      writeFileSync(theirs, readFileSync(ours))
      await output('samtools', ['faidx', theirs])
      for (const index of ['gzi', 'fai']) {
        expect(readFileSync(`${ours}.${index}`)).toEqual(readFileSync(`${theirs}.${index}`))
      }
      // Across the end of the first block, with our indices alone.
      const region = 'one:65000-66000'
      const plain = join(directory, 'plain.fa')
      writeFileSync(plain, expected)
      expect(await output('samtools', ['faidx', ours, region])).toBe(
        await output('samtools', ['faidx', plain, region]),
      )
    },
  )

  it('leaves no file behind when it cannot be written, and an old one as it was', async () => {
    const path = join(directory, 'kept.2bit')
    writeFileSync(path, 'old')
    const before = readdirSync(directory)
    const refused = await seqkeep(exported([twice, '--format', '2bit', '--output', path]))
    expect(refused.code).toBe(1)
    expect(refused.stderr).toContain('called "x"')
    expect(readFileSync(path, 'utf8')).toBe('old')
    mkdirSync(join(directory, 'folder'), { recursive: true })
    for (const [output, why] of [
      [join(directory, 'none/x.fa'), 'its folder is not there'],
      [join(directory, 'folder'), 'it is a folder'],
      [join(path, 'x.fa'), 'its folder is a file'],
    ] as const) {
      const { code, stderr } = await seqkeep(exported([collection, '--output', output]))
      expect([code, stderr]).toEqual([1, expect.stringContaining(why)])
    }
    expect(readdirSync(directory)).toEqual([...before, 'folder'].sort())
  })

  it('writes duplicate names as BGZF without the index that cannot tell them apart', async () => {
    const path = join(directory, 'twice.fa.gz')
    const { code, stderr } = await seqkeep(exported([twice, '--format', 'fa.gz', '--output', path]))
    expect([code, stderr]).toEqual([0, expect.stringContaining('.fai is not written')])
    expect([existsSync(`${path}.gzi`), existsSync(`${path}.fai`)]).toEqual([true, false])
  })

  it('says what is wrong with the name of a collection or of a format', async () => {
    const unknown = await seqkeep(exported(['nothing']))
    expect([unknown.code, unknown.stderr]).toEqual([
      1,
      "seqkeep: no collection is called 'nothing'\n",
    ])
    const format = await seqkeep(exported([collection, '--format', 'bam']))
    expect([format.code, format.stderr]).toEqual([1, expect.stringContaining('chrom.sizes')])
  })
})
