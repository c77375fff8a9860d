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

/** Ways in which names may differ, all told. */
const TOLD = 4

/** Finds the one rule by which all of the names differ, if there is one. */
export class RenamingRule {
  readonly #said = new Set<string>()
  #broken = false

  /** In words; `undefined` if there is none. */
  get words(): string | undefined {
    return this.#broken || this.#said.size === 0 ? undefined : [...this.#said].join(', ')
  }

  add({ from, to }: Renamed): void {
    if (this.#broken) return
    const isHabit = plainName(from) === plainName(to)
    if (isHabit) this.#said.add(habit(from, to))
    this.#broken = !isHabit || this.#said.size > TOLD
  }
}

/** What of a name is other in one that is plainly the same. */
function habit(from: string, to: string): string {
  const [a, b] = [withoutUcsc(from), withoutUcsc(to)]
  const [bareA, bareB] = [withoutPrefix(a), withoutPrefix(b)]
  if (bareA !== bareB) return `"${from}" is "${to}"`
  if (a === from && b !== to) return "accessions in UCSC's spelling"
  if (a !== from && b === to) return "accessions without UCSC's spelling"
  return a === bareA ? `"${b.slice(0, 3)}" added` : `"${a.slice(0, 3)}" taken away`
}
