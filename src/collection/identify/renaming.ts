/** A sequence that a file and a collection call differently. */
export interface Renamed {
  /** In the file. */
  readonly from: string
  /** In the collection. */
  readonly to: string
}

const MITOCHONDRION = /^(M|MT|Mt|Mito|mito|mitochondrion)$/

/** `chr1_KI270706v1_random`, `chrUn_GL000195v1`: UCSC's spelling of an accession with its version. */
const UCSC_ACCESSION =
  /^chr[0-9A-Za-z]+_([A-Z]{1,6}\d{5,10}|N[A-Z]_\d{6,9})v(\d+)(_random|_alt|_fix)?$/

/** What is left of a name without the habits of those who name chromosomes: equal for `chrM` and `MT`. */
export function plainName(name: string): string {
  const bare = withoutPrefix(withoutUcsc(name))
  return MITOCHONDRION.test(bare) ? 'MT' : bare
}

function withoutPrefix(name: string): string {
  return /^chr./i.test(name) ? name.slice(3) : name
}

function withoutUcsc(name: string): string {
  return name.replace(UCSC_ACCESSION, '$1.$2')
}

/** The one rule by which all of the names differ, in words; `undefined` if there is none. */
export function ruleOf(pairs: readonly Renamed[]): string | undefined {
  if (pairs.length === 0 || !pairs.every(({ from, to }) => plainName(from) === plainName(to))) {
    return undefined
  }
  const said = new Set<string>()
  for (const { from, to } of pairs) {
    const [a, b] = [withoutUcsc(from), withoutUcsc(to)]
    const [bareA, bareB] = [withoutPrefix(a), withoutPrefix(b)]
    if (bareA !== bareB) said.add(`"${from}" is "${to}"`)
    else if (a === from && b !== to) said.add("accessions in UCSC's spelling")
    else if (a !== from && b === to) said.add("accessions without UCSC's spelling")
    else said.add(a === bareA ? `"${b.slice(0, 3)}" added` : `"${a.slice(0, 3)}" taken away`)
  }
  return said.size <= 4 ? [...said].join(', ') : undefined
}
