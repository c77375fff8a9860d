import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { expect, it } from 'vitest'
import { output, seqkeepOutput, serve, temporaryDirectory } from '../seqkeep.ts'

const ROOT = resolve(import.meta.dirname, '../..')

it('runs each example of docs/client.md', async () => {
  const directory = await temporaryDirectory()
  const store = join(directory, 'store')
  const example = join(ROOT, 'examples/phix174.fa')
  await seqkeepOutput(['add', '--store', store, '--circular', 'NC_001422.1', example])
  const url = await serve(store)
  mkdirSync(join(directory, 'node_modules'))
  symlinkSync(ROOT, join(directory, 'node_modules/seqkeep'))
  const blocks = readFileSync(join(ROOT, 'docs/client.md'), 'utf8').matchAll(/```js\n(.*?)```/gs)
  const printed: string[] = []
  for (const [, code] of blocks) {
    const file = join(directory, `${printed.length}.mjs`)
    writeFileSync(file, code!.replace('http://127.0.0.1:8080', url))
    printed.push(await output(process.execPath, [file]))
  }
  expect(printed).toEqual([
    "GAGTTTTATC\nCCTGCAGAGT\n5386 [ 'ga4gh:SQ.IIXILYBQCpHdC4qpI3sOQ_HAeAm9bmeF', 'NC_001422.1' ]\nrefseq:NC_001422.1 GATAAAACTC\nrefseq:NM_000000.0 SEQUENCE_NOT_FOUND\n404\n",
    '5386\n',
  ])
})
