import { readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { hasTestData, testData } from '../data.ts'
import { output, seqkeepOutput, serve, temporaryDirectory } from '../seqkeep.ts'
import { PYTHON_SEQREPO, requireTool } from '../tools.ts'

const CLIENTS = join(import.meta.dirname, 'seqrepo-clients.py')
const LOAD = join(import.meta.dirname, 'seqrepo-load.py')
const SERVICE = join(import.meta.dirname, 'seqrepo-service.py')

const ready = requireTool(PYTHON_SEQREPO) && requireTool('bgzip') && hasTestData

/** Each with the namespaces under which seqkeep and SeqRepo know the name of its header. */
const SEQUENCES = [
  ['human-mt/NC_012920.1.fasta', 'NC_012920.1', ['refseq']],
  ['sars-cov-2/Sars_cov_2.ASM985889v3.dna.toplevel.fa', 'MN908947.3', ['ensembl', 'insdc']],
  [
    'brca/GRCh38.13_32300001_32500000.fa',
    '13_32300001_32500000',
    ['local', 'test', 'GRCh38.p14', 'GRCh38'],
  ],
] as const

const MT = {
  md5: 'c68f52674c9fb33aef52dcf399755519',
  sha1: '7903456179ec0b3869fcc91f0540559ee159cd30',
  trunc512: '93782b5648d8fa1a167025288c7c3a554e86137319f1272d',
  sha512t24u: 'k3grVkjY-hoWcCUojHw6VU6GE3MZ8Sct',
}

describe.skipIf(!ready)('seqkeep beside a SeqRepo of the same files', () => {
  let url: string
  let seqrepo: string

  beforeAll(async () => {
    const directory = await temporaryDirectory()
    const store = join(directory, 'store')
    await seqkeepOutput([
      'add',
      '--sha1',
      '--store',
      store,
      ...SEQUENCES.map(([fa]) => testData(fa)),
    ])
    const aliases = join(directory, 'aliases.tsv')
    const brca = SEQUENCES[2][1]
    writeFileSync(
      aliases,
      [
        ...['GRCh38', 'GRCh38.p14', 'test'].map((space) => `${brca}\t${space}\t${brca}`),
        'NC_012920.1\ttest\tNC_012920.1',
        // A bare name of two sequences.
        ...['NC_012920.1\tone\ttwice', `${brca}\ttwo\ttwice`],
      ].join('\n'),
    )
    await seqkeepOutput(['alias', 'add', '--store', store, aliases])

    seqrepo = join(directory, 'seqrepo')
    await output(PYTHON_SEQREPO, [
      ...[LOAD, seqrepo],
      ...SEQUENCES.flatMap(([fa, , spaces]) => spaces.map((space) => `${space}=${testData(fa)}`)),
      ...['test', 'one:twice'].map((name) => `${name}=${testData(SEQUENCES[0][0])}`),
      `two:twice=${testData(SEQUENCES[2][0])}`,
    ])
    url = await serve(store, ['--base-path', '/data'])
  }, 120_000)

  const spelled = SEQUENCES.map(
    ([fasta, name, spaces]) =>
      `${testData(fasta)}=${spaces.map((space) => `${space}:${name}`).join(',')}`,
  )
  // SeqRepo's own spellings of each namespace, and digests.
  const others = [
    ...[`MD5:${MT.md5}`, `SHA1:${MT.sha1}`, `VMC:GS_${MT.sha512t24u}`, `ga4gh:SQ.${MT.sha512t24u}`],
    ...[`sha512t24u:${MT.sha512t24u}`, 'NC_012920.1', 'NCBI:NC_012920.1', 'refseq:NC_012920.1'],
  ]
  spelled[0] += `,${others.join(',')}`

  /** What the Python clients print through seqkeep, which must be what they print of SeqRepo. */
  const both = async (...args: string[]) => {
    const [through, of] = [`seqrepo+${url}/seqrepo`, `seqrepo+file://${seqrepo}`]
    const [ours, theirs] = await Promise.all(
      [through, of].map(async (uri) =>
        (await output(PYTHON_SEQREPO, [CLIENTS, uri, ...args, ...spelled])).split('\n'),
      ),
    )
    const differing = ours!.findIndex((line, i) => line !== theirs![i])
    expect(ours![differing]).toBe(theirs![differing])
    expect(ours).toHaveLength(theirs!.length)
    return ours!
  }

  it('gives the same metadata, sequences and 1,000 random slices to biocommons.seqrepo', async () => {
    const lines = await both('slices', '1000', '20240613')
    expect(lines.length).toBeGreaterThan(1000 + SEQUENCES.length)
    expect(lines.filter((line) => line.endsWith(' False'))).toEqual([])
  }, 120_000)

  it('gives the same identifiers of 120 alleles to VRS', async () => {
    const lines = await both('alleles', '120', '20240613')
    const ids = lines.filter((line) => / ga4gh:VA\.\S{32} /.test(line))
    expect(ids).toHaveLength(120)
    for (const kind of ['substitution', 'deletion', 'repeat+', 'repeat-']) {
      expect(ids.filter((line) => line.startsWith(kind)).length).toBeGreaterThan(10)
    }
    // Without the sequence around it, an insertion into a repeat would stay where it is.
    expect(ids.filter((line) => line.includes('ReferenceLengthExpression')).length).toBeGreaterThan(
      30,
    )
  }, 120_000)

  it('does what docs/seqrepo.md says', async () => {
    const page = readFileSync(resolve(import.meta.dirname, '../../docs/seqrepo.md'), 'utf8')
    const [, code] = /^```python\n([\s\S]*?)^```$/m.exec(page)!
    const expected = [...code!.matchAll(/^# (.*)$/gm)].map(([, line]) => line)
    expect(expected).toHaveLength(3)
    const script = code!.replaceAll('http://127.0.0.1:8080', url)
    const printed = await output(PYTHON_SEQREPO, ['-c', script])
    expect(printed.trim().split('\n')).toEqual(expected)
  })

  it('answers as the service does, status by status', async () => {
    const asked = [
      ...queries('/seqrepo/1/sequence/NC_012920.1', [
        ...['', '?start=0&end=10', '?start=5&end=5', '?start=10&end=5', '?end=0', '?end=5'],
        ...['?start=16569', '?start=16570', '?start=99999', '?start=16560&end=99999'],
        ...['?start=99999&end=100000', '?start=-1', '?start=a', '?start=', '?start=1.0'],
        ...['?start=16560&end=16569', '?start=0&end=16569', '?start=0'],
      ]),
      ...names('/seqrepo/1/sequence/', '?end=9'),
      ...names('/seqrepo/1/metadata/', ''),
      ...names('/refget/1/sequence/', '?start=3&end=9').filter((path) => !/twice/.test(path)),
      ...queries(`/refget/1/sequence/${MT.md5}`, [
        ...['', '?start=0&end=10', '?start=16569&end=16569', '?start=16560&end=99999'],
        ...['?end=0', '?start=a', '?start=-1', '?start=0', '?end=16569'],
      ]),
    ]
    const printed = await output(PYTHON_SEQREPO, [SERVICE, seqrepo], { input: asked.join('\n') })
    const answers = printed.trim().split('\n')
    expect(answers).toHaveLength(asked.length)
    for (const [i, path] of asked.entries()) {
      const [status, type, body] = JSON.parse(answers[i]!) as [number, string, string]
      const answer = await fetch(url + path)
      const ours = await answer.text()
      expect([path, answer.status]).toEqual([path, status])
      if (status === 404 || (path.startsWith('/refget') && status !== 200)) continue
      expect([path, answer.headers.get('content-type')?.split(';')[0]]).toEqual([path, type])
      if (status === 200 && path.includes('/metadata/')) {
        expect({ ...JSON.parse(ours), added: '' }).toEqual({ ...JSON.parse(body), added: '' })
      } else if (status === 200) {
        expect([path, ours]).toEqual([path, body])
      } else {
        const { detail, title, type: about, status: said } = JSON.parse(ours)
        const theirs = JSON.parse(body)
        expect([path, title, about, said]).toEqual([path, theirs.title, theirs.type, theirs.status])
        expect(detail).not.toBe('')
      }
    }
  }, 60_000)
})

const queries = (path: string, parameters: readonly string[]) =>
  parameters.map((query) => path + query)

/** Every kind of name, known and unknown, that both take for the same. */
const names = (path: string, query: string) =>
  [
    ...['NC_012920.1', 'refseq:NC_012920.1', 'RefSeq:NC_012920.1', 'NCBI:NC_012920.1'],
    ...['MN908947.3', 'insdc:MN908947.3', 'ensembl:MN908947.3', 'Ensembl:MN908947.3'],
    ...['13_32300001_32500000', 'GRCh38:13_32300001_32500000', 'test:NC_012920.1'],
    ...[MT.md5, MT.md5.toUpperCase(), `MD5:${MT.md5}`, `SHA1:${MT.sha1}`, MT.trunc512],
    ...[`ga4gh:SQ.${MT.sha512t24u}`, `ga4gh:GS.${MT.sha512t24u}`, `ga4gh:GS_${MT.sha512t24u}`],
    ...[`VMC:GS_${MT.sha512t24u}`, `GS_${MT.sha512t24u}`, `sha512t24u:${MT.sha512t24u}`],
    ...['one:twice', 'two:twice', 'twice', 'nope', 'nope:x', 'NC_012920.2', 'GRCh38:nope'],
    ...['refseq:MN908947.3', `MD5:${'0'.repeat(32)}`, `ga4gh:SQ.${'A'.repeat(32)}`],
  ].map((name) => path + name + query)
