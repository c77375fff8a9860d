/**
 * Finds the region that an annotation means. The same chromosome is `1`, `chr1`, `NC_000001.11` or
 * `CM000663.2`, and nothing is guessed beyond that: a wrong region gives wrong residues.
 */
export class RegionNames<T> {
  readonly #exact = new Map<string, T>()
  /** `undefined` for a name that several regions have. */
  readonly #synonyms = new Map<string, T | undefined>()

  add(name: string, region: T): void {
    this.#exact.set(name, region)
  }

  addSynonym(name: string, region: T): void {
    const known = this.#synonyms.get(name)
    const same = !this.#synonyms.has(name) || known === region
    this.#synonyms.set(name, same ? region : undefined)
  }

  /** Exact name first, then synonyms, then `chr1` for `1`, and the spellings of a mitochondrion. */
  find(seqid: string): T | undefined {
    for (const name of spellings(seqid)) {
      const found = this.#exact.get(name) ?? this.#synonyms.get(name)
      if (found) return found
    }
    return undefined
  }
}

/** Ensembl's, UCSC's and those of the databases of yeast, worm and fly. */
const MITOCHONDRION = [
  ...['MT', 'M', 'chrM', 'chrMT', 'Mito', 'chrmt', 'Mt', 'MtDNA'],
  ...['mitochondrion_genome', 'dmel_mitochondrion_genome'],
]

function spellings(seqid: string): string[] {
  const bare = seqid.replace(/^chr/i, '')
  const others = MITOCHONDRION.includes(seqid) ? MITOCHONDRION : []
  return [seqid, bare, `chr${bare}`, ...others]
}
