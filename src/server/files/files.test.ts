import { pino } from 'pino'
import { afterEach, describe, expect, it } from 'vitest'
import { FILE_FORMATS } from '../../collection/files/collection-files.ts'
import { naiveFile } from '../../collection/files/testing/naive-files.ts'
import { collectionOf, type Spelled, sequencesOf } from '../../collection/files/testing/spelled.ts'
import { MemoryCollections } from '../../collection/testing/memory-collections.ts'
import { sha512t24u } from '../../digest/sha512t24u.ts'
import { gunzip } from '../../formats/gzip.ts'
import { createApp } from '../app.ts'
import { listen, raw } from '../testing/client.ts'
import { filesPaths } from './openapi.ts'

type App = ReturnType<typeof createApp>

const apps: App[] = []
afterEach(async () => {
  for (const app of apps.splice(0)) await app.close()
})

/** The same sequences in two files, of which the second has no lower case. */
const FIRST: readonly Spelled[] = [
  { name: 'chr1', description: 'one', residues: 'ACGTNNacgtn'.repeat(400) },
  { name: 'chr2', residues: 'TTTT'.repeat(16) },
  { name: 'empty', residues: '' },
]
const SECOND: readonly Spelled[] = FIRST.map(({ name, residues }) => ({
  ...{ name, description: 'other', residues: residues.toUpperCase() },
}))
const TWICE: readonly Spelled[] = [
  { name: 'x', residues: 'ACGT' },
  { name: 'x', residues: 'AC' },
]
const PROTEIN: readonly Spelled[] = [{ name: 'p', residues: 'MKWVTFISLL' }]
const CODES: readonly Spelled[] = [{ name: 'c', residues: 'ACRYGT' }]
const LONG: readonly Spelled[] = [{ name: 'long', residues: 'ACGTTGCANNacgt'.repeat(100_000) }]

const local = (alias: string) => ({ authority: 'local', alias })
const GENOME = { authority: 'insdc', alias: 'GCA_000146045.2' }
const ALIASES = [
  [[GENOME, local('shared'), local('a/b ü'), local('my.fa')], [local('upper')]],
  [[{ authority: 'ucsc', alias: 'shared' }]],
]

async function serving() {
  const files = [[FIRST, SECOND], [TWICE], [PROTEIN], [CODES], [LONG]]
  const collections = new MemoryCollections(files.map((each, i) => collectionOf(each, ALIASES[i])))
  const store = sequencesOf(files.flat())
  const lines: string[] = []
  const logger = pino({ level: 'warn' }, { write: (line: string) => lines.push(line) })
  const app = createApp({ store, collections, version: '0.0.0', logger, basePaths: ['/base'] })
  apps.push(app)
  const [first, twice, protein, codes, long] = collections.records.map(({ digest }) =>
    sha512t24u(digest),
  ) as [string, string, string, string, string]
  const masks = collections.records[0]!.masks.map(({ id }) => sha512t24u(id)) as [string, string]
  return { store, lines, first, twice, protein, codes, long, masks, ...(await listen(app)) }
}

const FASTA = naiveFile('fa', FIRST).toString()

describe('the files of a collection', () => {
  it('have the bytes, the length and the headers of files', async () => {
    const { ask, first, port } = await serving()
    for (const format of FILE_FORMATS) {
      const uri = `http://127.0.0.1:${port}/files/${first}.fa`
      const expected = naiveFile(format, FIRST, { uri })
      const { status, headers, body } = await ask(`/files/${first}.${format}`)
      expect(status).toBe(200)
      expect(body).toBe(expected.toString())
      expect(headers).toMatchObject({
        'content-length': `${expected.length}`,
        'accept-ranges': 'bytes',
        'access-control-allow-origin': '*',
        'access-control-expose-headers': expect.stringContaining('Content-Range'),
        'x-content-type-options': 'nosniff',
        'cache-control': ['dict', 'chrom.sizes', 'n.bed'].includes(format)
          ? 'public, max-age=31536000, immutable'
          : 'public, max-age=60',
        'content-type':
          format === '2bit' ? 'application/octet-stream' : 'text/plain; charset=utf-8',
      })
      expect(headers['content-encoding']).toBeUndefined()
      const head = await ask(`/files/${first}.${format}`, { method: 'HEAD' })
      expect(head.body).toBe('')
      expect({ ...head.headers, date: '' }).toEqual({ ...headers, date: '' })
    }
  })

  it('are found by digest, authority:alias and bare alias, also percent-encoded', async () => {
    const { ask } = await serving()
    for (const name of [
      'insdc:GCA_000146045.2',
      'genbank:GCA_000146045.2',
      'GCA_000146045.2',
      'insdc%3AGCA_000146045%2E2',
      'local:a%2Fb%20%C3%BC',
      'local:my.fa',
    ]) {
      const { status, headers, body } = await ask(`/files/${name}.fa`)
      expect([name, status]).toEqual([name, 200])
      expect(body).toBe(FASTA)
      expect(headers['cache-control']).toBe('public, max-age=60')
    }
    expect((await ask('/base/files/GCA_000146045.2.fa')).body).toBe(FASTA)
    expect((await ask('/files/GCA_000146045.2.fa/')).body).toBe(FASTA)
  })

  it('name the URL of the FASTA file in the dictionary, as the client has it', async () => {
    const { ask, first } = await serving()
    const url = `/base/files/${first}.dict?mask=none`
    const headers = { host: 'refs.example', 'x-forwarded-proto': 'https' }
    const proxied = await ask(url, { headers })
    expect(proxied.body).toContain(`\tUR:https://refs.example/base/files/${first}.fa?mask=none\n`)
    expect(proxied.headers.etag).not.toBe((await ask(url)).headers.etag)
  })

  it('are 404 by an unknown name, 300 by an ambiguous one, with the list', async () => {
    const { ask, first, twice } = await serving()
    for (const name of ['nothing.fa', 'ga4gh:SQC.x.fa', `${first.toLowerCase()}.2bit`]) {
      const { status, body } = await ask(`/files/${name}`)
      expect([status, JSON.parse(body).error]).toEqual([404, 'COLLECTION_NOT_FOUND'])
    }
    const unknown = await ask(`/files/${first}.bam`)
    expect(unknown.status).toBe(404)
    expect(JSON.parse(unknown.body).formats).toContain('.chrom.sizes')
    const several = await ask('/base/files/shared.2bit')
    expect(several.status).toBe(300)
    const { collections } = JSON.parse(several.body)
    expect(collections.map(({ id }: { id: string }) => id)).toEqual([first, twice])
    expect(collections[0].url).toMatch(new RegExp(`^/base/files/${first}\\.2bit\\?mask=`))
    expect((await ask(collections[0].url)).status).toBe(200)
  })

  it('take other methods for what they are', async () => {
    const { ask, first } = await serving()
    const { status, headers } = await ask(`/files/${first}.fa`, { method: 'POST', body: 'x' })
    expect([status, headers.allow]).toEqual([405, 'GET, HEAD, OPTIONS'])
    expect((await ask(`/files/${first}.fa`, { method: 'OPTIONS' })).status).toBe(204)
  })
})

describe('ranges of files', () => {
  it('are single, open or suffix, and cut to the file', async () => {
    const { ask, first } = await serving()
    const size = FASTA.length
    for (const [range, from, to] of [
      ['bytes=0-0', 0, 1],
      ['bytes=5-75', 5, 76],
      ['bytes=4000-', 4000, size],
      ['bytes=-7', size - 7, size],
      [`bytes=-${size + 5}`, 0, size],
      [`bytes=10-${size + 99}`, 10, size],
      [`bytes=${size - 1}-`, size - 1, size],
    ] as const) {
      const { status, headers, body } = await ask(`/files/${first}.fa`, { headers: { range } })
      expect([range, status]).toEqual([range, 206])
      expect(body).toBe(FASTA.slice(from, to))
      expect(headers['content-range']).toBe(`bytes ${from}-${to - 1}/${size}`)
      expect(headers['content-length']).toBe(`${to - from}`)
    }
  })

  it('are 416 outside of the file, 400 when malformed', async () => {
    const { ask, first } = await serving()
    for (const range of [`bytes=${FASTA.length}-`, 'bytes=-0', 'bytes=9-8']) {
      const { status, headers } = await ask(`/files/${first}.fa`, { headers: { range } })
      expect([status, headers['content-range']]).toEqual([416, `bytes */${FASTA.length}`])
    }
    for (const range of ['bytes=a-b', 'bytes=0-1,3-4', 'lines=0-1']) {
      expect((await ask(`/files/${first}.fa`, { headers: { range } })).status).toBe(400)
    }
    const nothing = await ask(`/files/${first}.mask.bed?mask=none`, {
      headers: { range: 'bytes=0-' },
    })
    expect([nothing.status, nothing.headers['content-range']]).toEqual([416, 'bytes */0'])
    expect((await ask(`/files/${first}.mask.bed?mask=none`)).headers['content-length']).toBe('0')
  })

  it('count only for the version that If-Range names, and never for HEAD', async () => {
    const { ask, first } = await serving()
    const url = `/files/${first}.fa`
    const { etag } = (await ask(url)).headers
    const range = 'bytes=0-3'
    expect((await ask(url, { headers: { range, 'if-range': etag! } })).status).toBe(206)
    expect((await ask(url, { headers: { range, 'if-range': '"other"' } })).status).toBe(200)
    expect((await ask(url, { method: 'HEAD', headers: { range } })).status).toBe(200)
  })

  it('cost what they cost at the start: a read each', async () => {
    const { ask, long, store } = await serving()
    const whole = naiveFile('fa', LONG).toString()
    const readsOf = async (range: string) => {
      const before = store.reads
      const { body } = await ask(`/files/${long}.fa`, { headers: { range } })
      return { body, reads: store.reads - before }
    }
    await readsOf('bytes=0-0')
    const first = await readsOf('bytes=100-199')
    const last = await readsOf('bytes=1400100-1400199')
    expect(first).toEqual({ body: whole.slice(100, 200), reads: 1 })
    expect(last).toEqual({ body: whole.slice(1_400_100, 1_400_200), reads: 1 })
  })
})

describe('entity tags of files', () => {
  it('tell the collection, the format and the mask apart, and nothing else', async () => {
    const { ask, first, codes, masks } = await serving()
    const etagOf = async (url: string) => (await ask(url)).headers.etag
    const tags = [
      await etagOf(`/files/${first}.fa`),
      await etagOf(`/files/${first}.fa?mask=none`),
      await etagOf(`/files/${first}.fa?mask=${masks[1]}`),
      await etagOf(`/files/${first}.2bit`),
      await etagOf(`/files/${first}.2bit?mask=none`),
      await etagOf(`/files/${first}.fa.fai`),
      await etagOf(`/files/${codes}.fa`),
      await etagOf(`/files/${first}.fa.gz`),
    ]
    expect(new Set(tags).size).toBe(tags.length)
    expect(await etagOf('/files/insdc:GCA_000146045.2.fa')).toBe(tags[0])
    expect(await etagOf(`/files/${first}.fa?mask=${masks[0]}`)).toBe(tags[0])
    expect(await etagOf('/files/upper.fa')).toBe(tags[2])
  })

  it('make 304 and 412', async () => {
    const { ask, first } = await serving()
    const url = `/files/${first}.fa`
    const { etag, ...others } = (await ask(url)).headers
    const same = await ask(url, { headers: { 'if-none-match': etag!, range: 'bytes=0-1' } })
    expect([same.status, same.body, same.headers.etag]).toEqual([304, '', etag])
    expect(same.headers['cache-control']).toBe(others['cache-control'])
    expect((await ask(url, { headers: { 'if-match': '"other"' } })).status).toBe(412)
    expect((await ask(url, { headers: { 'if-match': etag! } })).status).toBe(200)
  })
})

describe('masks', () => {
  it('are the own one of an alias, the first of a digest, or the one that is named', async () => {
    const { ask, first, masks } = await serving()
    const upper = naiveFile('fa', SECOND).toString()
    expect((await ask('/files/upper.fa')).body).toBe(upper)
    expect((await ask(`/files/${first}.fa?mask=${masks[1]}`)).body).toBe(upper)
    expect((await ask(`/files/upper.fa?mask=${masks[0]}`)).body).toBe(FASTA)
    const none = (await ask(`/files/${first}.fa?mask=none`)).body
    expect(none).toBe(FASTA.replace(/^[^>].*/gm, (line) => line.toUpperCase()))
  })

  it('that the collection does not have are 404, with those that it has', async () => {
    const { ask, first, masks } = await serving()
    for (const query of ['mask=other', `mask=${first}`, 'mask=', 'mask=none&mask=none']) {
      const { status, body } = await ask(`/files/${first}.fa?${query}`)
      expect([query, status]).toEqual([query, 404])
      expect(JSON.parse(body).masks).toEqual([
        { id: masks[0], source: '0.fa' },
        { id: masks[1], source: '1.fa' },
      ])
    }
  })
})

describe('what a format cannot hold', () => {
  it('is said: duplicate names and proteins are 409, other codes become N with a warning', async () => {
    const { ask, twice, protein, codes } = await serving()
    for (const url of [`/files/${twice}.fa.fai`, `/files/${twice}.2bit`]) {
      const { status, body } = await ask(url)
      const { error, reason, message } = JSON.parse(body)
      expect([status, error, reason]).toEqual([409, 'FORMAT_LIMIT', 'DUPLICATE_NAMES'])
      expect(message).toContain('called "x":')
    }
    expect((await ask(`/files/${twice}.fa`)).status).toBe(200)
    const { status, body } = await ask(`/files/${protein}.2bit`)
    expect([status, JSON.parse(body).reason]).toEqual([409, 'NOT_NUCLEOTIDES'])
    const warned = await ask(`/files/${codes}.2bit`)
    expect(warned.headers.warning).toBe('299 - "R, Y became N, as 2bit has no other codes"')
    expect(warned.body).toBe(naiveFile('2bit', CODES).toString())
  })
})

describe('a download in BGZF', () => {
  it('holds the FASTA file, without ranges', async () => {
    const { port, first, long } = await serving()
    for (const [id, file] of [
      [first, FIRST],
      [long, LONG],
    ] as const) {
      const answer = await fetch(`http://127.0.0.1:${port}/files/${id}.fa.gz`, {
        headers: { range: 'bytes=0-9' },
      })
      expect(answer.status).toBe(200)
      expect(answer.headers.get('accept-ranges')).toBe('none')
      expect(answer.headers.get('content-type')).toBe('application/gzip')
      expect(answer.headers.get('content-encoding')).toBeNull()
      const parts: Uint8Array[] = []
      for await (const part of gunzip(answer.body!)) parts.push(part)
      expect(Buffer.concat(parts).equals(naiveFile('fa', file))).toBe(true)
    }
  })
})

describe('a fault', () => {
  it('before the first byte is 500, later it destroys the connection', async () => {
    const { ask, port, store, lines, long } = await serving()
    await ask(`/files/${long}.fa`, { method: 'HEAD' })
    store.onRead = () => {
      throw new Error('damaged')
    }
    for (const ending of ['fa', 'fa.gz']) {
      const { status, body } = await ask(`/files/${long}.${ending}`)
      expect([status, JSON.parse(body).error]).toEqual([500, 'STORAGE_FAULT'])
    }
    store.onRead = (start0) => {
      if (start0 > 600_000) throw new Error('damaged')
    }
    const get = (url: string) => `GET ${url} HTTP/1.1\r\nHost: x\r\n\r\n`
    const cut = await raw(port, get(`/files/${long}.fa`))
    expect(cut).toMatch(/^HTTP\/1\.1 200 /)
    const [, body] = cut.split('\r\n\r\n')
    const whole = naiveFile('fa', LONG).toString()
    expect(body!.length).toBeLessThan(whole.length)
    expect(whole.startsWith(body!)).toBe(true)
    // The last chunk, which has no bytes, is what says that all was sent.
    const gzip = await raw(port, get(`/files/${long}.fa.gz`))
    // The end may come before the headers have left.
    expect(gzip).toMatch(/^(HTTP\/1\.1 200 |$)/)
    expect(gzip.endsWith('0\r\n\r\n')).toBe(false)
    expect(lines.filter((line) => line.includes('broke off'))).toHaveLength(2)
  })
})

describe('the list of files', () => {
  it('has all URLs, and the sizes that cost little', async () => {
    const { ask, first, twice } = await serving()
    const { headers, body } = await ask(`/base/files/insdc:GCA_000146045.2?mask=none`)
    expect(headers['content-type']).toBe('application/json; charset=utf-8')
    const listing = JSON.parse(body)
    expect(listing).toMatchObject({ collection: first, members: 3, residues: 4464 })
    expect(listing.files).toHaveLength(FILE_FORMATS.length + 1)
    for (const { url, size } of listing.files) {
      expect(url).toMatch(/^\/base\/files\/insdc:GCA_000146045\.2\.\S+\?mask=none$/)
      const head = await ask(url, { method: 'HEAD' })
      expect(head.status).toBe(200)
      if (size !== undefined) expect(head.headers['content-length']).toBe(`${size}`)
    }
    const refused = JSON.parse((await ask(`/files/${twice}`)).body)
    expect(refused.files[1].error).toContain('called "x"')
  })

  it('is a page for people', async () => {
    const { ask, first } = await serving()
    const { headers, body } = await ask(`/files/${first}`, {
      headers: { accept: 'text/html,*/*;q=0.8' },
    })
    expect(headers['content-type']).toBe('text/html; charset=utf-8')
    expect(body).toContain(`href="/files/${first}.chrom.sizes"`)
  })
})

describe('the OpenAPI description of files', () => {
  it('has each media type that is sent', async () => {
    const { ask, first } = await serving()
    const { content } = filesPaths['/files/{file}'].get.responses[200]
    for (const ending of ['', ...FILE_FORMATS.map((format) => `.${format}`), '.fa.gz']) {
      const { headers } = await ask(`/files/${first}${ending}`, { method: 'HEAD' })
      expect(Object.keys(content)).toContain(headers['content-type']!.split(';')[0])
    }
  })
})

describe('the name of a download', () => {
  it('is that of the URL, in characters that file systems have', async () => {
    const { ask } = await serving()
    const nameOf = async (url: string) => (await ask(url)).headers['content-disposition']
    expect(await nameOf('/files/GCA_000146045.2.fa')).toBe(
      'attachment; filename="GCA_000146045.2.fa"',
    )
    expect(await nameOf('/files/insdc:GCA_000146045.2.chrom.sizes')).toBe(
      'inline; filename="insdc_GCA_000146045.2.chrom.sizes"',
    )
    expect(await nameOf('/files/local:a%2Fb%20%C3%BC.2bit')).toBe(
      `attachment; filename="local_a_b__.2bit"; filename*=UTF-8''local_a_b%20%C3%BC.2bit`,
    )
  })
})
