import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { hasTestData } from '../data.ts'
import { output, serve, temporaryDirectory } from '../seqkeep.ts'
import { PYTHON_GQL, requireTool } from '../tools.ts'
import { addGenome, BRCA2 } from './genomes.ts'

const SCRIPT = join(import.meta.dirname, 'gene-products.py')

// Published by Ensembl for BRCA2's canonical transcript.
const PRODUCTS = [
  'ENST00000380152.8\tcdna\t11954\t2f8c687a656debd4c8b1b4d47747ba35',
  'ENST00000380152.8\tcds\t10257\tc6b5e532b5aef696e987ca55a538ae9e',
  'ENSP00000369497.3\tproduct\t3418\t92addb948c6c652abc1dcecca05f26c0',
]

const ready = PYTHON_GQL.every(requireTool) && hasTestData

describe.skipIf(!ready)('Python clients of GraphQL and refget', () => {
  let url: string

  beforeAll(async () => {
    const store = join(await temporaryDirectory(), 'store')
    await addGenome(store, BRCA2)
    url = await serve(store, ['--base-path', '/data/refget', '--graphql-path', '/data/graphql'])
  })

  for (const python of PYTHON_GQL) {
    for (const client of ['requests', 'refget']) {
      it(`get the products of BRCA2 with ${python.split('/').at(-3)} and ${client}`, async () => {
        const args = [SCRIPT, `${url}/data/graphql`, `${url}/data/refget`, client]
        const printed = await output(python, args)
        expect(printed.trim().split('\n')).toEqual(PRODUCTS)
      })
    }
  }
})
