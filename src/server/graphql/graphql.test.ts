import { gunzipSync } from 'node:zlib'
import {
  buildClientSchema,
  buildSchema,
  getIntrospectionQuery,
  type IntrospectionQuery,
  parse,
  validate,
} from 'graphql'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createApp } from '../app.ts'
import { type Ask, listen } from '../testing/client.ts'
import { MemoryGenomes } from '../testing/memory-genomes.ts'
import { MemoryStore } from '../testing/memory-store.ts'
import { HUMAN, OTHER } from '../testing/test-genome.ts'

const { genomeId } = HUMAN.genome
const app = createApp({
  store: new MemoryStore([{ residues: 'ACGT', aliases: [] }]),
  genomes: new MemoryGenomes([HUMAN, OTHER]),
  version: '9.8.7',
  basePaths: ['/data/refget'],
  graphqlPaths: ['/data/graphql'],
})
let ask: Ask
beforeAll(async () => {
  ;({ ask } = await listen(app))
})
afterAll(() => app.close())

interface Answered {
  readonly status: number
  // biome-ignore lint/suspicious/noExplicitAny: the shape is what the query asks for
  readonly data?: any
  readonly errors?: readonly {
    readonly message: string
    readonly path?: readonly (string | number)[]
    readonly extensions?: Readonly<Record<string, unknown>>
  }[]
  readonly extensions?: Readonly<Record<string, unknown>>
}

async function post(body: unknown, path = '/graphql', type = 'application/json') {
  return ask(path, {
    method: 'POST',
    headers: { 'content-type': type },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  })
}

async function query(text: string, variables: object = {}, path = '/graphql'): Promise<Answered> {
  const { status, body } = await post({ query: text, variables }, path)
  return { status, ...JSON.parse(body) }
}

/** The data of a query that must have no errors. */
async function dataOf(text: string, variables: object = {}) {
  const { data, errors } = await query(text, { genomeId, ...variables })
  expect(errors).toBeUndefined()
  return data
}

async function errorOf(text: string, variables: object = {}) {
  const { status, data, errors } = await query(text, { genomeId, ...variables })
  expect(status).toBe(200)
  expect(errors).toHaveLength(1)
  return { data, ...errors![0]! }
}

const GENE =
  'query($genomeId: String!, $symbol: String) { genes(by_symbol: {genome_id: $genomeId, symbol: $symbol})'

describe('GraphQL over HTTP', () => {
  it('answers a POST at its path, below base paths and at the paths of its own', async () => {
    for (const path of [
      '/graphql',
      '/graphql/',
      '/data/refget/graphql',
      '/data/graphql',
      '/data/graphql/',
    ]) {
      const { status, headers, body } = await post(
        { query: '{ version { api { major minor patch } } }' },
        path,
      )
      expect([path, status]).toEqual([path, 200])
      expect(headers['content-type']).toBe('application/json; charset=utf-8')
      expect(headers['access-control-allow-origin']).toBe('*')
      const { data, extensions } = JSON.parse(body)
      expect(data).toEqual({ version: { api: { major: '9', minor: '8', patch: '7' } } })
      expect(extensions.execution_time_in_seconds).toBeGreaterThanOrEqual(0)
    }
  })

  it('answers 400 with errors alone to what cannot be executed', async () => {
    for (const [text, message] of [
      ['{ version {', /Syntax Error/],
      ['{ nothing }', /Cannot query field/],
      ['{ genomes(by_accession: {a: 1}) { genome_id } }', /Unknown argument/],
      ['query($x: String!) { genome(by_genome_id: {genome_id: $x}) { genome_id } }', /\$x/],
      [
        'query A { version { api { major } } } query B { version { api { major } } }',
        /operation name/,
      ],
    ] as const) {
      const { status, data, errors } = await query(text)
      expect([text, status]).toEqual([text, 400])
      expect(data).toBeUndefined()
      expect(errors![0]!.message).toMatch(message)
    }
  })

  it('answers 400 to bodies that are no request', async () => {
    for (const [body, type, message] of [
      ['{"query":', 'application/json', /valid JSON/],
      ['[{"query":"{ version { api { major } } }"}]', 'application/json', /JSON object/],
      ['null', 'application/json', /JSON object/],
      ['{}', 'application/json', /query/],
      ['{"query":"{ version { api { major } } }","variables":[]}', 'application/json', /variables/],
      [
        '{"query":"{ version { api { major } } }","operationName":3}',
        'application/json',
        /operation name/,
      ],
      ['query=1', 'application/x-www-form-urlencoded', /application\/json/],
      [' ', 'text/plain', /application\/json/],
    ] as const) {
      const answer = await post(body, '/graphql', type)
      expect([body, answer.status]).toEqual([body, 400])
      expect(JSON.parse(answer.body).errors[0].message).toMatch(message)
    }
    const charset = await post(
      { query: '{ version { api { major } } }' },
      '/graphql',
      'application/json; charset=UTF-8',
    )
    expect(charset.status).toBe(200)
  })

  it('picks an operation by its name', async () => {
    const document = 'query A { version { api { major } } } query B { version { api { minor } } }'
    const { body } = await post({ query: document, operationName: 'B' })
    expect(JSON.parse(body).data).toEqual({ version: { api: { minor: '8' } } })
  })

  it('never executes a GET: that is a page, with nothing from elsewhere', async () => {
    for (const path of ['/graphql', '/data/graphql', '/graphql?query={version{api{major}}}']) {
      const { status, headers, body } = await ask(path)
      expect(status).toBe(200)
      expect(headers['content-type']).toBe('text/html; charset=utf-8')
      expect(body).not.toContain('"data"')
      expect(body).not.toMatch(/(src|href)="(https?:)?\/\//)
      for (const [, url] of body.matchAll(/(?:src|href)="([^"]+)"/g)) {
        const asset = await ask(url!)
        expect([url, asset.status]).toEqual([url, 200])
        expect(asset.body.length).toBeGreaterThan(100)
      }
    }
    const script = await ask('/graphql/start.js')
    expect(script.body).toContain(genomeId)
    expect(script.body).toContain('BRCA2')
  })

  it('lists its methods, and lets scripts of other origins post', async () => {
    const preflight = await ask('/graphql', { method: 'OPTIONS', headers: { origin: 'http://x' } })
    expect(preflight.status).toBe(204)
    expect(preflight.headers['access-control-allow-methods']).toContain('POST')
    expect(preflight.headers['access-control-allow-headers']).toContain('Content-Type')
    const put = await ask('/graphql', { method: 'PUT', body: '{}' })
    expect([put.status, put.headers.allow]).toEqual([405, 'GET, HEAD, OPTIONS, POST'])
    expect((await ask('/graphql', { method: 'HEAD' })).status).toBe(200)
    const elsewhere = await ask('/sequence/service-info', { method: 'POST', body: '{}' })
    expect([elsewhere.status, elsewhere.headers.allow]).toEqual([405, 'GET, HEAD, OPTIONS'])
  })

  it('sends its schema beside each path', async () => {
    for (const path of ['/sdl', '/data/refget/sdl', '/data/sdl']) {
      const { status, headers, body } = await ask(path)
      expect([path, status]).toEqual([path, 200])
      expect(headers['content-type']).toBe('text/plain; charset=utf-8')
      expect(buildSchema(body).getQueryType()?.getFields()).toHaveProperty('overlap_region')
    }
  })

  it('answers at any free path, of which several may share a folder', async () => {
    const parts = { store: new MemoryStore([]), genomes: new MemoryGenomes([HUMAN]), version: '1' }
    const other = createApp({ ...parts, graphqlPaths: ['/gql', '/data/one', '/data/two/'] })
    const { ask: askOther } = await listen(other)
    for (const path of ['/gql', '/data/one', '/data/two']) {
      const body = JSON.stringify({ query: '{ version { api { major } } }' })
      const headers = { 'content-type': 'application/json' }
      expect((await askOther(path, { method: 'POST', headers, body })).status).toBe(200)
    }
    for (const path of ['/sdl', '/data/sdl']) expect((await askOther(path)).status).toBe(200)
    await other.close()
    for (const path of ['/', '/docs', '/a*', '/a/:id']) {
      const app = createApp({ ...parts, graphqlPaths: [path] })
      await expect(app.ready()).rejects.toThrow('such as /data/graphql')
    }
  })

  it('compresses long answers for who takes that', async () => {
    const answer = await app.inject({
      method: 'POST',
      url: '/graphql',
      headers: { 'content-type': 'application/json', 'accept-encoding': 'gzip, deflate' },
      payload: { query: getIntrospectionQuery() },
    })
    expect(answer.headers['content-encoding']).toBe('gzip')
    expect(JSON.parse(gunzipSync(answer.rawPayload).toString()).data.__schema).toBeDefined()
    const short = await post({ query: '{ version { api { major } } }' })
    expect(short.headers['content-encoding']).toBeUndefined()
  })

  it('shows clients a schema against which the document of Ensembl is valid', async () => {
    for (const options of [{}, { inputValueDeprecation: true, specifiedByUrl: true }]) {
      const { data } = await query(getIntrospectionQuery(options))
      const schema = buildClientSchema(data as IntrospectionQuery)
      const document = parse(`query($a: String!, $s: String!, $g: String!) {
        genomes(by_assembly_accession_id: {assembly_accession_id: $a}) { genome_id }
        genes(by_symbol: {symbol: $s, genome_id: $g}) { transcripts { metadata { canonical { value } } } }
      }`)
      expect(validate(schema, document)).toEqual([])
    }
  })
})

describe('GraphQL', () => {
  it("answers the document's queries", async () => {
    const { genomes } = await dataOf(
      '{ genomes(by_assembly_accession_id: {assembly_accession_id: "gca_000001405.29"}) { genome_id } }',
    )
    expect(genomes).toEqual([{ genome_id: genomeId }])
    const { genes } = await dataOf(
      `${GENE} {
      stable_id unversioned_stable_id version symbol
      transcripts {
        stable_id symbol type
        metadata { mane { value } canonical { value } }
        product_generating_contexts {
          product_type
          cdna { sequence { checksum } }
          cds { sequence { checksum } }
          product_type
          product { stable_id sequence { checksum } }
        }
      }
    } }`,
      { symbol: 'BRCA2' },
    )
    expect(genes[0]).toMatchObject({ stable_id: 'ENSG00000139618.18', version: 18 })
    expect(genes[0].transcripts[0]).toEqual({
      stable_id: 'ENST00000380152.8',
      symbol: 'BRCA2-201',
      type: 'Transcript',
      metadata: { mane: { value: 'select' }, canonical: { value: true } },
      product_generating_contexts: [
        {
          product_type: 'Protein',
          cdna: { sequence: { checksum: '2f8c687a656debd4c8b1b4d47747ba35' } },
          cds: { sequence: { checksum: 'c6b5e532b5aef696e987ca55a538ae9e' } },
          product: {
            stable_id: 'ENSP00000369497.3',
            sequence: { checksum: '92addb948c6c652abc1dcecca05f26c0' },
          },
        },
      ],
    })
    expect(genes[0].transcripts[1]).toMatchObject({
      metadata: { canonical: null, mane: null },
      product_generating_contexts: [{ product_type: null, cds: null, product: null }],
    })
    expect(genes[0].transcripts[2].product_generating_contexts).toEqual([])
  })

  it('leads from a checksum to refget, under the base path at which it is asked', async () => {
    const text = `${GENE} { transcripts { product_generating_contexts { cdna { sequence { ga4gh_id length refget_url } } } } } }`
    for (const [path, prefix] of [
      ['/graphql', ''],
      ['/data/refget/graphql', '/data/refget'],
      ['/data/graphql', '/data/refget'],
    ] as const) {
      const { data } = await query(text, { genomeId, symbol: 'BRCA2' }, path)
      const { sequence } = data.genes[0].transcripts[0].product_generating_contexts[0].cdna
      expect(sequence).toEqual({
        ga4gh_id: 'ga4gh:SQ.A6rzuv6kdsuIp6gy6fykzgzyJe9NJOC9',
        length: 11_954,
        refget_url: `${prefix}/sequence/2f8c687a656debd4c8b1b4d47747ba35`,
      })
    }
  })

  it('gives 1-based locations, relative ones from the 5’ end, introns counted', async () => {
    const { genes } = await dataOf(
      `${GENE} {
      slice { location { start end length } strand { code value } region { name } }
      transcripts {
        relative_location { start end length }
        spliced_exons { index relative_location { start end length } exon { stable_id slice { location { start end } } } }
        introns { index relative_location { start end length } slice { location { start end length } } }
        product_generating_contexts {
          cds { start end relative_start relative_end protein_length nucleotide_length }
          five_prime_utr { type start end length sequence_checksum }
          phased_exons { start_phase end_phase index }
        }
      }
    } }`,
      { symbol: 'BRCA2' },
    )
    const [gene] = genes
    expect(gene.slice).toEqual({
      location: { start: 991, end: 9000, length: 8010 },
      strand: { code: 'reverse', value: -1 },
      region: { name: '13' },
    })
    const [canonical, other] = gene.transcripts
    expect(canonical.relative_location).toEqual({ start: 1, end: 8000, length: 8000 })
    expect(other.relative_location).toEqual({ start: 7801, end: 8010, length: 210 })
    expect(
      canonical.spliced_exons.map((each: { relative_location: object }) => each.relative_location),
    ).toEqual([
      { start: 1, end: 1000, length: 1000 },
      { start: 6001, end: 8000, length: 2000 },
    ])
    expect(canonical.introns).toEqual([
      {
        index: 1,
        relative_location: { start: 1001, end: 6000, length: 5000 },
        slice: { location: { start: 3001, end: 8000, length: 5000 } },
      },
    ])
    const [context] = canonical.product_generating_contexts
    expect(context.cds).toEqual({
      ...{ start: 2001, end: 8500, relative_start: 501, relative_end: 7000 },
      ...{ protein_length: 3418, nucleotide_length: 1500 },
    })
    expect(context.five_prime_utr).toMatchObject({
      type: '5_prime_utr',
      start: 8501,
      end: 9000,
      length: 500,
    })
    expect(context.phased_exons[0]).toEqual({ start_phase: -1, end_phase: 2, index: 1 })
  })

  it('lets a location across the origin end before it starts, and claims no unknown strand', async () => {
    const { gene } =
      await dataOf(`query($genomeId: String!) { gene(by_id: {genome_id: $genomeId, stable_id: "geneA"}) {
      slice { location { start end length } strand { code value } region { topology code metadata { ontology_terms { value } } } }
    } }`)
    expect(gene.slice).toEqual({
      location: { start: 901, end: 100, length: 200 },
      strand: { code: null, value: null },
      region: { topology: 'circular', code: 'primary_assembly', metadata: { ontology_terms: [] } },
    })
  })

  it('finds by stable id with and without version, exactly', async () => {
    const text = `query($genomeId: String!, $id: String!) {
      gene(by_id: {genome_id: $genomeId, stable_id: $id}) { symbol }
      old: gene(byId: {genome_id: $genomeId, stable_id: $id}) { symbol }
    }`
    for (const id of ['ENSG00000139618', 'ENSG00000139618.18']) {
      expect(await dataOf(text, { id })).toEqual({
        gene: { symbol: 'BRCA2' },
        old: { symbol: 'BRCA2' },
      })
    }
    const { gene } = (await query(text, { genomeId, id: 'ENSG00000139618.17' })).data
    expect(gene).toBeNull()
    for (const argument of [
      'by_id: {genome_id: $genomeId, stable_id: "ENSP00000369497.3"}',
      'genome_id: $genomeId, stable_id: "ENSP00000369497.3"',
    ]) {
      const { product } = await dataOf(`query($genomeId: String!) { product(${argument}) {
        length external_references { url source { name } } family_matches { score }
        product_generating_context { cds { sequence { checksum } } }
      } }`)
      expect(product).toMatchObject({
        length: 3418,
        external_references: [{ url: 'https://identifiers.org/uniprot:P51587' }],
        family_matches: [],
        product_generating_context: {
          cds: { sequence: { checksum: 'c6b5e532b5aef696e987ca55a538ae9e' } },
        },
      })
    }
    const { transcript } = await dataOf(
      'query($genomeId: String!) { transcript(by_symbol: {genome_id: $genomeId, symbol: "BRCA2-201"}) { gene { stable_id } } }',
    )
    expect(transcript.gene.stable_id).toBe('ENSG00000139618.18')
  })

  it('keeps a product to its genome, where another has one of the same id', async () => {
    const text =
      'query($g: String!) { product(by_id: {genome_id: $g, stable_id: "ENSP00000369497.3"}) { length product_generating_context { product { length } } } }'
    expect((await query(text, { g: 'other' })).data.product).toEqual({
      length: 9,
      product_generating_context: { product: { length: 9 } },
    })
  })

  it('names the ids that it does not find', async () => {
    const by = '{genome_id: $genomeId, stable_id: "X"}'
    for (const [field, code, message, ids] of [
      [
        `gene(by_id: ${by}) { symbol }`,
        'GENE_NOT_FOUND',
        `Failed to find gene with ids: stable_id=X, genome_id=${genomeId}`,
        { stable_id: 'X' },
      ],
      [
        'genes(by_symbol: {genome_id: $genomeId, symbol: "brca2"}) { symbol }',
        'GENE_NOT_FOUND',
        `Failed to find gene with ids: symbol=brca2, genome_id=${genomeId}`,
        { symbol: 'brca2' },
      ],
      [
        'genes(by_symbol: {genome_id: $genomeId}) { symbol }',
        'GENE_NOT_FOUND',
        `Failed to find gene with ids: symbol=None, genome_id=${genomeId}`,
        {},
      ],
      [
        `transcript(by_id: ${by}) { symbol }`,
        'TRANSCRIPT_NOT_FOUND',
        `Failed to find transcript with ids: stable_id=X, genome_id=${genomeId}`,
        {},
      ],
      [
        `product(by_id: ${by}) { length }`,
        'PRODUCT_NOT_FOUND',
        `Failed to find product with ids: product_id=X, genome_id=${genomeId}`,
        { product_id: 'X' },
      ],
      [
        'region(by_name: {genome_id: $genomeId, name: "X"}) { name }',
        'REGION_NOT_FOUND',
        `Failed to find region with ids: genome_id=${genomeId}, name=X`,
        { name: 'X' },
      ],
      [
        'genome(by_genome_id: {genome_id: "X"}) { genome_id }',
        'GENOME_NOT_FOUND',
        'Failed to find genome with ids: genome_id=X',
        { genome_id: 'X' },
      ],
      [
        'genomes(by_keyword: {assembly_accession_id: "GCA_9"}) { genome_id }',
        'GENOME_NOT_FOUND',
        'Failed to find genome with ids: assembly_accession_id=GCA_9',
        { assembly_accession_id: 'GCA_9' },
      ],
    ] as const) {
      const used = field.includes('$genomeId') ? 'query($genomeId: String!)' : 'query'
      const error = await errorOf(`${used} { ${field} }`)
      expect(error.message).toBe(message)
      expect(error.extensions).toMatchObject({ code, ...ids })
      expect(Object.values(error.data)).toEqual([null])
    }
  })

  it('fails each root field for itself', async () => {
    const { data, path } = await errorOf(`query($genomeId: String!) {
      a: region(by_name: {genome_id: $genomeId, name: "13"}) { name }
      b: region(by_name: {genome_id: $genomeId, name: "14"}) { name }
    }`)
    expect(data).toEqual({ a: { name: '13' }, b: null })
    expect(path).toEqual(['b'])
  })

  it('takes exactly one keyword', async () => {
    const text =
      'query($k: GenomeBySpecificKeywordInput) { genomes(by_keyword: $k) { genome_id assembly { accession_id } } }'
    for (const k of [
      { species_taxonomy_id: '9606' },
      { release_version: 110.1 },
      { scientific_name: 'HOMO SAPIENS', tolid: '' },
    ]) {
      expect((await query(text, { k })).data.genomes).toMatchObject([
        { assembly: { accession_id: 'GCA_000001405.29' } },
        { assembly: { accession_id: 'GCA_009914755.4' } },
      ])
    }
    for (const k of [{}, { scientific_name: 'Homo sapiens', release_version: 110.1 }]) {
      expect((await query(text, { k })).errors![0]!.message).toBe(
        'Exactly one of the fields must be provided',
      )
    }
    expect((await query(text)).errors![0]!.message).toBe("You must provide 'by_keyword' argument.")
  })

  it('walks the graph of genome, assembly, organism and species, in fragments too', async () => {
    const { genome } = await dataOf(`query($genomeId: String!) {
      genome(by_genome_id: {genome_id: $genomeId, release_version: 110.1}) { ...Of ... on Genome { dataset { type release } } release_number }
    }
    fragment Of on Genome { assembly { regions { name } organism { assemblies { assembly_id } species { taxon_id organisms { id } } } } }`)
    expect(genome).toEqual({
      assembly: {
        regions: [{ name: '13' }, { name: 'MT' }],
        organism: {
          assemblies: [{ assembly_id: 'GRCh38' }, { assembly_id: 'T2T' }],
          species: { taxon_id: 9606, organisms: [{ id: 'human' }] },
        },
      },
      dataset: [
        { type: 'Assembly', release: 110.1 },
        { type: 'Annotation', release: 110.1 },
      ],
      release_number: 110.1,
    })
  })

  it('pages transcripts from page 1 on', async () => {
    const text = (page: number, size: number) =>
      `query($genomeId: String!, $symbol: String) { genes(by_symbol: {genome_id: $genomeId, symbol: $symbol}) { transcripts_page(page: ${page}, per_page: ${size}) { transcripts { stable_id } page_metadata { total_count page per_page } } } }`
    const { genes } = await dataOf(text(2, 2), { symbol: 'BRCA2' })
    expect(genes[0].transcripts_page).toEqual({
      transcripts: [{ stable_id: 'ENST00000000002.1' }],
      page_metadata: { total_count: 3, page: 2, per_page: 2 },
    })
    for (const [page, size] of [
      [0, 10],
      [1, 0],
      [1, 1001],
      [-1, 10],
    ] as const) {
      expect((await errorOf(text(page, size), { symbol: 'BRCA2' })).message).toMatch(/page/)
    }
  })

  it('finds what overlaps a slice, both ends included', async () => {
    const text = (start: number, end: number, region = '13') => `query($genomeId: String!) {
      overlap_region(by_slice: {genome_id: $genomeId, region_name: "${region}", start: ${start}, end: ${end}}) { genes { symbol } transcripts { stable_id } }
    }`
    const found = async (start: number, end: number, region?: string) => {
      const { overlap_region } = await dataOf(text(start, end, region))
      return [overlap_region.genes.length, overlap_region.transcripts.length]
    }
    expect(await found(1, 990)).toEqual([0, 0])
    expect(await found(1, 991)).toEqual([1, 2])
    expect(await found(1201, 1300)).toEqual([1, 1])
    expect(await found(9000, 9000)).toEqual([1, 1])
    expect(await found(9001, 9100)).toEqual([0, 0])
    expect(await found(1, 100, 'nowhere')).toEqual([0, 0])
    for (const [start, end] of [
      [0, 10],
      [-5, 10],
      [10, 9],
    ] as const) {
      expect((await errorOf(text(start, end))).message).toMatch(/1 <= start <= end/)
    }
    const old = await dataOf(
      'query($genomeId: String!) { overlap_region(genomeId: $genomeId, regionName: "13", start: 1, end: 991) { genes { symbol } } }',
    )
    expect(old.overlap_region.genes).toHaveLength(1)
  })

  it('searches a transcript in several genomes', async () => {
    const text =
      'query($p: TranscriptsSearchInput) { transcript_search(search_payload: $p) { meta { total_hits page per_page } matches { stable_id genome_id } } }'
    const search = async (genome_ids: string[], page = 1, per_page = 10) =>
      (await query(text, { p: { genome_ids, query: 'ENST00000380152', page, per_page } })).data
        .transcript_search
    expect(await search(['other', 'unknown', genomeId])).toEqual({
      meta: { total_hits: 2, page: 1, per_page: 10 },
      matches: [
        { stable_id: 'ENST00000380152.8', genome_id: 'other' },
        { stable_id: 'ENST00000380152.8', genome_id: genomeId },
      ],
    })
    expect((await search(['other', genomeId], 2, 1)).matches).toHaveLength(1)
    expect((await search([])).meta.total_hits).toBe(0)
  })

  it('says that a MANE partner is not known, only to who asks for it', async () => {
    const text = (field: string) => `${GENE} { transcripts { metadata { mane { ${field} } } } } }`
    const { data } = await errorOf(text('value ncbi_transcript { id }'), { symbol: 'BRCA2' })
    expect(data.genes[0].transcripts[0].metadata.mane).toBeNull()
  })
})

describe('A GraphQL query without end', () => {
  it('is refused for its depth, but introspection is not', async () => {
    const deep = (levels: number) =>
      `${GENE} { ${'transcripts { gene { '.repeat(levels)} stable_id ${'} } '.repeat(levels)} } }`
    expect((await query(deep(5), { genomeId, symbol: 'BRCA2' })).data.genes).toHaveLength(1)
    const { status, errors } = await query(deep(6), { genomeId, symbol: 'BRCA2' })
    expect([status, errors![0]!.extensions!.code]).toEqual([400, 'DEPTH_LIMIT_EXCEEDED'])
    expect((await query(getIntrospectionQuery({ inputValueDeprecation: true }))).status).toBe(200)
  })

  it('is refused for aliases, tokens and fields of spread fragments', async () => {
    const aliases = Array.from({ length: 101 }, (_, i) => `a${i}: version { api { major } }`)
    const many = await query(`{ ${aliases.slice(0, 101).join(' ')} }`)
    expect(many.errors![0]!.extensions!.code).toBe('ALIAS_LIMIT_EXCEEDED')
    const long = await query(`{ ${'version { api { major } } '.repeat(500)} }`)
    expect(long.errors![0]!.extensions!.code).toBe('TOKEN_LIMIT_EXCEEDED')
    const bomb = Array.from(
      { length: 30 },
      (_, i) => `fragment F${i} on Api { ...F${i + 1} ...F${i + 1} }`,
    )
    const spread = await query(
      `{ version { api { ...F0 } } } ${bomb.join(' ')} fragment F30 on Api { major }`,
    )
    expect(spread.errors![0]!.extensions!.code).toBe('FIELD_LIMIT_EXCEEDED')
    const types = Array.from({ length: 11 }, (_, i) => `a${i}: fields { name }`).join(' ')
    for (const text of [
      `{ __schema { types { ${types} } } }`,
      `{ __schema { types { ...T } } } fragment T on __Type { ${types} }`,
      `{ ${types.replace(/fields { name }/g, '__schema { types { name } }')} }`,
    ]) {
      const { status, errors } = await query(text)
      expect([status, errors![0]!.extensions!.code]).toEqual([400, 'ALIAS_LIMIT_EXCEEDED'])
    }
    const circle = await query('{ version { api { ...F } } } fragment F on Api { ...F }')
    expect([circle.status, circle.errors![0]!.message]).toEqual([
      400,
      expect.stringContaining('spread fragment "F" within itself'),
    ])
  })

  it('ends, with one error and no data, when its answer has too many objects', async () => {
    const times = (count: number, name: string, field: string) =>
      Array.from({ length: count }, (_, i) => `${name}${i}: ${field}`).join(' ')
    const { data, message, extensions, path } = await errorOf(
      `${GENE} { transcripts { ${times(5, 'a', 'gene { ...G }')} } } }
       fragment G on Gene { slice { location { start } } ${times(6, 'b', 'transcripts { ...T }')} }
       fragment T on Transcript { gene { transcripts { ${times(6, 'c', 'gene { ...H }')} } } }
       fragment H on Gene { transcripts { slice { location { start } } gene { transcripts { symbol } } } }`,
      { symbol: 'BRCA2' },
    )
    expect(data).toBeNull()
    expect([extensions!.code, path]).toEqual(['RESULT_LIMIT_EXCEEDED', undefined])
    expect(message).toContain('Ask for less at once')
  })

  // Vitest fails on a rejection that nobody handles; Node ends the server.
  it('fails alone where objects of a list fail, some of them later than others', async () => {
    const { data, message } = await errorOf(
      `query($genomeId: String!) {
        overlap_region(by_slice: {genome_id: $genomeId, region_name: "13", start: 1, end: 9000}) {
          transcripts {
            product_generating_contexts { cds { start } }
            gene { transcripts_page(page: 0, per_page: 1) { page_metadata { page } } }
          }
        }
      }`,
    )
    expect(data).toEqual({ overlap_region: null })
    expect(message).toBe('page is 0; pages are counted from 1')
  })

  it('is refused for the length of its body', async () => {
    const { status } = await post({
      query: '{ version { api { major } } }',
      variables: { x: 'x'.repeat(2 << 20) },
    })
    expect(status).toBe(413)
  })
})
