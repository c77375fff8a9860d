/** What a region is the genome of, where that is not the nucleus: its genetic code is another one. */
export type Organelle = 'mitochondrion' | 'apicoplast' | 'plastid'

/** NCBI's words for what a sequence is of (`genome=`), and those of its descriptions. */
const WORDS: readonly (readonly [RegExp, Organelle])[] = [
  [
    /\b(mitochondri(on|a)|mitochondrial (genome|DNA)|kinetoplast|hydrogenosome)\b/i,
    'mitochondrion',
  ],
  [/\bapicoplast\b/i, 'apicoplast'],
  [/\b(plastid|(chloro|chromo|leuco|etio|amylo)plast|proplastid|cyanelle)\b/i, 'plastid'],
]

/** Spellings of names: `MT`, `chrM`, `Mito`, `MtDNA`, `dmel_mitochondrion_genome`; `Pt`, `Pltd`. */
const NAMES: readonly (readonly [RegExp, Organelle])[] = [
  [/^(chr|chromosome)?[_-]?(M|MT|Mit|Mito|MtDNA)$|mitochondri|kinetoplast/i, 'mitochondrion'],
  [/apicoplast/i, 'apicoplast'],
  [/^(chr|chromosome)?[_-]?(Pt|Pltd|PtDNA|cpDNA)$|chloroplast|plastid/i, 'plastid'],
]

/**
 * Tells an organelle by what the annotation says, by any name of the region, by the description of its
 * FASTA record.
 *
 * @param stated - The annotation's word, such as NCBI's `genome=mitochondrion`.
 */
export function organelleOf(
  names: readonly string[],
  description: string,
  stated: string | undefined,
): Organelle | undefined {
  return (
    match(WORDS, stated ?? '') ??
    names.map((name) => match(NAMES, name)).find((found) => found !== undefined) ??
    match(WORDS, description)
  )
}

function match(
  patterns: readonly (readonly [RegExp, Organelle])[],
  text: string,
): Organelle | undefined {
  return patterns.find(([pattern]) => pattern.test(text))?.[1]
}
