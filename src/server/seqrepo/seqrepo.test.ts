import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createApp } from '../app.ts'
import { type Ask, listen } from '../testing/client.ts'
import { MemoryStore } from '../testing/memory-store.ts'

const RESIDUES = `${'GATTACA'.repeat(30)}N`
const sum = (algorithm: string) => createHash(algorithm).update(RESIDUES).digest()
const MD5 = sum('md5').toString('hex')
const SHA1 = sum('sha1')
const SEGUID = SHA1.toString('base64').replace('=', '')
const SHA512 = sum('sha512')
const T24U = SHA512.subarray(0, 24).toString('base64url')

const named = (...names: string[]) =>
  names.map((name) => {
    const [authority, alias] = name.split('|')
    return { authority: authority!, alias: alias! }
  })
const store = new MemoryStore(
  [
    {
      residues: RESIDUES,
      aliases: named(
        'refseq|NM_000551.3',
        'ensembl|ENST00000256474.3',
        'local|same',
        'grch38.p14|3',
      ),
    },
    {
      residues: 'ACGT',
      circular: true,
      aliases: named(
        'insdc|CM000663.2',
        'grch38|1',
        'other|same',
        'lrg|LRG_1t1',
        'local|HLA:HLA00001',
      ),
    },
    { residues: '', aliases: named('local|empty') },
  ],
  { sha1: true },
)
const app = createApp({ store, version: '9.8.7', basePaths: ['/base'] })
let ask: Ask
beforeAll(async () => {
  ;({ ask } = await listen(app))
})
afterAll(() => app.close())

const sequence = (alias: string) => ask(`/seqrepo/1/sequence/${alias}`)

describe('the service of SeqRepo', () => {
  it.each([
    'NM_000551.3',
    'refseq:NM_000551.3',
    'RefSeq:NM_000551.3',
    'NCBI:NM_000551.3',
    'ensembl:ENST00000256474.3',
    'Ensembl:ENST00000256474.3',
    'ENST00000256474.3',
    'GRCh38.p14:3',
    `MD5:${MD5}`,
    `md5:${MD5.toUpperCase()}`,
    MD5,
    `SHA1:${SHA1.toString('hex')}`,
    `SEGUID:${encodeURIComponent(SEGUID)}`,
    `SEGUID:${encodeURIComponent(`${SEGUID}=`)}`,
    `SHA512:${SHA512.toString('hex')}`,
    SHA512.subarray(0, 24).toString('hex'),
    `ga4gh:SQ.${T24U}`,
    `ga4gh%3ASQ.${T24U}`,
    `ga4gh:GS.${T24U}`,
    `ga4gh:GS_${T24U}`,
    `VMC:GS_${T24U}`,
    `GS_${T24U}`,
    `SQ.${T24U}`,
    `sha512t24u:${T24U}`,
    T24U,
  ])('knows %s', async (alias) => {
    for (const prefix of ['/seqrepo/1', '/refget/1', '/base/seqrepo/1', '/base/refget/1']) {
      const { status, body } = await ask(`${prefix}/sequence/${alias}`)
      expect([prefix, status, body]).toEqual([prefix, 200, RESIDUES])
    }
  })

  it('knows names with a colon in them, and assemblies', async () => {
    for (const alias of [
      'HLA:HLA00001',
      'local:HLA:HLA00001',
      'GRCh38:1',
      'LRG:LRG_1t1',
      'insdc:CM000663.2',
    ]) {
      expect([alias, (await sequence(alias)).body]).toEqual([alias, 'ACGT'])
    }
  })

  it('answers 404 with a problem for what it does not know', async () => {
    for (const alias of [
      'nope',
      'nope:x',
      'ensembl:NM_000551.3',
      `MD5:${MD5}0`,
      `MD5:${T24U}`,
      `SEGUID:${encodeURIComponent(SEGUID.slice(1))}`,
      `ga4gh:${T24U}`,
      `ga4gh:XX.${T24U}`,
      '%25',
      `${MD5.slice(0, 10)}%25`,
    ]) {
      const { status, body, headers } = await sequence(alias)
      expect([alias, status]).toEqual([alias, 404])
      expect([alias, headers['content-type']]).toEqual([alias, 'application/problem+json'])
      expect(JSON.parse(body)).toMatchObject({
        status: 404,
        title: 'Not Found',
        type: 'about:blank',
      })
    }
  })

  it('answers 422 for a name of several sequences', async () => {
    for (const route of ['sequence', 'metadata']) {
      const { status, body } = await ask(`/seqrepo/1/${route}/same`)
      const { title, detail, sequences } = JSON.parse(body)
      expect([status, title]).toEqual([422, 'Unprocessable Entity'])
      expect(detail).toContain('same')
      expect(sequences).toHaveLength(2)
      for (const { url } of sequences) expect([url, (await ask(url)).status]).toEqual([url, 200])
    }
    expect((await ask('/refget/1/sequence/same')).status).toBe(300)
    expect((await sequence('other:same')).body).toBe('ACGT')
  })

  it('slices as Python does', async () => {
    const edge = fc.constantFrom(0, 1, RESIDUES.length - 1, RESIDUES.length, RESIDUES.length + 1)
    const position = fc.option(fc.oneof(edge, fc.nat(250), fc.nat(0xffffffff)), { nil: undefined })
    await fc.assert(
      fc.asyncProperty(position, position, async (start, end) => {
        const query = new URLSearchParams()
        if (start !== undefined) query.set('start', `${start}`)
        if (end !== undefined) query.set('end', `${end}`)
        const { status, body, headers } = await sequence(`${MD5}?${query}`)
        if (start !== undefined && end !== undefined && start > end) return status === 422
        expect([status, body]).toEqual([200, RESIDUES.slice(start, end)])
        expect(headers['content-length']).toBe(`${body.length}`)
        return true
      }),
      { numRuns: 300 },
    )
    // No sequence is circular there.
    expect((await sequence('GRCh38:1?start=3&end=1')).status).toBe(422)
    expect((await sequence('empty?start=0&end=9')).body).toBe('')
  })

  it('refuses positions that are no numbers', async () => {
    for (const query of ['start=-1', 'start=a', 'start=', 'end=1.0', 'start=1&start=2']) {
      const { status, body } = await sequence(`${MD5}?${query}`)
      expect([query, status, JSON.parse(body).title]).toEqual([query, 400, 'Bad Request'])
    }
  })

  it('tells length, alphabet and all names, in the order of SeqRepo', async () => {
    const { body, headers } = await ask('/seqrepo/1/metadata/NM_000551.3')
    expect(headers['content-type']).toBe('application/json')
    expect(JSON.parse(body)).toEqual({
      added: null,
      aliases: [
        'Ensembl:ENST00000256474.3',
        'ensembl:ENST00000256474.3',
        'GRCh38.p14:3',
        `MD5:${MD5}`,
        'NCBI:NM_000551.3',
        'refseq:NM_000551.3',
        `SEGUID:${SEGUID}`,
        `SHA1:${SHA1.toString('hex')}`,
        `VMC:GS_${T24U}`,
        `sha512t24u:${T24U}`,
        `ga4gh:SQ.${T24U}`,
        'local:same',
      ],
      alphabet: 'ACGNT',
      length: RESIDUES.length,
    })
    const empty = JSON.parse((await ask('/seqrepo/1/metadata/empty')).body)
    expect(empty).toMatchObject({ alphabet: '', length: 0 })
  })

  it('looks through a sequence for its alphabet once, and again after a fault', async () => {
    const own = new MemoryStore([{ residues: 'ACGT', aliases: named('local|x') }])
    const other = createApp({ store: own, version: '1', logger: pino({ level: 'silent' }) })
    const { ask: askOther } = await listen(other)
    own.onRead = () => {
      throw new Error('spoilt')
    }
    expect((await askOther('/seqrepo/1/metadata/x')).status).toBe(500)
    own.onRead = () => {}
    const before = own.reads
    for (let i = 0; i < 3; i++) {
      expect(JSON.parse((await askOther('/seqrepo/1/metadata/x')).body).alphabet).toBe('ACGT')
    }
    expect(own.reads).toBe(before + 1)
    own.find = async () => {
      throw new Error('secret')
    }
    const failed = await askOther('/seqrepo/1/metadata/local:x')
    expect([failed.status, JSON.parse(failed.body).error]).toEqual([500, 'INTERNAL'])
    await other.close()
  })

  it('can be pinged', async () => {
    const { status, body } = await ask('/seqrepo/1/ping')
    expect([status, JSON.parse(body).version]).toEqual([200, '9.8.7'])
  })
})

describe('the refget of SeqRepo', () => {
  it('is of version 1.0.0, with its namespaces as naming authorities', async () => {
    const { body, headers } = await ask('/refget/1/sequence/NM_000551.3/metadata')
    expect(headers['content-type']).toBe('application/vnd.ga4gh.refget.v1.0.0+json')
    const { metadata } = JSON.parse(body)
    expect(metadata).toMatchObject({ md5: MD5, length: RESIDUES.length })
    expect(metadata.aliases).toContainEqual({ naming_authority: 'NCBI', alias: 'NM_000551.3' })
    expect(metadata.aliases).toContainEqual({ naming_authority: 'refseq', alias: 'NM_000551.3' })
    expect((await ask('/refget/1/sequence/service-info')).status).toBe(200)
    expect((await ask('/refget/1/ping')).status).toBe(200)
    const part = await ask(`/refget/1/sequence/${MD5}`, { headers: { range: 'bytes=3-9' } })
    expect([part.status, part.body]).toEqual([206, RESIDUES.slice(3, 10)])
  })
})
