import { testData } from './data.ts'

/** Names of the FASTA files whose digests stand in the specification's repository. */
export const SEQCOL_NAMES = [
  'base',
  'different_names',
  'different_order',
  'pair_swap',
  'subset',
  'swap_wo_coords',
]

export const seqcolFiles = (): string[] => SEQCOL_NAMES.map((name) => testData(`seqcol/${name}.fa`))
