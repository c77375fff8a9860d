import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { SeqkeepClient, type SeqkeepError } from '../../src/client/index.ts'
import { hasTestData, testData } from '../data.ts'
import { output, seqkeepOutput, serve, temporaryDirectory } from '../seqkeep.ts'
import { PYTHON_SEQREPO, requireTool } from '../tools.ts'
import { naiveFasta } from './naive-fasta.ts'

const FASTA = testData('human-mt/NC_012920.1.fasta')
const MD5 = 'c68f52674c9fb33aef52dcf399755519'
const TRUNC512 = '93782b5648d8fa1a167025288c7c3a554e86137319f1272d'
const ID = 'SQ.k3grVkjY-hoWcCUojHw6VU6GE3MZ8Sct'
const UNKNOWN = 'SQ.aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa'

const kindOf = (promise: Promise<unknown>) =>
  promise.then(
    () => 'none',
    (error: SeqkeepError) => error.kind,
  )

describe.skipIf(!hasTestData)('the client library', () => {
  const { residues } = hasTestData ? naiveFasta(FASTA)[0]! : { residues: '' }
  const urls: Record<string, string> = {}
  let seqrepo: ChildProcess | undefined

  beforeAll(async () => {
    const directory = await temporaryDirectory()
    const store = join(directory, 'store')
    await seqkeepOutput(['add', '--store', store, '--circular', 'NC_012920.1', FASTA])
    const second = await serve(store, ['--base-path', '/data/refget'])
    urls['refget 2'] = second
    urls['a base path'] = `${second}/data/refget/`
    urls['/refget/1'] = `${second}/refget/1`
    urls['/ena/cram'] = `${second}/ena/cram`
    urls['refget 1'] = await serve(store, ['--default-version', '1.0.1'])
    if (!requireTool(PYTHON_SEQREPO)) return
    const repository = join(directory, 'seqrepo')
    const load = join(import.meta.dirname, 'seqrepo-load.py')
    await output(PYTHON_SEQREPO, [load, repository, `refseq=${FASTA}`])
    const service = join(import.meta.dirname, 'seqrepo-service.py')
    seqrepo = spawn(PYTHON_SEQREPO, [service, repository, 'serve'])
    const [port] = await once(seqrepo.stdout!.setEncoding('utf8'), 'data')
    urls['seqrepo-rest-service'] = `http://127.0.0.1:${Number(port)}/refget/1`
  }, 60_000)
  afterAll(() => seqrepo?.kill())

  it.each([
    'refget 2',
    'refget 1',
    'a base path',
    '/refget/1',
    '/ena/cram',
    ...(requireTool(PYTHON_SEQREPO) ? ['seqrepo-rest-service'] : []),
  ])('gets from %s parts, wholes and metadata, each right', async (name) => {
    const client = new SeqkeepClient(urls[name]!, { cacheBytes: 0, retries: 0 })
    const isSeqrepo = name === 'seqrepo-rest-service'
    for (const id of [MD5, TRUNC512, ID, `ga4gh:${ID}`, 'refseq:NC_012920.1']) {
      // SeqRepo knows it by its namespace alone.
      if (isSeqrepo && id === ID) continue
      expect(await client.sequence(id)).toBe(residues)
      expect(await client.sequence(id, { start: 5, end: 100 })).toBe(residues.slice(5, 100))
      expect(await client.sequence(id, { start: 16_560 })).toBe(residues.slice(-9))
      expect(await client.sequence(id, { end: 9 })).toBe(residues.slice(0, 9))
      const wrapped = client.sequence(id, { start: 16_560, end: 10 })
      if (isSeqrepo) await expect(wrapped).rejects.toThrow(/501 .*start > end/)
      else expect(await wrapped).toBe(residues.slice(16_560) + residues.slice(0, 10))
      const metadata = await client.metadata(id)
      expect(metadata).toMatchObject({ md5: MD5, length: 16_569 })
      expect(metadata.aliases.map(({ alias }) => alias)).toContain('NC_012920.1')
    }
    expect(await client.serviceInfo()).toHaveProperty('service')
    expect(await kindOf(client.sequence(UNKNOWN))).toBe('not found')
    expect(await kindOf(client.metadata(UNKNOWN))).toBe('not found')
    const beyond = await kindOf(client.sequence(MD5, { start: 0, end: 99_999 }))
    expect(beyond).toBe('bad request')
  })
})
