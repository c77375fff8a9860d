import { createHash } from 'node:crypto'
import canonicalize from 'canonicalize'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { level2Of, MemoryCollections, member } from '../../collection/testing/memory-collections.ts'
import { createApp } from '../app.ts'
import { type Ask, listen } from '../testing/client.ts'
import { MemoryStore } from '../testing/memory-store.ts'
import { SEQCOL_DIGESTS, SEQCOL_FILES } from '../testing/seqcol-files.ts'

const { base, differentNames, pairSwap, subset } = SEQCOL_DIGESTS
const LEVEL1 = {
  names: 'Fw1r9eRxfOZD98KKrhlYQNEdSRHoVxAG',
  lengths: 'cGRMZIb3AVgkcAfNv39RN7hnT5Chk7RX',
  sequences: '0uDQVLuHaOZi1u76LjV__yrVUIz9Bwhr',
  name_length_pairs: 'B9MESWM8k-hK_OeQK8bZNAG74pLY0Ujq',
  sorted_name_length_pairs: 'zjM1Ie9m0zFbqsAnZ6jAJSXuFpKTr40J',
  sorted_sequences: 'KgWo6TT1Lqw6vgkXU9sYtCU9xwXoDt6M',
}
const FASTA = '>chrX\nTTGGGGAA\n>chr1\nGGAA\n>chr2\nGCGC\n'

const store = new MemoryStore([
  { residues: 'TTGGGGAA' },
  { residues: 'GGAA', aliases: [{ authority: 'insdc', alias: 'X.1' }] },
  { residues: 'GCGC', aliases: [{ authority: 'insdc', alias: 'Y.1' }] },
])
const collections = new MemoryCollections([
  {
    ...SEQCOL_FILES.base,
    aliases: [
      { authority: 'insdc', alias: 'GCA_000000001.1' },
      { authority: 'local', alias: 'a/b ?é%' },
    ],
  },
  ...Object.values(SEQCOL_FILES).slice(1),
  { members: [], aliases: [{ authority: 'local', alias: 'empty' }] },
])
const app = createApp({ store, collections, version: '9.8.7', basePaths: ['/data/refget'] })
let ask: Ask
beforeAll(async () => {
  ;({ ask } = await listen(app))
})
afterAll(() => app.close())

const json = async (url: string) => {
  const answer = await ask(url)
  expect([url, answer.status, answer.headers['content-type']]).toEqual([
    ...[url, 200, 'application/json'],
  ])
  return JSON.parse(answer.body)
}
const post = (url: string, body: string, type = 'application/json') =>
  ask(url, { method: 'POST', headers: { 'content-type': type }, body })

describe('service-info', () => {
  it('is of collections with the schema, and has a copy of what refget says', async () => {
    const info = await json('/service-info')
    expect(info).toMatchObject({
      id: expect.any(String),
      name: expect.any(String),
      type: { group: 'org.ga4gh', artifact: 'refget-seqcol', version: '1.0.0' },
      organization: { name: expect.any(String), url: expect.any(String) },
      version: '9.8.7',
      seqcol: {
        schema: {
          properties: { lengths: { collated: true }, names: {}, sequences: {} },
          ga4gh: { inherent: ['names', 'sequences'] },
        },
      },
    })
    const sequences = JSON.parse((await ask('/sequence/service-info')).body)
    expect(sequences.type.artifact).toBe('refget-sequence')
    expect(info.refget).toEqual(sequences.refget)
  })
})

describe('a collection', () => {
  it('has levels 1 and 2, 2 unless asked', async () => {
    expect(await json(`/collection/${base}?level=1`)).toEqual(LEVEL1)
    const level2 = {
      names: ['chrX', 'chr1', 'chr2'],
      lengths: [8, 4, 4],
      sequences: [
        'SQ.iYtREV555dUFKg2_agSJW6suquUyPpMw',
        'SQ.YBbVX0dLKG1ieEDCiMmkrTZFt_Z5Vdaj',
        'SQ.AcLxtBuKEPk_7PGE_H4dGElwZHCujwH6',
      ],
      name_length_pairs: [
        { length: 8, name: 'chrX' },
        { length: 4, name: 'chr1' },
        { length: 4, name: 'chr2' },
      ],
      sorted_sequences: [
        'SQ.AcLxtBuKEPk_7PGE_H4dGElwZHCujwH6',
        'SQ.YBbVX0dLKG1ieEDCiMmkrTZFt_Z5Vdaj',
        'SQ.iYtREV555dUFKg2_agSJW6suquUyPpMw',
      ],
    }
    expect(await json(`/collection/${base}`)).toEqual(level2)
    expect(await json(`/collection/${base}?level=2`)).toEqual(level2)
    for (const digest of Object.values(SEQCOL_DIGESTS)) await json(`/collection/${digest}`)
  })

  it('may be empty', async () => {
    const nothing = await json('/collection/local:empty')
    expect(nothing).toEqual({
      ...{ names: [], lengths: [], sequences: [], name_length_pairs: [], sorted_sequences: [] },
    })
    const { names } = await json('/collection/local:empty?level=1')
    expect(names).toBe('slspTLTetp6gCkw88xE5BIAbYBXllWvQ')
    const { array_elements } = await json(`/comparison/${base}/local:empty`)
    expect(array_elements.b_count.names).toBe(0)
    expect(array_elements.a_and_b_same_order.names).toBe(null)
  })

  it('is found again by its attributes, each of which has its value', async () => {
    for (const [name, digest] of Object.entries(LEVEL1)) {
      const { results } = await json(`/list/collection?${name}=${digest}`)
      expect(results).toContain(base)
      expect((await json(`/list/attributes/${name}`)).results).toContain(digest)
      if (name === 'sorted_name_length_pairs') continue
      const value = await json(`/attribute/collection/${name}/${digest}`)
      const hash = createHash('sha512').update(canonicalize(value)!).digest()
      expect(hash.subarray(0, 24).toString('base64url')).toBe(digest)
      expect(await json(`/attribute/collection/${name}/insdc:GCA_000000001.1`)).toEqual(value)
    }
    const transient = await ask(
      `/attribute/collection/sorted_name_length_pairs/${LEVEL1.sorted_name_length_pairs}`,
    )
    expect([transient.status, JSON.parse(transient.body).error]).toEqual([
      404,
      'ATTRIBUTE_TRANSIENT',
    ])
    const both = await json(`/list/collection?names=${LEVEL1.names}&lengths=insdc:GCA_000000001.1`)
    expect(both.results).toEqual([base])
    const neither = await json(`/list/collection?names=${LEVEL1.names}&lengths=${LEVEL1.names}`)
    expect(neither).toEqual({
      ...{ results: [], pagination: { page: 0, page_size: 100, total: 0, total_pages: 0 } },
    })
  })
})

describe('a comparison', () => {
  it('of two collections is that of the published fixture', async () => {
    const all = ['lengths', 'name_length_pairs', 'names', 'sequences', 'sorted_sequences']
    const three = Object.fromEntries(all.map((name) => [name, 3]))
    expect(await json(`/comparison/${base}/${pairSwap}`)).toEqual({
      digests: { a: base, b: pairSwap },
      attributes: { a_only: [], b_only: [], a_and_b: all },
      array_elements: {
        a_count: three,
        b_count: three,
        a_and_b_count: { ...three, name_length_pairs: 1 },
        a_and_b_same_order: {
          ...{ lengths: true, name_length_pairs: true, names: false },
          ...{ sequences: true, sorted_sequences: true },
        },
      },
    })
    const same = await json(`/comparison/insdc:GCA_000000001.1/${base}`)
    expect(same.digests).toEqual({ a: base, b: base })
    expect(new Set(Object.values(same.array_elements.a_and_b_same_order))).toEqual(new Set([true]))
  })

  it('with a posted one is the same, its digest computed', async () => {
    for (const digest of [base, differentNames, pairSwap, subset]) {
      const { body } = await ask(`/collection/${digest}`)
      const answer = await post(`/comparison/${base}`, body)
      expect([answer.status, JSON.parse(answer.body)]).toEqual([
        ...[200, await json(`/comparison/${base}/${digest}`)],
      ])
    }
    const partial = await post(`/comparison/${base}`, '{"lengths":[4]}')
    expect(JSON.parse(partial.body)).toMatchObject({
      digests: { a: base, b: null },
      attributes: { a_only: expect.arrayContaining(['names', 'sequences']) },
    })
  })

  it('calls a single common element unordered when told to keep to the text', async () => {
    const strict = createApp({ store, collections, version: '0', sameOrderMinOverlap: 2 })
    const { ask: askStrict } = await listen(strict)
    const { body } = await askStrict(`/comparison/${base}/${pairSwap}`)
    expect(JSON.parse(body).array_elements.a_and_b_same_order.name_length_pairs).toBe(null)
    await strict.close()
  })
})

describe('similarities', () => {
  it('rank all collections, the most similar first', async () => {
    const answer = await post(`/similarities/${base}?page_size=3`, '')
    const { similarities, pagination, reference_digest } = JSON.parse(answer.body)
    expect(reference_digest).toBe(base)
    expect(pagination).toEqual({ page: 0, page_size: 3, total: 7, total_pages: 3 })
    expect(similarities).toHaveLength(3)
    const all = JSON.parse((await post(`/similarities/${base}`, '')).body).similarities
    expect(all.slice(0, 3)).toEqual(similarities)
    const of = (digest: string) =>
      all.find((each: { digest: string }) => each.digest === digest).similarities
    expect(of(subset)).toMatchObject({ names: 2 / 3, lengths: 2 / 3, sequences: 2 / 3 })
    expect(of(differentNames)).toMatchObject({ names: 0, name_length_pairs: 0, sequences: 1 })
    const self = all.find((each: { digest: string }) => each.digest === base)
    expect(self.human_readable_names).toEqual(['GCA_000000001.1', 'a/b ?é%'])
    expect(all.at(-1).similarities.sequences).toBe(0)
  })

  it('are the same for a posted collection', async () => {
    const { body } = await ask(`/collection/${base}`)
    const posted = await post('/similarities/', body)
    const stored = await post(`/similarities/${base}`, '')
    expect(JSON.parse(posted.body)).toEqual(JSON.parse(stored.body))
  })
})

describe('names', () => {
  it('lead to digests and back, in the shapes of the server that has them', async () => {
    const alias = { namespace: 'insdc', alias: 'GCA_000000001.1' }
    const url = '/alias/collection/insdc/GCA_000000001.1'
    expect(await json(url)).toEqual({ ...alias, digest: base })
    expect(await json('/alias/sequence/insdc/X.1')).toEqual({
      ...{ namespace: 'insdc', alias: 'X.1', digest: 'SQ.YBbVX0dLKG1ieEDCiMmkrTZFt_Z5Vdaj' },
    })
    expect(await json(`/aliases/collection/${base}`)).toEqual({
      digest: base,
      aliases: [
        ['insdc', 'GCA_000000001.1'],
        ['local', 'a/b ?é%'],
      ],
    })
    const sequence = 'SQ.YBbVX0dLKG1ieEDCiMmkrTZFt_Z5Vdaj'
    expect(await json(`/aliases/sequence/${sequence}`)).toEqual({
      ...{ digest: sequence, aliases: [['insdc', 'X.1']] },
    })
    expect(await json('/list/alias/collection')).toEqual({ namespaces: ['insdc', 'local'] })
    expect(await json('/list/alias/collection/local?page_size=2')).toEqual({
      ...{ namespace: 'local', aliases: ['a/b ?é%', 'different_names'] },
      pagination: { page: 0, page_size: 2, next_page: 1 },
    })
    expect((await json('/list/alias/collection/local?page_size=2&page=3')).pagination).toEqual({
      ...{ page: 3, page_size: 2 },
    })
    for (const [path, status] of [
      ['/alias/collection/insdc/nothing', 404],
      ['/alias/sequence/md5/d41d8cd98f00b204e9800998ecf8427e', 404],
      ['/alias/genome/insdc/X.1', 404],
      ['/aliases/sequence/X.1', 404],
      ['/list/alias/sequence', 400],
      ['/list/alias/collection/local?page=9', 400],
    ] as const) {
      expect([path, (await ask(path)).status]).toEqual([path, status])
    }
  })
})

describe('a DRS object', () => {
  it('has the size and checksums of the file, which is read once', async () => {
    const before = store.reads
    for (const path of ['/ga4gh/drs/v1', '/fasta', '/data/refget/fasta']) {
      const object = await json(`${path}/objects/${base}`)
      const hash = (name: string) => createHash(name).update(FASTA).digest('hex')
      expect(object).toMatchObject({
        id: base,
        size: FASTA.length,
        created_time: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
        mime_type: 'application/fasta',
        aliases: ['insdc:GCA_000000001.1', 'local:a/b ?é%'],
        checksums: [
          { type: 'sha-256', checksum: hash('sha256') },
          { type: 'md5', checksum: hash('md5') },
          { type: 'refget.seqcol', checksum: base },
        ],
      })
      const [{ access_id, access_url }] = object.access_methods
      const prefix = path.startsWith('/data') ? '/data/refget' : ''
      expect(new URL(access_url.url).pathname).toBe(`${prefix}/files/${base}.fa`)
      expect(await json(`${path}/objects/${base}/access/${access_id}`)).toEqual(access_url)
      expect((await ask(`${path}/objects/${base}/access/s3`)).status).toBe(404)
      const [, host, id] = /^drs:\/\/([^/]+)\/([^/]+)$/.exec(object.self_uri)!
      expect(access_url.url).toContain(`//${host}/`)
      expect((await json(`/ga4gh/drs/v1/objects/${id}`)).id).toBe(base)
      expect(await json(`${path}/objects/insdc:GCA_000000001.1/index`)).toEqual({
        ...{ line_bases: 60, extra_line_bytes: 1, offsets: [6, 21, 32] },
      })
      const info = await json(`${path}/service-info`)
      expect(info.type).toEqual({ group: 'org.ga4gh', artifact: 'drs', version: '1.5.0' })
      expect((await ask(`${path}/objects/INVALID_DIGEST_12345`)).status).toBe(404)
    }
    const proxied = { host: 'refs.example', 'x-forwarded-proto': 'https' }
    const { body } = await ask(`/fasta/objects/${base}`, { headers: proxied })
    expect(JSON.parse(body)).toMatchObject({
      self_uri: `drs://refs.example/${base}`,
      access_methods: [{ access_url: { url: `https://refs.example/files/${base}.fa` } }],
    })
    // Of each of three sequences.
    expect(store.reads - before).toBe(3)
  })
})

describe('the home page and documents', () => {
  it('show collections, with links that work', async () => {
    for (const prefix of ['', '/data/refget']) {
      const { body } = await ask(`${prefix}/`, { headers: { accept: 'text/html,*/*;q=0.8' } })
      const links = [...body.matchAll(/href="([^"]+)"/g)].map(([, url]) => url!)
      expect(links.filter((link) => link.includes('/collection/')).length).toBeGreaterThan(5)
      expect(links.filter((link) => link.includes('/files/')).length).toBeGreaterThan(2)
      for (const link of links) {
        expect([link, (await ask(link.replaceAll('&#38;', '&'))).status]).toEqual([link, 200])
      }
      expect(body).toContain('GCA_000000001.1')
      const home = await json(`${prefix}/?accept=application/json`).catch(() => undefined)
      expect(home ?? JSON.parse((await ask(`${prefix}/`)).body)).toHaveProperty(
        'exampleCollections',
      )
      expect((await ask(`${prefix}/docs`)).body).toContain('/comparison/{a}')
    }
  })

  it('list every route, which answers as they say', async () => {
    const document = JSON.parse((await ask('/openapi.json')).body)
    const values: Record<string, string> = {
      ...{ digest: base, a: base, b: subset, name: 'names', id: base, access_id: 'https' },
      ...{ namespace: 'insdc', alias: 'GCA_000000001.1', file: `${base}.fa.fai` },
    }
    let tested = 0
    for (const [path, operations] of Object.entries<Record<string, object>>(document.paths)) {
      const [[method, operation]] = Object.entries(operations) as [
        [string, { tags: string[]; requestBody?: object; responses: Record<string, object> }],
      ]
      if (!['collections', 'drs', 'files', 'identify'].includes(operation.tags[0]!)) continue
      let url = path.replace(/\{(\w+)\}/g, (_, name: string) => values[name]!)
      if (path.startsWith('/attribute')) url = `/attribute/collection/names/${LEVEL1.names}`
      if (path.endsWith('sequence/{digest}')) url = '/aliases/sequence/insdc:X.1'
      if (path.startsWith('/alias/sequence')) url = '/alias/sequence/insdc/X.1'
      const body = operation.requestBody ? JSON.stringify(level2Of([member('x', 'A')])) : undefined
      const headers = body ? { 'content-type': 'application/json' } : {}
      const answer = await ask(url, {
        ...{ method: method.toUpperCase(), headers },
        ...(body && { body }),
      })
      expect([url, answer.status]).toEqual([url, 200])
      expect(Object.keys(operation.responses)).toContain('200')
      tested++
    }
    expect(tested).toBe(25)
    const names = [...JSON.stringify(document).matchAll(/"operationId":"(\w+)"/g)].map(([, n]) => n)
    expect(new Set(names).size).toBe(names.length)
  })
})
