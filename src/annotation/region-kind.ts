import type { RegionCode } from './genome.ts'

const CODES: ReadonlyMap<string, RegionCode> = new Map([
  ['chromosome', 'chromosome'],
  ['group', 'chromosome'],
  ['mitochondrion', 'chromosome'],
  ['plasmid', 'plasmid'],
  ['scaffold', 'scaffold'],
  ['contig', 'scaffold'],
  ['supercontig', 'supercontig'],
  ['primary_assembly', 'primary_assembly'],
])

/** `1`, `chrX`, `2L`, `MT`, `IV`, `LG3`. */
const CHROMOSOME =
  /^(chr|chromosome_?|LG)?([1-9]\d?[LRABlrab]?|[WXYZ]|M|MT|Mito|mitochondrion_genome|[IVX]{1,5})$/

/** NCBI's descriptions, the most telling word first. */
const WORDS: readonly (readonly [RegExp, RegionCode])[] = [
  [/\bplasmid\b/i, 'plasmid'],
  [/\b(scaffold|contig|unlocalized|unplaced)\b/i, 'scaffold'],
  [/\b(chromosome|mitochondrion|complete genome)\b/i, 'chromosome'],
]

/**
 * What kind of sequence a region is: the annotation's row for it says so, or the header of its FASTA
 * record (Ensembl's `dna:chromosome`, words of NCBI's), or the form of its name.
 *
 * @param type - Type of the annotation's row for the region.
 */
export function regionKind(
  name: string,
  description: string,
  type: string | undefined,
): RegionCode {
  const ensembl = /^(?:dna(?:_sm|_rm)?|softmasked|unmasked|hardmasked):(\w+)/.exec(description)?.[1]
  const stated = CODES.get(type ?? '') ?? CODES.get(ensembl ?? '')
  if (stated) return stated
  const word = WORDS.find(([pattern]) => pattern.test(description))
  if (word) return word[1]
  return CHROMOSOME.test(name) ? 'chromosome' : 'primary_assembly'
}

/** Name of the assembly in Ensembl's header: `chromosome:GRCh38:1:1:248956422:1`. */
export function assemblyOfHeader(description: string): string | undefined {
  const word = description.split(/\s+/, 2)[1] ?? ''
  const fields = word.split(':')
  if (fields.length < 5 || !/^-?1$/.test(fields.at(-1)!)) return undefined
  return fields.at(-5) || undefined
}
