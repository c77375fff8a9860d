import type { Manifest } from './manifest.ts'

/** Which genetic code a CDS is read with. */
export interface CodeChoice {
  /** `undefined` when nothing says which one: nothing may then be translated. */
  readonly code: number | undefined
  /** What is unknown, for the report. */
  readonly unknown?: string
}

/** Spellings of a mitochondrion as a region name. */
const MITOCHONDRION = /^(chr)?(MT|M|Mito|MtDNA|mitochondrion(_genome)?)$/i
const PLASTID = /^(chr)?(Pt|Pltd|C|chloroplast|plastid)$/i

/** Lineages whose mitochondrial code is known for certain, by taxon id of well-known members. */
const MITOCHONDRIAL: readonly (readonly [code: number, taxa: readonly number[]])[] = [
  // Vertebrates: human, chimpanzee, mouse, rat, zebrafish, chicken, cow, pig, dog, frog.
  [2, [9606, 9598, 10090, 10116, 7955, 9031, 9913, 9823, 9615, 8364]],
  // Saccharomyces cerevisiae, and its strain S288C.
  [3, [4932, 559292]],
  // Drosophila melanogaster, Caenorhabditis elegans, Anopheles gambiae.
  [5, [7227, 6239, 7165]],
]

/**
 * Chooses the genetic code of a CDS: the manifest's for its region, what its own line says, what kind
 * of organelle the region is, the manifest's default, the standard one. On a mitochondrion of unknown
 * lineage there is no choice: the standard code gives wrong proteins there, and nobody would see it.
 *
 * @param organelle - `mitochondrion`, `chloroplast` and the like, where the annotation says so.
 */
export function chooseCode(
  region: { readonly name: string; readonly organelle?: string | undefined },
  stated: number | undefined,
  taxonId: number,
  codes: Manifest['genetic_code'] = {},
): CodeChoice {
  const own = codes[region.name] ?? stated
  if (own !== undefined) return { code: own }
  const { name, organelle = '' } = region
  if (/mitochond|kinetoplast/i.test(organelle) || MITOCHONDRION.test(name)) {
    const code = MITOCHONDRIAL.find(([, taxa]) => taxa.includes(taxonId))?.[0]
    if (code !== undefined) return { code }
    return {
      code: undefined,
      unknown: `${name} is a mitochondrion whose genetic code nothing states; give it in the manifest, such as "genetic_code: {${name}: 2}"`,
    }
  }
  if (/plast/i.test(organelle) || PLASTID.test(name)) return { code: 11 }
  return { code: codes.default ?? 1 }
}
