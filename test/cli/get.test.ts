import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import {
  output,
  SEQKEEP,
  seqkeep,
  seqkeepJson,
  seqkeepOutput,
  temporaryDirectory,
} from '../seqkeep.ts'

const FASTA = `>line some words
${'ACGTTGCAAC'.repeat(13)}
>round
GATTACA
>twin
AAAA
>twin
CCCC
>odd:1-2
TTGGCC
>pep
MKLW
>rna
AUGC
`
let store: string
let directory: string

beforeAll(async () => {
  directory = await temporaryDirectory()
  store = join(directory, 'store')
  const path = join(directory, 'some.fa')
  writeFileSync(path, FASTA)
  await seqkeepOutput(['add', '--store', store, '--circular', 'round', path])
})

const get = (...args: string[]) => seqkeepOutput(['get', '--store', store, ...args])

async function expectFailure(message: RegExp, ...args: string[]): Promise<void> {
  const { code, stdout, stderr } = await seqkeep(['get', '--store', store, ...args])
  expect([args, code, stdout]).toEqual([args, 1, ''])
  expect(stderr).toMatch(message)
  expect(stderr).not.toMatch(/^\s+at /m)
}

describe('seqkeep get', () => {
  it('prints FASTA in lines of 60', async () => {
    const residues = 'ACGTTGCAAC'.repeat(13)
    const lines = [residues.slice(0, 60), residues.slice(60, 120), residues.slice(120)]
    expect(await get('line')).toBe(`>line\n${lines.join('\n')}\n`)
    expect(await get('line:1-60')).toBe(`>line:1-60\n${lines[0]}\n`)
  })

  it('prints parts, 1-start and fully-closed, as many as are asked for', async () => {
    expect(await get('line:3-5', 'round', 'line:129-')).toBe(
      '>line:3-5\nGTT\n>round\nGATTACA\n>line:129-\nAC\n',
    )
    expect(await get('--bare', 'line:1-1')).toBe('A')
  })

  it('prints residues alone with --bare', async () => {
    expect(await get('--bare', 'line')).toBe('ACGTTGCAAC'.repeat(13))
  })

  it('goes around the origin of a circular sequence', async () => {
    expect(await get('--bare', 'round:6-2')).toBe('CAGA')
    expect(await get('--bare', '--revcomp', 'round:6-2')).toBe('TCTG')
  })

  it('prints the reverse complement, of RNA as RNA', async () => {
    expect(await get('--revcomp', 'round')).toBe('>round/rc\nTGTAATC\n')
    expect(await get('--bare', '--revcomp', 'rna')).toBe('GCAU')
  })

  it('takes any digest', async () => {
    const sha512 = createHash('sha512').update('GATTACA').digest().subarray(0, 24)
    const md5 = createHash('md5').update('GATTACA').digest('hex')
    const digests = [md5, md5.toUpperCase(), `md5:${md5}`, sha512.toString('hex')]
    const base64 = sha512.toString('base64url')
    for (const id of [...digests, `SQ.${base64}`, `ga4gh:SQ.${base64}`, `VMC:GS_${base64}`]) {
      expect([id, await get('--bare', `${id}:1-3`)]).toEqual([id, 'GAT'])
    }
  })

  it('takes a name that ends like a region as a name', async () => {
    expect(await get('--bare', 'odd:1-2')).toBe('TTGGCC')
    expect(await get('--bare', 'odd:1-2:3-4')).toBe('GG')
  })

  it('lists what an ambiguous name could mean', async () => {
    await expectFailure(/'twin' names 2 sequences.*\n {2}ga4gh:SQ\..*\n {2}ga4gh:SQ\./, 'twin')
    await expectFailure(/'local:twin' names 2 sequences/, 'local:twin:1-2')
    expect((await seqkeep(['info', '--store', store, 'twin'])).code).toBe(1)
  })

  it('says what is wrong, and prints nothing, not even of the good ones', async () => {
    await expectFailure(/no sequence is called 'nobody'/, 'round', 'nobody')
    await expectFailure(/from 1 to 7/, 'round:0-3')
    await expectFailure(/from 1 to 7/, 'round:3-8')
    await expectFailure(/from 1 to 7/, 'round:8-9')
    await expectFailure(/not circular/, 'line:5-2')
    await expectFailure(/no complement/, '--revcomp', 'pep')
  })

  it('does not complain when its reader has had enough', async () => {
    const big = join(directory, 'big.fa')
    writeFileSync(big, `>big\n${'ACGTTGCAAC'.repeat(400_000)}\n`)
    await seqkeepOutput(['add', '--store', store, big])
    const command = `"$0" "$1" get --store "$2" big 2>&1 | head -2; echo "\${PIPESTATUS[0]}"`
    const args = ['-c', command, process.execPath, SEQKEEP, store]
    expect(await output('bash', args)).toBe(`>big\n${'ACGTTGCAAC'.repeat(6)}\n0\n`)
  })
})

describe('seqkeep digest', () => {
  it('prints the digests that were published', async () => {
    const input = '>chrX\nTTGGGGAA\n>chr1\nGGAA\n>chr2\ngc\nGC\n>acgt\nACGT\n>empty\n'
    expect(await seqkeepOutput(['digest', '-'], { input })).toBe(
      [
        'chrX\t8\tga4gh:SQ.iYtREV555dUFKg2_agSJW6suquUyPpMw\t5f63cfaa3ef61f88c9635fb9d18ec945',
        'chr1\t4\tga4gh:SQ.YBbVX0dLKG1ieEDCiMmkrTZFt_Z5Vdaj\t31fc6ca291a32fb9df82b85e5f077e31',
        'chr2\t4\tga4gh:SQ.AcLxtBuKEPk_7PGE_H4dGElwZHCujwH6\t92c6a56c9e9459d8a42b96f7884710bc',
        'acgt\t4\tga4gh:SQ.aKF498dAxcJAqme6QYQ7EZ07-fiw8Kw2\tf1f8f4bf413b16ad135722aa4591043e',
        'empty\t0\tga4gh:SQ.z4PhNX7vuL3xVChQ1m2AB9Yg5AULVxXc\td41d8cd98f00b204e9800998ecf8427e',
        '',
      ].join('\n'),
    )
  })

  it('prints a JSON object a line with --json', async () => {
    const text = await seqkeepOutput(['digest', '--json', '--sha1', '-'], { input: '>a\nACGT\n' })
    expect(
      text
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line)),
    ).toEqual([
      {
        name: 'a',
        length: 4,
        ga4gh: 'ga4gh:SQ.aKF498dAxcJAqme6QYQ7EZ07-fiw8Kw2',
        md5: 'f1f8f4bf413b16ad135722aa4591043e',
        sha1: '2108994e17f6cca9ff2352ada92b6511db076034',
      },
    ])
  })
})

describe('seqkeep verify and rebuild', () => {
  const verify = () => seqkeep(['verify', '--store', store, '--json'])

  it('find nothing wrong in a sound store, and change nothing', async () => {
    const [stats, info] = [['stats'], ['info', 'round']].map((words) => [
      ...words,
      '--store',
      store,
    ])
    const before = [await seqkeepJson(stats!), await seqkeepJson(info!)]
    await seqkeepOutput(['rebuild', '--store', store])
    expect([await seqkeepJson(stats!), await seqkeepJson(info!)]).toEqual(before)
    const { code, stdout } = await verify()
    expect(code).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({ problems: [] })
  })

  it('name a sequence whose pack is damaged, and get prints no wrong residue of it', async () => {
    const damaged = join(directory, 'damaged')
    const residues = 'ACGTTGCA'.repeat(1000)
    const input = `>sound\nGGGGTT\n>broken\n${residues}\n`
    await seqkeepOutput(['add', '--store', damaged, '-'], { input })
    const [name] = readdirSync(join(damaged, 'packs'))
    const pack = join(damaged, 'packs', name!)
    const bytes = readFileSync(pack)
    bytes[Math.floor(bytes.length / 2)]! ^= 0x10
    writeFileSync(pack, bytes)
    const { code, stderr, stdout } = await seqkeep(['verify', '--store', damaged])
    const sha512 = createHash('sha512').update(residues).digest().subarray(0, 24)
    expect(code).toBe(1)
    expect(stderr).toContain(`SQ.${sha512.toString('base64url')}`)
    expect(stdout).toContain('1 problem')
    const got = await seqkeep(['get', '--store', damaged, '--bare', 'broken'])
    expect(got.code).toBe(1)
    expect(residues.startsWith(got.stdout)).toBe(true)
    expect(got.stderr).toMatch(/damaged/)
    const sound = await seqkeepOutput(['get', '--store', damaged, '--bare', 'sound'])
    expect(sound).toBe('GGGGTT')
  })
})
