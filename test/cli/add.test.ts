import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { beforeEach, describe, expect, it } from 'vitest'
import { BGZF_BLOCK, bgzip } from '../../src/formats/bgzf-writer.ts'
import { seqkeep, seqkeepJson, seqkeepOutput, temporaryDirectory } from '../seqkeep.ts'

interface AddJson {
  readonly added: readonly { file: string; changed: boolean; new: number; known: number }[]
  readonly failed: readonly { file: string; error: string }[]
}

let directory: string
let store: string

beforeEach(async () => {
  directory = await temporaryDirectory()
  store = join(directory, 'store')
})

function file(name: string, content: string | Uint8Array): string {
  const path = join(directory, name)
  writeFileSync(path, content)
  return path
}

async function* piecesOf(text: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < text.length; at += BGZF_BLOCK) yield text.subarray(at, at + BGZF_BLOCK)
}

const stats = () => seqkeepJson<{ sequences: number }>(['stats', '--store', store])
const add = (...args: string[]) => seqkeep(['add', '--store', store, ...args])

describe('seqkeep add', () => {
  it('says what was new, what was known, and how much', async () => {
    const path = file('two.fa', '>a\nACGTAC\n>b\nGGCC\n>c\nACGTAC\n')
    const { code, stdout } = await add(path)
    expect(code).toBe(0)
    expect(stdout).toContain(`${path}: 3 records: 2 new sequences, 1 known, 3 new names`)
    expect(stdout).toMatch(/1 file added; 2 new sequences, 1 known; 16 residues in .* MB\/s/)
  })

  it('changes nothing when the file is there already, and says so', async () => {
    const path = file('a.fa', '>a\nACGT\n')
    await add(path)
    const before = await stats()
    const { code, stdout } = await add(path)
    expect(code).toBe(0)
    expect(stdout).toContain('known already, nothing changed')
    expect(await stats()).toEqual(before)
  })

  it('reads a large BGZF file as it reads the text, and adds nothing of one that is damaged', async () => {
    const text = Buffer.from(`>a\n${`${'ACGTTGCANNacgt'.repeat(5)}\n`.repeat(200_000)}`)
    const blocks: Uint8Array[] = []
    for await (const { bytes } of bgzip(piecesOf(text))) blocks.push(bytes)
    const whole = file('whole.fa.gz', Buffer.concat(blocks))
    const cut = Buffer.concat(blocks)
    const place = Buffer.concat(blocks.slice(0, 150)).length
    cut[place + 100]! ^= 1

    const refused = await add(file('damaged.fa.gz', cut))
    expect(refused.code).toBe(1)
    expect(refused.stderr).toContain(`damaged in the part that begins at byte ${place};`)
    expect(await stats()).toMatchObject({ sequences: 0 })
    expect((await add(whole)).stdout).toContain('1 record: 1 new sequence, 0 known')
    expect((await add(file('text.fa', text))).stdout).toContain('0 new sequences, 1 known')
  })

  it('adds new names to sequences that are known', async () => {
    await add(file('a.fa', '>a\nACGT\n'))
    const { stdout } = await add(file('b.fa', '>b\nac\r\ngt\r\n'))
    expect(stdout).toContain('0 new sequences, 1 known, 1 new name')
    expect(await seqkeepJson(['info', '--store', store, 'b'])).toMatchObject({
      length: 4,
      aliases: [
        { authority: 'local', alias: 'a' },
        { authority: 'local', alias: 'b' },
      ],
    })
  })

  it('takes no names with --no-aliases', async () => {
    await add('--no-aliases', file('a.fa', '>a\nACGT\n'))
    expect(await stats()).toMatchObject({ sequences: 1, aliases: 0 })
  })

  it('says how many characters were dropped, and from where', async () => {
    const path = file('drop.fa', '>whole\nACGT\n>pep\nMK*L-N*\n')
    const { code, stderr } = await add(path)
    expect(code).toBe(0)
    expect(stderr).toContain('3 characters dropped')
    expect(stderr).toContain('pep (line 3): 3')
    const report = await seqkeepJson(['add', '--store', store, path])
    expect(report).toMatchObject({ added: [{ dropped: 3, droppedFrom: [{ name: 'pep' }] }] })
    expect(await seqkeepOutput(['get', '--bare', '--store', store, 'pep'])).toBe('MKLN')
  })

  it('keeps the files before a bad one, and adds those after it', async () => {
    const bad = file('bad.fa', '>good\nTTTT\n>spoilt x\nAC\0GT\n')
    const paths = [file('first.fa', '>first\nAAAA\n'), bad, file('last.fa', '>last\nCCCC\n')]
    const { code, stdout, stderr } = await add(...paths)
    expect(code).toBe(1)
    expect(stderr).toMatch(/bad\.fa: nothing added: line 4, record "spoilt": /)
    expect(stdout).toMatch(/2 files added, 1 failed; 2 new sequences/)
    expect(await stats()).toMatchObject({ sequences: 2 })
    for (const name of ['first', 'last']) await seqkeepOutput(['get', '--store', store, name])
    expect((await seqkeep(['get', '--store', store, 'good'])).code).toBe(1)
    expect((await seqkeep(['verify', '--store', store])).code).toBe(0)
  })

  it('reports a bad file among good ones as JSON', async () => {
    const paths = [file('a.fa', '>a\nA\n'), file('b.fq', '@r\nA\n+\nI\n'), file('c.fa', '>c\nC\n')]
    const { code, stdout } = await add('--json', ...paths)
    expect(code).toBe(1)
    const { added, failed }: AddJson = JSON.parse(stdout)
    expect(added.map((report) => report.file)).toEqual([paths[0], paths[2]])
    expect(failed).toMatchObject([{ file: paths[1], error: expect.stringContaining('FASTQ') }])
  })

  const gzipped = gzipSync(`>a\n${'ACGTTGCA'.repeat(5000)}\n`)
  it.each<[string, string | Uint8Array | null, RegExp]>([
    ['a truncated gzip', gzipped.subarray(0, -12), /truncated/],
    ['garbage after gzip', Buffer.concat([gzipped, Buffer.from('garbage')]), /after the gzip data/],
    ['damage inside gzip', Buffer.from(gzipped).fill(0x55, 30, 60), /damaged/],
    ['FASTQ', '@read1\nACGT\n+\nIIII\n', /line 1: .*FASTQ/],
    ['an empty file', '', /no FASTA record/],
    ['a text', 'Dear reader,\n', /not FASTA/],
    ['a binary', Buffer.from([0x7f, 0x45, 0x4c, 0x46, 0, 0, 0, 1]), /not FASTA/],
    ['a file that is not there', null, /no such file/],
  ])('adds nothing of %s, and says what is wrong', async (_, content, message) => {
    const path = content === null ? join(directory, 'nowhere.fa') : file('bad.fa.gz', content)
    const { code, stderr } = await add(path)
    expect(code).toBe(1)
    expect(stderr).toContain(`${path}: nothing added: `)
    expect(stderr).toMatch(message)
    expect(stderr).not.toMatch(/^\s+at /m)
    expect(await stats()).toMatchObject({ sequences: 0, packs: 0, aliases: 0 })
  })

  it('adds nothing of a directory, and says so', async () => {
    mkdirSync(join(directory, 'folder'))
    const { code, stderr } = await add(join(directory, 'folder'))
    expect([code, stderr]).toEqual([1, expect.stringContaining('directory')])
  })

  it('reads standard input, plain or gzip', async () => {
    const plain = await seqkeep(['add', '--store', store, '-'], { input: '>a\nACGT\n' })
    expect([plain.code, plain.stdout]).toEqual([0, expect.stringContaining('1 new sequence')])
    const input = gzipSync('>b\nGGGG\n')
    await seqkeepOutput(['add', '--store', store, '-'], { input })
    expect(await seqkeepOutput(['get', '--store', store, 'b'])).toBe('>b\nGGGG\n')
  })

  it('reads several gzip members as one file', async () => {
    const members = ['>a\nAC', 'GT\n>b', '\nGG\n'].map((text) => gzipSync(text))
    await add(file('members.fa.gz', Buffer.concat(members)))
    expect(await seqkeepOutput(['get', '--store', store, 'a', 'b'])).toBe('>a\nACGT\n>b\nGG\n')
  })

  it('marks circular sequences, for good', async () => {
    const path = file('c.fa', '>round\nACGT\n>line\nGGCC\n')
    await add('--circular', 'round', path)
    await add(path)
    expect(await seqkeepJson(['info', '--store', store, 'round'])).toMatchObject({ circular: true })
    expect(await seqkeepJson(['info', '--store', store, 'line'])).toMatchObject({ circular: false })
  })

  it('complains of a --circular name that no record has', async () => {
    const { code, stderr } = await add('--circular', 'MT', file('a.fa', '>a\nACGT\n'))
    expect([code, stderr]).toEqual([1, expect.stringMatching(/no record is called MT/)])
  })

  it('takes the store from SEQKEEP_STORE, but from --store first', async () => {
    const path = file('a.fa', '>a\nACGT\n')
    const env = { SEQKEEP_STORE: store }
    await seqkeepOutput(['add', path], { env })
    expect(await stats()).toMatchObject({ sequences: 1 })
    const other = join(directory, 'other')
    await seqkeepOutput(['add', '--store', other, path], { env })
    expect(await seqkeepOutput(['get', 'a'], { env: { SEQKEEP_STORE: other } })).toBe('>a\nACGT\n')
  })

  it('keeps SHA-1 with --sha1, which a store that has none refuses', async () => {
    const path = file('a.fa', '>a\nACGT\n')
    await add('--sha1', path)
    const sha1 = '2108994e17f6cca9ff2352ada92b6511db076034'
    expect(await seqkeepJson(['info', '--store', store, `sha1:${sha1}`])).toMatchObject({ sha1 })
    const other = ['--store', join(directory, 'other')]
    await seqkeepOutput(['add', ...other, path])
    const { code, stderr } = await seqkeep(['add', '--sha1', ...other, path])
    expect([code, stderr]).toEqual([1, expect.stringContaining('SHA-1')])
  })
})

describe('seqkeep alias add', () => {
  const alias = (input: string, ...args: string[]) =>
    seqkeep(['alias', 'add', '--store', store, '-', ...args], { input })

  it('adds names and circular marks, once', async () => {
    await add(file('a.fa', '>a\nACGT\n'))
    const rows = '# names\na\tinsdc\tX1.1\tcircular\nlocal:a\tEnsembl\t1\n'
    const { code, stdout } = await alias(rows, '--json')
    expect(code).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({ rows: 2, aliases: 2, circular: 1, changed: true })
    expect(await seqkeepJson(['info', '--store', store, 'insdc:X1.1'])).toMatchObject({
      circular: true,
      aliases: [
        { authority: 'local', alias: 'a' },
        { authority: 'insdc', alias: 'X1.1' },
        { authority: 'ensembl', alias: '1' },
      ],
    })
    expect((await alias(rows)).stdout).toContain('nothing new')
  })

  it.each([
    ['a name that is not unique', 'x\tinsdc\tY\n', /line 2: 'x' names 2 sequences/],
    ['a name that is not there', 'nobody\tinsdc\tY\n', /line 2: .*nobody/],
    ['too few columns', 'a\tinsdc\n', /line 2: .*columns/],
    ['an authority that means a digest', 'a\tmd5\tY\n', /line 2: .*md5/],
  ])('adds nothing of a file with %s', async (_, row, message) => {
    await add(file('a.fa', '>a\nACGT\n>x\nAA\n>x\nCC\n'))
    const before = await stats()
    const { code, stderr } = await alias(`a\tinsdc\tgood\n${row}`)
    expect([code, stderr]).toEqual([1, expect.stringMatching(message)])
    expect(await stats()).toEqual(before)
  })
})
