import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { hasTestData, testData } from '../data.ts'
import { output, seqkeepOutput, serve, temporaryDirectory } from '../seqkeep.ts'
import { REFGET_COMPLIANCE, requireTool } from '../tools.ts'

interface SuiteReport {
  readonly total_tests_passed: number
  readonly total_tests_failed: number
  readonly total_tests_skipped: number
  readonly test_results: readonly { readonly name: string; readonly result: 1 | 0 | -1 }[]
}

const ready = requireTool(REFGET_COMPLIANCE) && hasTestData

describe.skipIf(!ready)('the GA4GH refget compliance suite 1.2.6', () => {
  let directory: string
  let store: string

  beforeAll(async () => {
    directory = await temporaryDirectory()
    store = join(directory, 'store')
    const files = ['I.faa', 'VI.faa', 'NC.faa'].map((name) => testData(`compliance/${name}`))
    await seqkeepOutput(['add', '--store', store, '--circular', 'NC_001422.1', ...files])
    const names = join(directory, 'names.tsv')
    const listed = JSON.parse(readFileSync(testData('compliance/checksums.json'), 'utf8'))
    const rows = Object.values<Record<string, string>>(listed).map(
      ({ md5, insdc }) => `${md5}\tinsdc\t${insdc!.replace('insdc:', '')}\n`,
    )
    writeFileSync(names, rows.join(''))
    await seqkeepOutput(['alias', 'add', '--store', store, names])
  })

  it.each([
    ['by default', '', []],
    ['as version 1.0.1', '', ['--default-version', '1.0.1']],
    ['under a base path', '/data/refget', ['--base-path', '/data/refget']],
  ])(
    'passes %s',
    async (_, path, args) => {
      const url = await serve(store, args)
      const json = join(directory, 'report.json')
      // Its exit code is 0 even when tests fail: the report alone tells.
      await output(REFGET_COMPLIANCE, [
        ...['report', '--server', `${url}${path}/`, '--json', json, '--no-web'],
      ])
      const [report] = JSON.parse(readFileSync(json, 'utf8')) as [SuiteReport]
      const named = (result: number) =>
        report.test_results.filter((test) => test.result === result).map(({ name }) => name)
      expect(named(-1)).toEqual([])
      // A server supports circular sequences or does not: one of the two tests is always skipped.
      expect(named(0)).toEqual(['test_sequence_circular_support_false_errors'])
      expect(report).toMatchObject({
        total_tests_passed: 29,
        total_tests_failed: 0,
        total_tests_skipped: 1,
      })
    },
    120_000,
  )
})
