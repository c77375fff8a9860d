import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { request } from 'node:http'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  collectionDigest,
  type Entry,
  ReferenceStore,
} from '../../collection/testing/reference-store.ts'
import {
  bamBytes,
  bcfBytes,
  bgzf,
  cramBytes,
  samText,
  vcfText,
} from '../../formats/testing/write-headers.ts'
import { createApp } from '../app.ts'
import { listen } from '../testing/client.ts'

const entry = (name: string, residues: string): Entry => ({
  name,
  length: residues.length,
  md5: createHash('md5').update(residues).digest('hex'),
  digest: createHash('sha512').update(residues).digest().subarray(0, 24).toString('base64url'),
})
const GENOME = [entry('I', 'ACGT'.repeat(9)), entry('II', 'GGCC'.repeat(8)), entry('Mito', 'AT')]
const DIGEST = collectionDigest(GENOME)
const aliases = [{ authority: 'insdc', alias: 'GCA_000146045.2' }]
const store = new ReferenceStore([{ source: 'genome.fa', entries: GENOME, aliases }])
const app = createApp({ store, collections: store, version: '0.0.0', basePaths: ['/data/refget'] })
let port: number
beforeAll(async () => {
  port = (await listen(app)).port
})
afterAll(() => app.close())

interface Sent {
  readonly headers?: Record<string, string>
  readonly path?: string
  /** Sent after the body, again and again, until an answer comes. */
  readonly more?: Uint8Array
}

async function post(
  body: string | Uint8Array,
  { headers = {}, path = '/identify', more }: Sent = {},
) {
  const outgoing = request({ port, host: '127.0.0.1', path, method: 'POST', headers, agent: false })
  const answered = once(outgoing, 'response')
  let sent = 0
  if (more) {
    let isAnswered = false
    answered.then(() => {
      isAnswered = true
    })
    outgoing.write(body)
    while (!isAnswered && sent < 1 << 30) {
      if (!outgoing.write(more)) await new Promise((resolve) => setTimeout(resolve, 1))
      sent += more.length
    }
    outgoing.on('error', () => {})
  } else outgoing.end(body)
  const [incoming] = await answered
  const chunks: Buffer[] = []
  for await (const chunk of incoming) chunks.push(chunk)
  outgoing.destroy()
  const text = Buffer.concat(chunks).toString()
  return { status: incoming.statusCode, headers: incoming.headers, json: JSON.parse(text), sent }
}

const FASTA = `>I\n${'ACGT'.repeat(9)}\n>II\n${'GGCC'.repeat(8)}\n>Mito\nAT\n`
const BODIES: readonly (readonly [kind: string, body: string | Uint8Array, verdict: string])[] = [
  ['SAM', samText(GENOME), 'exact'],
  ['BAM', bgzf(bamBytes(samText(GENOME), GENOME)), 'exact'],
  ['CRAM', cramBytes(samText(GENOME)), 'exact'],
  ['VCF', vcfText(GENOME), 'exact'],
  ['BCF', bgzf(bcfBytes(vcfText(GENOME))), 'exact'],
  [
    'fai',
    GENOME.map(({ name, length }) => `${name}\t${length}\t9\t60\t61\n`).join(''),
    'consistent',
  ],
  ['chrom.sizes', GENOME.map(({ name, length }) => `${name}\t${length}\n`).join(''), 'consistent'],
  ['FASTA', FASTA, 'exact'],
  ['FASTA', gzipSync(FASTA), 'exact'],
  [
    'JSON',
    JSON.stringify({ names: GENOME.map(({ name }) => name), md5s: GENOME.map(({ md5 }) => md5) }),
    'exact',
  ],
  [
    'JSON',
    JSON.stringify({
      names: GENOME.map(({ name }) => name),
      lengths: [36, 32, 2],
      sequences: GENOME.map(({ digest }) => `SQ.${digest}`),
    }),
    'exact',
  ],
]

describe('POST /identify', () => {
  it.each(BODIES)(
    'knows %s by its content, whatever its type is said to be',
    async (format, body, verdict) => {
      for (const type of [
        undefined,
        'application/json',
        'application/x-www-form-urlencoded',
        'text/plain',
        'garbage',
        'a/b; c=',
      ]) {
        const { status, headers, json } = await post(body, {
          headers: type ? { 'content-type': type } : {},
        })
        expect([type, status, json.format]).toEqual([type, 200, format])
        expect(json.matches[0]).toMatchObject({
          ...{ digest: DIGEST, verdict, aliases: ['insdc:GCA_000146045.2'] },
          files: [{ source: 'genome.fa', mask: expect.stringMatching(/^[\w-]{32}$/) }],
          url: `http://127.0.0.1:${port}/files/${DIGEST}.fa`,
          command: expect.stringContaining(DIGEST),
        })
        expect(headers['access-control-allow-origin']).toBe('*')
        expect(headers['cache-control']).toBe('no-store')
      }
    },
  )

  it('answers in full, with the score by which matches are ranked', async () => {
    const file = [{ ...GENOME[0]!, name: 'chrI' }, entry('extra', 'T'), ...GENOME.slice(2)]
    expect((await post(samText(file))).json).toEqual({
      ...{ format: 'SAM', sequences: 3, lengths: 3, checksums: 3, problems: [], capped: null },
      matches: [
        {
          ...{ digest: DIGEST, verdict: 'partial', content: 'checked', checked: 2 },
          score: { shared: 2, sameNames: 1, sameOrder: true, extra: 1 },
          words: [
            'A part is the same.',
            "2 of the file's 3 sequences are in it.",
            'Names in it, from the file\'s: "chr" taken away (chrI is I).',
            "It lacks 1 of the file's: extra.",
            'It has 1 more: II.',
          ],
          ...{ members: 3, residues: 70, aliases: ['insdc:GCA_000146045.2'] },
          files: [{ source: 'genome.fa', mask: expect.any(String) }],
          renamed: { count: 1, first: [{ from: 'chrI', to: 'I' }], rule: '"chr" taken away' },
          changed: { count: 0, first: [] },
          otherLength: { count: 0, first: [] },
          missing: { count: 1, first: ['extra'] },
          extra: { count: 1, first: ['II'] },
          command: `seqkeep export ${DIGEST} --format fa`,
          url: `http://127.0.0.1:${port}/files/${DIGEST}.fa`,
        },
      ],
    })
  })

  it('leads to files under the base path and host that were asked', async () => {
    const url = async (path: string, headers: Record<string, string>) =>
      (await post(FASTA, { path, headers })).json.matches[0].url
    const file = `files/${DIGEST}.fa`
    expect(await url('/data/refget/identify', { host: 'refs.example' })).toBe(
      `http://refs.example/data/refget/${file}`,
    )
    expect(await url('/identify', { host: 'a.example:81', 'x-forwarded-proto': 'https' })).toBe(
      `https://a.example:81/${file}`,
    )
    expect(await url('/identify', { host: '"><x' })).toBe(`/${file}`)
  })

  it('reads the start of a file, and answers while more is being sent', async () => {
    const noise = Buffer.alloc(1 << 16, 0x9c)
    for (const [format, body] of BODIES.slice(0, 5)) {
      const more = /SAM|VCF/.test(format) ? Buffer.from('r\t0\tI\t1\n'.repeat(5000)) : noise
      const start =
        format === 'VCF' || format === 'SAM' ? body : Buffer.concat([Buffer.from(body), noise])
      const { status, json, sent } = await post(start, { more })
      expect([format, status, json.matches[0].verdict]).toEqual([format, 200, 'exact'])
      expect(sent).toBeLessThan(64 << 20)
    }
    const bam = BODIES[1]![1] as Buffer
    expect((await post(bam.subarray(0, bam.length - 20))).json.matches[0].verdict).toBe('exact')
  })

  it('says with 400 what cannot be read, and what to do', async () => {
    for (const [body, cause] of [
      ['', 'there is nothing in it'],
      ['hello', 'this is no header'],
      ['{"names": 1}', '"names" is no array'],
      ['@read\nACGT\n+\nIIII', 'FASTQ'],
      [(BODIES[1]![1] as Buffer).subarray(0, 40), 'ends early'],
      [(BODIES[2]![1] as Buffer).subarray(0, 60), 'ends within its header'],
      ['>a\n\x00', 'control character'],
    ] as const) {
      const { status, json } = await post(body)
      expect([body, status, json.error, json.status]).toEqual([body, 400, 'FILE_NOT_READ', 400])
      expect(json.cause).toContain(cause)
    }
  })

  it('refuses with 413 what is longer than it may be', async () => {
    const lines = Buffer.from('@CO\tx\n'.repeat(20_000))
    const { status, json } = await post('@HD\tVN:1.6\n', { more: lines })
    expect([status, json.error]).toEqual([413, 'FILE_TOO_LONG'])
    expect(json.cause).toContain('the header is longer than 128 MiB')
    const bomb = gzipSync(Buffer.alloc(140 << 20, '@CO\tabc\n'), { level: 1 })
    expect((await post(bomb)).status).toBe(413)
  }, 60_000)

  it('answers other methods with 405, OPTIONS with what is allowed', async () => {
    const { status, headers } = await fetch(`http://127.0.0.1:${port}/identify`, {
      method: 'PUT',
      body: 'x',
    })
    expect(status).toBe(405)
    expect(headers.get('allow')).toContain('POST')
    const options = await fetch(`http://127.0.0.1:${port}/identify`, { method: 'OPTIONS' })
    expect(options.status).toBe(204)
    expect(options.headers.get('allow')).toContain('POST')
    const get = await fetch(`http://127.0.0.1:${port}/identify`)
    expect(get.status).toBe(405)
  })

  it('lets other routes take what they take', async () => {
    const graphql = await fetch(`http://127.0.0.1:${port}/identify/x`, {
      method: 'POST',
      body: 'x',
    })
    expect(graphql.status).toBe(404)
    expect((await fetch(`http://127.0.0.1:${port}/ping`)).status).toBe(200)
  })

  it('goes on when a client leaves in the middle', async () => {
    const outgoing = request({
      port,
      host: '127.0.0.1',
      path: '/identify',
      method: 'POST',
      agent: false,
    })
    outgoing.on('error', () => {})
    outgoing.write('>a\nACGT\n')
    await new Promise((resolve) => setTimeout(resolve, 50))
    outgoing.destroy()
    await new Promise((resolve) => setTimeout(resolve, 50))
    expect((await post(FASTA)).status).toBe(200)
  })
})
