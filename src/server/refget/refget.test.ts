import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createApp } from '../app.ts'
import { type Ask, listen } from '../testing/client.ts'
import { MemoryStore } from '../testing/memory-store.ts'

const aliases = [
  { authority: 'ensembl', alias: 'ENSP00000369497.3' },
  { authority: 'insdc', alias: 'CP068277.2' },
  { authority: 'refseq', alias: 'NP_000050.3' },
  { authority: 'ucsc', alias: 'chr1' },
  { authority: 'local', alias: '名前' },
]
const store = new MemoryStore([{ residues: 'ACGT', aliases }])
const URL = '/sequence/f1f8f4bf413b16ad135722aa4591043e'
const SHARED = {
  md5: 'f1f8f4bf413b16ad135722aa4591043e',
  trunc512: '68a178f7c740c5c240aa67ba41843b119d3bf9f8b0f0ac36',
  length: 4,
}
const CAPABILITIES = {
  circular_supported: true,
  algorithms: ['md5', 'ga4gh', 'trunc512'],
  subsequence_limit: null,
}
const V1 = { headers: { accept: 'application/vnd.ga4gh.refget.v1.0.1+json' } }
const V2 = { headers: { accept: 'application/vnd.ga4gh.refget.v2.0.0+json' } }
const GENERIC = { headers: { accept: 'application/json' } }

const spelled = (authorities: readonly string[]) => [
  { alias: 'ga4gh:SQ.aKF498dAxcJAqme6QYQ7EZ07-fiw8Kw2', naming_authority: 'ga4gh' },
  ...aliases.map(({ alias }, i) => ({ alias, naming_authority: authorities[i] })),
]
const OLD = spelled(['Ensembl', 'INSDC', 'RefSeq', 'UCSC', 'local'])
const NEW = spelled(['ensembl', 'insdc', 'refseq', 'ucsc', 'local'])

const app = createApp({ store, version: '9.8.7' })
const ensembl = createApp({
  store: new MemoryStore([{ residues: 'ACGT', aliases }], { sha1: true }),
  version: '9.8.7',
  basePaths: ['/data/refget'],
  defaultVersion: '1.0.1',
  service: { id: 'org.example.refget', name: 'Example' },
})
let ask: Ask
let askEnsembl: Ask
beforeAll(async () => {
  ask = (await listen(app)).ask
  askEnsembl = (await listen(ensembl)).ask
})
afterAll(async () => {
  await app.close()
  await ensembl.close()
})

describe('metadata', () => {
  it('has the keys of all versions, the ga4gh alias first', async () => {
    const { metadata } = JSON.parse((await ask(`${URL}/metadata`, V2)).body)
    const ga4gh = 'SQ.aKF498dAxcJAqme6QYQ7EZ07-fiw8Kw2'
    expect(metadata).toEqual({ id: ga4gh, ga4gh, ...SHARED, aliases: NEW })
  })

  it('spells naming authorities as the version does', async () => {
    const { metadata } = JSON.parse((await ask(`${URL}/metadata`, V1)).body)
    expect(metadata).toMatchObject({ ...SHARED, aliases: OLD })
  })

  it('is of the default version for generic types', async () => {
    const generic = await ask(`${URL}/metadata`, GENERIC)
    expect(JSON.parse(generic.body).metadata.aliases).toEqual(NEW)
    expect(generic.headers['content-type']).toBe('application/vnd.ga4gh.refget.v2.0.0+json')
    const old = await askEnsembl(`/data/refget${URL}/metadata`, GENERIC)
    expect(JSON.parse(old.body).metadata.aliases).toEqual(OLD)
    expect(old.headers['content-type']).toBe('application/vnd.ga4gh.refget.v1.0.1+json')
  })

  it('has the SHA-1 where the store keeps it, which then is an identifier', async () => {
    const { metadata } = JSON.parse((await askEnsembl(`${URL}/metadata`)).body)
    expect(metadata.sha1).toBe('2108994e17f6cca9ff2352ada92b6511db076034')
    expect((await askEnsembl(`/sequence/sha1:${metadata.sha1}`)).body).toBe('ACGT')
    expect((await ask(`/sequence/${metadata.sha1}`)).status).toBe(404)
  })
})

describe('service-info', () => {
  const v1 = { ...CAPABILITIES, supported_api_versions: ['1.0.0', '1.0.1', '2.0.0'] }

  it('has the shape of refget 1 for its media types', async () => {
    const { body } = await ask('/sequence/service-info', V1)
    expect(JSON.parse(body)).toEqual({ service: v1 })
  })

  it('has the shape of GA4GH service-info for refget 2', async () => {
    const info = JSON.parse((await ask('/sequence/service-info', V2)).body)
    expect(info).toMatchObject({
      id: expect.any(String),
      name: expect.any(String),
      type: { group: 'org.ga4gh', artifact: 'refget-sequence', version: '2.0.0' },
      organization: { name: expect.any(String), url: expect.stringMatching(/^https:/) },
      version: '9.8.7',
      refget: { ...CAPABILITIES, identifier_types: expect.arrayContaining(['insdc', 'ensembl']) },
    })
    expect(info).not.toHaveProperty('service')
  })

  it('has both for generic types, and what the operator says', async () => {
    const info = JSON.parse((await ask('/sequence/service-info')).body)
    expect(info).toMatchObject({ service: v1, refget: CAPABILITIES })
    const { name, id, refget } = JSON.parse((await askEnsembl('/sequence/service-info')).body)
    expect({ name, id }).toEqual({ name: 'Example', id: 'org.example.refget' })
    expect(refget.algorithms).toContain('sha1')
  })
})
