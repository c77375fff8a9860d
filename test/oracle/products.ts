import { decodeBody } from '../../src/annotation/body.ts'
import type { Gene, SequenceRef } from '../../src/annotation/gene.ts'
import { engines } from '../../src/cli/engines.ts'
import { openStore } from '../../src/store/open.ts'

/** Sequences of a genome's products by stable id. */
export interface Products {
  readonly cdna: Map<string, SequenceRef>
  readonly cds: Map<string, SequenceRef>
  readonly pep: Map<string, SequenceRef>
  readonly genes: readonly Gene[]
}

/** What a store has of a genome: cDNA by transcript, CDS by protein, protein by its own id. */
export async function readProducts(directory: string, genomeId: string): Promise<Products> {
  const store = await openStore(directory, engines)
  try {
    const bodies = await store.genes(genomeId, 0, 1_000_000)
    const genes = bodies.map((body) => decodeBody<Gene>(body))
    const products: Products = { cdna: new Map(), cds: new Map(), pep: new Map(), genes }
    for (const { stableId, cdna, codings } of genes.flatMap(({ transcripts }) => transcripts)) {
      if (cdna) products.cdna.set(stableId, cdna)
      for (const { cds, product } of codings) {
        const id = product?.stableId ?? stableId
        if (cds) products.cds.set(id, cds)
        if (product) products.pep.set(id, product.sequence)
      }
    }
    return products
  } finally {
    await store.close()
  }
}
