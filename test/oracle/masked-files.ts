import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { testData } from '../data.ts'
import { seqkeepJson, temporaryDirectory } from '../seqkeep.ts'

const YEAST = 'yeast-r64/Saccharomyces_cerevisiae.R64-1-1.dna.toplevel.fa.gz'
const SOFT_MASKED = 'fasta-edge/hg38_chr13_75549820-75605809_softmasked.fa'

/** FASTA files in a directory, and a store that has them. */
export interface MaskedFiles {
  readonly directory: string
  readonly store: string
  readonly files: readonly { readonly fasta: string; readonly collection: string }[]
}

/** Adds yeast, and a piece of human in soft mask, to a store of their own; and what else is given. */
export async function addMaskedFiles(
  ...others: readonly (readonly [name: string, bytes: Buffer])[]
): Promise<MaskedFiles> {
  const directory = await temporaryDirectory()
  const store = join(directory, 'store')
  const contents = [
    ['yeast.fa', gunzipSync(readFileSync(testData(YEAST)))],
    ['masked.fa', readFileSync(testData(SOFT_MASKED))],
    ...others,
  ] as const
  const paths = contents.map(([name]) => join(directory, name))
  for (const [i, [, bytes]] of contents.entries()) writeFileSync(paths[i]!, bytes)
  const { added } = await seqkeepJson<{ added: { collection: string }[] }>([
    ...['add', '--store', store],
    ...paths,
  ])
  const files = paths.map((fasta, i) => ({ fasta, collection: added[i]!.collection }))
  return { directory, store, files }
}
