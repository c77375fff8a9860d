import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import { beforeAll, describe, expect, it } from 'vitest'
import { CollectionDigester } from '../../src/collection/digest.ts'
import type { IdentifyReport } from '../../src/collection/identify/report.ts'
import { digestSequence } from '../../src/digest/sequence-digest.ts'
import { sha512t24u } from '../../src/digest/sha512t24u.ts'
import {
  bamBytes,
  bgzf,
  cramBytes,
  samText,
  vcfText,
} from '../../src/formats/testing/write-headers.ts'
import { hasTestData, testData } from '../data.ts'
import { seqkeep, seqkeepJson, seqkeepOutput, serve, temporaryDirectory } from '../seqkeep.ts'
import { requireTool } from '../tools.ts'
import { type NaiveRecord, naiveFasta } from './naive-fasta.ts'

const YEAST = testData('yeast-r64/Saccharomyces_cerevisiae.R64-1-1.dna.toplevel.fa.gz')
const NAME = 'insdc:GCA_000146045.2'

/** A sequence and what a file may tell of it. */
type Sequence = Pick<NaiveRecord, 'name' | 'residues' | 'md5'>

const inHeader = (all: readonly Sequence[]) =>
  all.map(({ name, residues, md5 }) => ({ name, length: residues.length, md5 }))
const fasta = (all: readonly Sequence[]) =>
  all.map(({ name, residues }) => `>${name}\n${residues.replace(/.{1,60}/g, '$&\n')}`).join('')

/** The seven kinds of input, as a naive writer makes them, and whether they tell the content. */
const KINDS: Record<
  string,
  readonly [checked: boolean, write: (all: readonly Sequence[]) => string | Uint8Array]
> = {
  SAM: [true, (all) => samText(inHeader(all))],
  BAM: [true, (all) => bgzf(bamBytes(samText(inHeader(all)), inHeader(all)))],
  CRAM: [true, (all) => cramBytes(samText(inHeader(all)))],
  VCF: [true, (all) => gzipSync(vcfText(inHeader(all)))],
  'VCF without md5': [
    false,
    (all) => vcfText(inHeader(all).map(({ name, length }) => ({ name, length }))),
  ],
  '.fai': [
    false,
    (all) =>
      inHeader(all)
        .map(({ name, length }) => `${name}\t${length}\t7\t60\t61\n`)
        .join(''),
  ],
  '.dict': [true, (all) => samText(inHeader(all)).replace(/@PG.*\n/, '')],
  '.chrom.sizes': [
    false,
    (all) =>
      inHeader(all)
        .map(({ name, length }) => `${name}\t${length}\n`)
        .join(''),
  ],
  FASTA: [true, fasta],
}

describe.skipIf(!hasTestData)('the yeast genome', () => {
  let directory: string
  let store: string
  let url: string
  let yeast: NaiveRecord[]

  beforeAll(async () => {
    directory = await temporaryDirectory()
    store = join(directory, 'store')
    yeast = naiveFasta(YEAST)
    await seqkeepOutput(['add', '--store', store, '--name', NAME, YEAST])
    await seqkeepOutput(['add', '--store', store, testData('cram/ce.fa')])
    url = await serve(store)
  })

  async function identify(content: string | Uint8Array) {
    const { code, stdout, stderr } = await seqkeep(['identify', '--json', '--store', store, '-'], {
      input: content,
    })
    expect(stderr).toBe('')
    const report: IdentifyReport = JSON.parse(stdout)
    const response = await fetch(`${url}/identify`, { method: 'POST', body: Buffer.from(content) })
    const posted = (await response.json()) as IdentifyReport
    const bare = ({ matches, ...rest }: IdentifyReport) => ({
      ...rest,
      matches: matches.map(({ url: _, ...match }) => match),
    })
    expect(bare(posted)).toEqual(bare(report))
    expect(posted.matches[0]?.url).toBe(`${url}${report.matches[0]?.url}`)
    return { code, ...report.matches[0]!, report }
  }

  describe.each(Object.entries(KINDS))('in %s', (_, [checked, write]) => {
    const content = checked ? 'checked' : 'not-checked'

    it('is found, at the certainty that this allows', async () => {
      expect(await identify(write(yeast))).toMatchObject({
        ...{ code: 0, verdict: checked ? 'exact' : 'consistent', content },
        digest: 'ia9g4Myony-xxLsSc7eQOC_NdClGgPGu',
        aliases: [NAME],
        words: [
          expect.stringMatching(checked ? /^Exactly this/ : /^Consistent .*content not checked/),
        ],
        ...{ members: 17, residues: 12_157_105 },
        score: { shared: 17, sameNames: 17, sameOrder: true, extra: 0 },
        report: { problems: [], capped: null, sequences: 17, checksums: checked ? 17 : 0 },
      })
    })

    it('is found under names with "chr"', async () => {
      const prefixed = yeast.map((each) => ({
        ...each,
        name: each.name === 'Mito' ? 'chrM' : `chr${each.name}`,
      }))
      expect(await identify(write(prefixed))).toMatchObject({
        ...{ code: 0, verdict: 'renamed', content },
        renamed: { count: 17, rule: '"chr" taken away, "chrM" is "Mito"' },
        score: { shared: 17, sameNames: 0, sameOrder: true },
      })
    })

    it('is found of a part, with what is left out', async () => {
      const part = yeast.filter(({ name }) => !['IV', 'Mito', 'XII'].includes(name))
      expect(await identify(write(part))).toMatchObject({
        ...{ code: 0, verdict: 'subset', content, missing: { count: 0 } },
        extra: { count: 3, first: ['IV', 'Mito', 'XII'] },
      })
    })

    it('is found in another order', async () => {
      const order = [...yeast].sort((a, b) => a.residues.length - b.residues.length)
      expect(await identify(write(order))).toMatchObject({
        ...{ code: 0, verdict: 'reordered', content },
        score: { shared: 17, sameNames: 17, sameOrder: false },
      })
    })

    it('with one base changed is a near miss where content is told, and consistent where not', async () => {
      const changed = yeast.map((each) => {
        if (each.name !== 'VII') return each
        const base = each.residues[123_456] === 'A' ? 'C' : 'A'
        const residues = each.residues.slice(0, 123_456) + base + each.residues.slice(123_457)
        return naiveOf(each.name, residues, directory)
      })
      const found = await identify(write(changed))
      if (checked) {
        expect(found).toMatchObject({
          ...{ code: 1, verdict: 'near-miss', content },
          changed: { count: 1, first: [{ name: 'VII', collectionName: 'VII' }] },
          score: { shared: 16, sameNames: 17 },
        })
      } else expect(found).toMatchObject({ code: 0, verdict: 'consistent', content })
    })
  })

  it('says all that to a person, the best match first', async () => {
    const path = join(directory, 'part.fai')
    writeFileSync(path, KINDS['.fai']![1](yeast.slice(2)))
    const { code, stdout } = await seqkeep(['identify', '--store', store, path])
    expect([code, stdout]).toEqual([
      0,
      `${path}: fai, 15 sequences, without checksums

${NAME}
  All of the file's sequences are in this, which has more; content not checked.
  It has 2 more: I, II.
  Saccharomyces_cerevisiae.R64-1-1.dna.toplevel.fa.gz: 17 sequences, 12,157,105 residues, digest ia9g4Myony-xxLsSc7eQOC_NdClGgPGu
  seqkeep export ia9g4Myony-xxLsSc7eQOC_NdClGgPGu --format fa
`,
    ])
  })

  it('asks another server with --remote', async () => {
    const path = join(directory, 'yeast.fa')
    writeFileSync(path, gunzipSync(readFileSync(YEAST)))
    const { code, stdout } = await seqkeep(['identify', '--remote', `${url}/`, path])
    expect(code).toBe(0)
    expect(stdout).toContain('FASTA, 17 sequences, digested')
    expect(stdout).toContain('Exactly this')
    expect(stdout).toContain(`${url}/files/ia9g4Myony-xxLsSc7eQOC_NdClGgPGu.fa`)
    const nobody = await seqkeep(['identify', '--remote', 'http://127.0.0.1:9', path])
    expect(nobody).toMatchObject({ code: 2, stdout: '' })
    expect(nobody.stderr).toContain('http://127.0.0.1:9 does not answer')
  })

  it('exits with 1 when there is none, with 2 when the file cannot be read', async () => {
    const none = await seqkeep(['identify', '--store', store, '-'], { input: 'chrZ\t5\n' })
    expect(none).toMatchObject({ code: 1, stderr: '' })
    expect(none.stdout).toContain('No collection here has any of these sequences.')
    for (const input of ['', 'hello', '@SQ\tSN:x\n']) {
      const { code, stdout, stderr } = await seqkeep(['identify', '--store', store, '-'], { input })
      expect([code, stdout]).toEqual([2, ''])
      expect(stderr).toMatch(/^seqkeep: -: /)
    }
    expect((await seqkeep(['identify', '--store', store, join(directory, 'gone')])).code).toBe(2)
    for (const wrong of [[], ['--no-such-option', '-'], ['--timeout', 'soon', '-']]) {
      expect([wrong, (await seqkeep(['identify', ...wrong])).code]).toEqual([wrong, 2])
    }
  })

  it('gives a server up that does not answer', async () => {
    const silent = createServer(() => {})
    await new Promise<void>((listening) => silent.listen(0, '127.0.0.1', listening))
    const { port } = silent.address() as AddressInfo
    const remote = ['--remote', `http://127.0.0.1:${port}`, '--timeout', '1']
    const { code, stderr } = await seqkeep(['identify', ...remote, '-'], { input: 'I\t5\n' })
    expect([code, stderr]).toEqual([2, expect.stringContaining('does not answer within 1 seconds')])
    silent.closeAllConnections()
    silent.close()
  })

  it('prints a command that runs as it is, even for a digest that begins as an option does', async () => {
    const own = join(directory, 'own')
    const { sha512t24u: sequence } = digestSequence(Buffer.from('ACGT'))
    const digestOf = (name: string) => {
      const digester = new CollectionDigester()
      digester.add(name, sequence, 4)
      return sha512t24u(digester.digest())
    }
    const names = Array.from({ length: 2000 }, (_, i) => `n${i}`)
    const name = names.find((each) => digestOf(each).startsWith('-'))!
    const fasta = `>${name}\nACGT\n`
    await seqkeepOutput(['add', '--store', own, '-'], { input: fasta })
    const env = { SEQKEEP_STORE: own }
    const { matches } = await seqkeepJson<IdentifyReport>(['identify', '-'], { input: fasta, env })
    const [, ...args] = matches[0]!.command.split(' ')
    expect(args.at(-1)).toBe(digestOf(name))
    expect(await seqkeepOutput(args, { env })).toBe(fasta)
  })

  describe.skipIf(!requireTool('samtools'))('with headers that samtools wrote', () => {
    it('is exact in .dict, BAM and CRAM, consistent in .fai', async () => {
      const path = (name: string) => join(directory, name)
      writeFileSync(path('y.fa'), gunzipSync(readFileSync(YEAST)))
      const samtools = (...args: string[]) => execFileSync('samtools', args, { stdio: 'pipe' })
      samtools('dict', '-o', path('y.dict'), path('y.fa'))
      samtools('view', '-b', '-o', path('y.bam'), path('y.dict'))
      samtools('view', '-C', '-o', path('y.cram'), path('y.dict'))
      samtools('faidx', path('y.fa'))
      for (const [name, verdict] of [
        ...[
          ['y.dict', 'exact'] as const,
          ['y.bam', 'exact'] as const,
          ['y.cram', 'exact'] as const,
        ],
        ['y.fa.fai', 'consistent'] as const,
      ]) {
        expect(await identify(readFileSync(path(name)))).toMatchObject({ code: 0, verdict })
      }
    })

    it('is the reference of a real CRAM file, of which it has the mitochondrion', async () => {
      const { matches } = (
        await identify(readFileSync(testData('cram/yeast-Mito.mitoAlignmentStartTest.cram')))
      ).report
      expect(matches[0]!.aliases).toEqual([NAME])
    })
  })
})

function naiveOf(name: string, residues: string, directory: string): NaiveRecord {
  const path = join(directory, 'one.fa')
  writeFileSync(path, `>${name}\n${residues}\n`)
  return naiveFasta(path)[0]!
}
