import { expect, it } from 'vitest'
import type { Gene } from '../annotation/gene.ts'
import type { GeneModel } from '../annotation/model.ts'
import { GeneProducts } from './gene-products.ts'
import type { ProductStore } from './product-store.ts'

it('settles a gene of 30,000 transcripts, each with a CDS', async () => {
  const cdna = { md5: '', sha512t24u: '', length: 9 }
  const transcripts = Array.from({ length: 30_000 }, (_, i) => ({
    ...{ stableId: `t${i}`, unversionedStableId: `t${i}`, tags: {}, exons: [], biotype: '', cdna },
    codings: [{ product: { stableId: `p${i}`, sequence: cdna }, segments: [], cds: cdna }],
  }))
  const gene = { stableId: 'g', unversionedStableId: 'g', transcripts }
  const named = new Map<string, number>()
  const store = {
    name: async (_: unknown, { stableId }: { stableId: string }) =>
      named.set(stableId, (named.get(stableId) ?? 0) + 1),
  }
  const products = new GeneProducts(store as unknown as ProductStore, new Map(), () => {})
  const settled = await products.settle(gene as unknown as Gene, gene as unknown as GeneModel)
  expect(settled.transcripts).toHaveLength(30_000)
  expect([named.get('t7'), named.get('p7')]).toEqual([2, 1])
})
