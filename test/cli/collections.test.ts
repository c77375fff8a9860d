import { createHash } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { seqkeep, seqkeepJson, seqkeepOutput, serve, temporaryDirectory } from '../seqkeep.ts'

/** Worked example of the specification. */
const BASE = '>chrX\nTTGGGGAA\n>chr1\nGGAA\n>chr2\nGCGC\n'
const BASE_DIGEST = 'XZlrcEGi6mlopZ2uD8ObHkQB1d0oDwKk'

interface CollectionJson {
  readonly collection: string
  readonly attributes: Readonly<Record<string, string>>
  readonly files: readonly { readonly source: string; readonly mask: string }[]
  readonly aliases: readonly { readonly authority: string; readonly alias: string }[]
}

interface DrsJson {
  readonly size: number
  readonly checksums: readonly { readonly type: string; readonly checksum: string }[]
}

let directory: string
let store: string

beforeEach(async () => {
  directory = await temporaryDirectory()
  store = join(directory, 'store')
})

function file(name: string, content: string): string {
  const path = join(directory, name)
  writeFileSync(path, content)
  return path
}

const add = (...args: string[]) => seqkeep(['add', '--store', store, ...args])
const info = (id: string) => seqkeepJson<CollectionJson>(['info', '--store', store, id])

describe('a collection on the command line', () => {
  it('is named as it is added, and found by digest and by each name', async () => {
    const path = file('base.fa', BASE)
    const { stdout } = await add('--name', 'GenBank:GCA_1.1', '--name', 'local:a:b', path)
    expect(stdout).toContain(`collection ${BASE_DIGEST}, insdc:GCA_1.1, local:a:b`)
    for (const id of [BASE_DIGEST, 'insdc:GCA_1.1', 'GCA_1.1', 'local:a:b', 'a:b']) {
      expect(await info(id)).toMatchObject({
        ...{ collection: BASE_DIGEST, members: 3, residues: 16 },
        attributes: {
          names: 'Fw1r9eRxfOZD98KKrhlYQNEdSRHoVxAG',
          sorted_name_length_pairs: 'zjM1Ie9m0zFbqsAnZ6jAJSXuFpKTr40J',
        },
        files: [{ source: 'base.fa' }],
        aliases: [
          { authority: 'insdc', alias: 'GCA_1.1' },
          { authority: 'local', alias: 'a:b' },
        ],
      })
    }
    expect(await seqkeepOutput(['info', '--store', store, 'GCA_1.1'])).toContain(BASE_DIGEST)
    expect(await seqkeepOutput(['verify', '--store', store])).toContain('1 collection: all good')
  })

  it('takes a new name as a change, and tells of one that another has', async () => {
    const [base, other] = [file('base.fa', BASE), file('other.fa', '>chrX\nAC\n')]
    await add(base, other)
    const named = await add('--name', 'ucsc:hg', base)
    expect(named.stdout).not.toContain('nothing changed')
    expect((await add('--name', 'ucsc:hg', base)).stdout).toContain('nothing changed')
    const shared = await add('--name', 'ucsc:hg', other)
    expect(shared.code).toBe(0)
    expect(shared.stderr).toContain('another collection is called ucsc:hg too')
    const { code, stderr } = await seqkeep(['info', '--store', store, 'hg'])
    expect(code).toBe(1)
    expect(stderr).toContain(`'hg' names 2 collections`)
    expect(stderr).toContain(BASE_DIGEST)
  })

  it('gives a name the case of its own file', async () => {
    await add('--name', 'local:upper', file('upper.fa', BASE))
    await add('--name', 'local:soft', file('soft.fa', BASE.replace('GGAA', 'ggAA')))
    const { files, aliases } = await info('upper')
    expect(files.map(({ source }) => source)).toEqual(['upper.fa', 'soft.fa'])
    expect(aliases).toEqual([
      { authority: 'local', alias: 'upper', mask: files[0]!.mask },
      { authority: 'local', alias: 'soft', mask: files[1]!.mask },
    ])
  })

  it.each([
    [['--name', 'hg38', 'x.fa'], 'has no authority'],
    [['--name', 'md5:x', 'x.fa'], 'stands for digests'],
    [['--name', 'local:', 'x.fa'], 'the alias is empty'],
    [['--name', 'local:a\tb', 'x.fa'], 'control character'],
    [['--name', 'local:a', 'x.fa', 'y.fa'], '--name names one file'],
  ])('is not named by %j', async (args, message) => {
    const { code, stderr } = await add(...args)
    expect(code).toBe(1)
    expect(stderr).toContain(message)
  })

  it('adds nothing of a file whose name is too long', async () => {
    const { code, stderr } = await add('--name', `local:${'x'.repeat(1900)}`, file('b.fa', BASE))
    expect(code).toBe(1)
    expect(stderr).toContain('shorten it to 1800')
    expect(await seqkeepJson(['stats', '--store', store])).toMatchObject({ sequences: 0 })
  })

  it('is named by a row of aliases whose first column no sequence has', async () => {
    await add('--name', 'local:base', file('base.fa', BASE))
    const rows = file(
      'n.tsv',
      `${BASE_DIGEST}\tinsdc\tGCA_2.1\nlocal:base\tucsc\thg\nchrX\tlocal\tX\n`,
    )
    const added = await seqkeepJson(['alias', 'add', '--store', store, rows])
    expect(added).toMatchObject({ changed: true, rows: 3, aliases: 1, collectionAliases: 2 })
    expect(await seqkeepJson(['alias', 'add', '--store', store, rows])).toMatchObject({
      changed: false,
    })
    expect((await info('hg')).aliases).toHaveLength(3)
    const wrong = file('w.tsv', 'local:base\tinsdc\tGCA_3.1\tcircular\n')
    const { code, stderr } = await seqkeep(['alias', 'add', '--store', store, wrong])
    expect(code).toBe(1)
    expect(stderr).toContain('is a collection, which cannot be circular')
  })

  it('of a genome is called by accession and assembly, until it is removed', async () => {
    const fasta = file('g.fa', '>chr1\nATGGCTTAA\n')
    const row = (type: string, attributes: string) =>
      `chr1\tx\t${type}\t1\t9\t.\t+\t.\t${attributes}`
    const genes = [row('gene', 'ID=g'), row('mRNA', 'ID=t;Parent=g'), row('exon', 'Parent=t')]
    const gff3 = file('g.gff3', `##gff-version 3\n${genes.join('\n')}\n`)
    const manifest = file(
      'g.yaml',
      'assembly_accession: GCF_000146045.2\nassembly_name: R64\nscientific_name: Testus\ntaxon_id: 1\n',
    )
    const genome = ['--fasta', fasta, '--gff3', gff3, '--manifest', manifest]
    await seqkeepOutput(['genome', 'add', '--store', store, ...genome])
    for (const id of ['refseq:GCF_000146045.2', 'GCF_000146045.2', 'R64']) {
      expect((await info(id)).aliases).toMatchObject([
        { authority: 'refseq', alias: 'GCF_000146045.2' },
        { authority: 'local', alias: 'R64' },
      ])
    }
    await seqkeepOutput(['genome', 'remove', '--store', store, 'GCF_000146045.2'])
    expect((await seqkeep(['info', '--store', store, 'R64'])).code).toBe(1)
    expect(await seqkeepJson(['stats', '--store', store])).toMatchObject({
      ...{ collections: 0, sequences: 0, aliases: 0 },
    })
    expect(await seqkeepOutput(['verify', '--store', store])).toContain('0 collections: all good')
  })
})

describe('a server', () => {
  it('tells of the file that took the place of a genome', async () => {
    const fasta = (description: string) =>
      Array.from({ length: 700 }, (_, i) => `>c${i}${description}\nACGT\n`).join('')
    const before = file('genome.fa', fasta(' as the genome has it'))
    const after = file('file.fa', fasta(' x'))
    const gff3 = file('genes.gff3', '##gff-version 3\nc1\tx\tregion\t1\t4\t.\t+\t.\tID=c1\n')
    const manifest = file(
      'genome.yaml',
      'genome_id: g\nassembly_accession: GCA_1.1\nassembly_name: n\nscientific_name: X y\ntaxon_id: 1\n',
    )
    const genome = ['--fasta', before, '--gff3', gff3, '--manifest', manifest]
    await seqkeepOutput(['genome', 'add', '--store', store, ...genome])
    const url = await serve(store)
    const { collection } = await info('GCA_1.1')
    const told = async () => {
      const answer = await fetch(`${url}/files/GCA_1.1.fa`)
      const object = await fetch(`${url}/fasta/objects/${collection}`)
      const { size, checksums } = (await object.json()) as DrsJson
      const md5 = checksums.find(({ type }) => type === 'md5')?.checksum
      return { fasta: await answer.text(), etag: answer.headers.get('etag'), size, md5 }
    }
    const md5Of = (text: string) => createHash('md5').update(text).digest('hex')
    const first = await told()
    const old = fasta(' as the genome has it')
    expect(first).toMatchObject({ fasta: old, size: old.length, md5: md5Of(old) })
    await add(after)
    const now = fasta(' x')
    await expect
      .poll(told, { timeout: 5000 })
      .toMatchObject({ fasta: now, size: now.length, md5: md5Of(now) })
    expect((await told()).etag).not.toBe(first.etag)
  })
})
