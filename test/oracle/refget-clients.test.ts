import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { hasTestData, testData } from '../data.ts'
import { output, seqkeepOutput, serve, temporaryDirectory } from '../seqkeep.ts'
import { PYTHON_REFGET, requireTool } from '../tools.ts'
import { naiveFasta } from './naive-fasta.ts'

const SCRIPT = join(import.meta.dirname, 'refget-clients.py')
const FASTA = testData('human-mt/NC_012920.1.fasta')

const MD5 = 'c68f52674c9fb33aef52dcf399755519'
const TRUNC512 = '93782b5648d8fa1a167025288c7c3a554e86137319f1272d'
const GA4GH = 'SQ.k3grVkjY-hoWcCUojHw6VU6GE3MZ8Sct'

const ready = PYTHON_REFGET.every(requireTool) && hasTestData

describe.skipIf(!ready)('the Python clients of refget', () => {
  let url: string

  beforeAll(async () => {
    const store = join(await temporaryDirectory(), 'store')
    await seqkeepOutput(['add', '--store', store, FASTA])
    url = await serve(store, ['--base-path', '/data/refget'])
  })

  describe.each([
    ['0.5.0', PYTHON_REFGET[0]!],
    ['0.12.0', PYTHON_REFGET[1]!],
  ])('%s', (version, python) => {
    it.each(['', '/data/refget', '/ena/cram', '/refget/1'])(
      'get all below "%s"',
      async (path) => {
        const { residues } = naiveFasta(FASTA)[0]!
        const ids = [MD5, TRUNC512, `ga4gh:${GA4GH}`]
        const args = [SCRIPT, url + path, '16560', '16569', ...ids]
        const lines = (await output(python, args)).trim().split('\n')
        expect(lines).toHaveLength(ids.length)
        for (const line of lines) {
          const [used, part, whole, { metadata }, info] = JSON.parse(line)
          expect(used).toBe(version)
          expect(part).toBe(residues.slice(16_560))
          expect(whole).toBe(residues)
          expect(metadata).toMatchObject({ md5: MD5, trunc512: TRUNC512, ga4gh: GA4GH })
          expect(metadata.length).toBe(16_569)
          expect(info.service.algorithms).toContain('md5')
        }
      },
      30_000,
    )
  })
})
