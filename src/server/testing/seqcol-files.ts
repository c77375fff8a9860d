import { type CollectionEntry, member } from '../../collection/testing/memory-collections.ts'

/** The six files of the seqcol compliance suite, and their published digests. */
export const SEQCOL_FILES = {
  base: entry('base.fa', { chrX: 'TTGGGGAA', chr1: 'GGAA', chr2: 'GCGC' }),
  differentNames: entry('different_names.fa', { ' X': 'TTGGGGAA', ' 1': 'GGAA', ' 2': 'GCGC' }),
  differentOrder: entry('different_order.fa', { chr1: 'GGAA', chr2: 'GCGC', chrX: 'TTGGGGAA' }),
  pairSwap: entry('pair_swap.fa', { chr2: 'TTGGGGAA', chr1: 'GGAA', chrX: 'GCGC' }),
  subset: entry('subset.fa', { chrX: 'TTGGGGAA', chr1: 'GGAA' }),
  swapWithoutCoordinates: entry('swap_wo_coords.fa', {
    ...{ chrX: 'TTGGGGAA', chr2: 'GGAA', chr1: 'GCGC' },
  }),
} as const

export const SEQCOL_DIGESTS = {
  base: 'XZlrcEGi6mlopZ2uD8ObHkQB1d0oDwKk',
  differentNames: 'QvT5tAQ0B8Vkxd-qFftlzEk2QyfPtgOv',
  differentOrder: 'Tpdsg75D4GKCGEHtIiDSL9Zx-DSuX5V8',
  pairSwap: 'UNGAdNDmBbQbHihecPPFxwTydTcdFKxL',
  subset: 'sv7GIP1K0qcskIKF3iaBmQpaum21vH74',
  swapWithoutCoordinates: 'aVzHaGFlUDUNF2IEmNdzS_A8lCY0stQH',
} as const

/** Names that are numbers would come first in an object: a space before them keeps their place. */
function entry(source: string, records: Readonly<Record<string, string>>): CollectionEntry {
  const members = Object.entries(records).map(([name, residues]) => member(name.trim(), residues))
  const alias = source.replace('.fa', '')
  return { source, members, aliases: [{ authority: 'local', alias }] }
}
