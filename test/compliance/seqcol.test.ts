import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { hasTestData, testData } from '../data.ts'
import { SEQCOL_NAMES, seqcolFiles } from '../seqcol-files.ts'
import { output, seqkeepOutput, serve, temporaryDirectory } from '../seqkeep.ts'
import { PYTHON_SEQCOL, requireTool } from '../tools.ts'

interface Report {
  readonly total: number
  readonly passed: number
  readonly results: readonly {
    readonly name: string
    readonly passed: boolean
    readonly error: string
  }[]
}

const RUN =
  'import json, sys; from refget.compliance import run_compliance; print(json.dumps(run_compliance(sys.argv[1])))'

const ready = requireTool(PYTHON_SEQCOL) && hasTestData

describe.skipIf(!ready)('the compliance suite of sequence collections, refget 0.12.0', () => {
  let url: string

  beforeAll(async () => {
    const store = join(await temporaryDirectory(), 'store')
    const files = seqcolFiles()
    await seqkeepOutput(['add', '--store', store, ...files])
    url = await serve(store, ['--base-path', '/data/refget'])
  })

  it.each([
    ['at the root', ''],
    ['under a base path', '/data/refget'],
  ])(
    'passes %s',
    async (_, path) => {
      const report: Report = JSON.parse(await output(PYTHON_SEQCOL, ['-c', RUN, url + path]))
      expect(report.results.filter(({ passed }) => !passed)).toEqual([])
      expect([report.total, report.passed]).toEqual([65, 65])
    },
    120_000,
  )

  it('agrees with the published digests of all attributes', async () => {
    const published = JSON.parse(
      readFileSync(testData('seqcol/test_fasta_digests.json'), 'utf8'),
    ) as Record<string, { top_level_digest: string; level1: object; level2: object }>
    expect(Object.keys(published)).toHaveLength(SEQCOL_NAMES.length)
    for (const { top_level_digest: digest, level1, level2 } of Object.values(published)) {
      const get = async (query: string) =>
        (await fetch(`${url}/collection/${digest}${query}`)).json()
      expect(await get('?level=1')).toEqual(level1)
      expect(await get('')).toEqual(level2)
    }
  })
})
