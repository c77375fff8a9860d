import type { Change } from '../change.ts'
import type { GeneEntry } from '../genomes.ts'
import { addText, bytesOf } from './disk-store.ts'

/** A genome to add. */
export interface TestGenome {
  readonly id: string
  readonly regions?: readonly string[]
  readonly genes?: readonly GeneEntry[]
  readonly keywords?: readonly (readonly [string, string])[]
}

export const gene = (
  body: string,
  names: GeneEntry['names'] = [],
  spans: GeneEntry['spans'] = [],
) => ({
  ...{ names, spans },
  body: bytesOf(body),
})

/** Adds a genome, and the sequence that it states. */
export async function addGenome(change: Change, genome: TestGenome): Promise<void> {
  const { id, regions = ['chr1'], genes = [], keywords = [] } = genome
  await change.genome(id)
  await addText(change, `ACGT${'A'.repeat(id.length)}`, `name of ${id}`)
  for (const name of regions) await change.region({ name, body: bytesOf(`${id} ${name}`) })
  for (const each of genes) await change.gene(each)
  await change.annotation({ keywords, body: bytesOf(id), report: bytesOf(`report of ${id}`) })
}

/** Bodies as text. */
export const texts = (bodies: readonly Uint8Array[]) =>
  bodies.map((body) => Buffer.from(body).toString())
