import type { DialectName } from './dialects/dialect.ts'
import type { Organelle } from './organelle.ts'

/** What is known of a region that tells the genetic code of its CDS. */
export interface CodedRegion {
  readonly name: string
  /** The manifest's for this region. */
  readonly geneticCode?: number
  readonly organelle?: Organelle
}

/** Which genetic code a CDS is read with. */
export interface CodeChoice {
  /** `undefined` when nothing says which one: nothing may then be translated. */
  readonly code: number | undefined
  /** What is unknown, for the report. */
  readonly unknown?: string
  /** What was taken though another source says otherwise, or none says it. */
  readonly note?: string
}

type Lineages = readonly (readonly [code: number, taxa: readonly number[]])[]

/** Lineages whose mitochondrial code is known for certain, by taxon id of well-known members. */
const MITOCHONDRIAL: Lineages = [
  // Plants: Arabidopsis, rice and its cultivar group japonica, maize, soybean.
  [1, [3702, 4530, 39947, 4577, 3847]],
  // Vertebrates: human, chimpanzee, macaque, mouse, rat, zebrafish, chicken, cow, sheep, pig, horse,
  // dog, cat, rabbit, frogs, medaka.
  [
    2,
    [
      ...[9606, 9598, 9544, 10090, 10116, 7955, 9031, 9913, 9940, 9823, 9796],
      ...[9615, 9685, 9986, 8364, 8355, 8090],
    ],
  ],
  // Saccharomyces cerevisiae, and its strain S288C.
  [3, [4932, 559292]],
  // Schizosaccharomyces pombe, Neurospora crassa, Aspergillus nidulans; Plasmodium falciparum.
  [4, [4896, 284812, 5141, 367110, 162425, 227321, 5833, 36329]],
  // Drosophila melanogaster, Caenorhabditis elegans, Anopheles gambiae, honey bee.
  [5, [7227, 6239, 7165, 180454, 7460]],
]

/** Well-known organisms whose other genes are not read with the standard code. */
const NUCLEAR: Lineages = [
  // Mycoplasma genitalium and pneumoniae.
  [4, [2097, 243273, 2104, 272634]],
  // Tetrahymena thermophila, Paramecium tetraurelia.
  [6, [5911, 312017, 5888]],
  // Escherichia coli and its strain K-12 MG1655, Bacillus subtilis 168, Mycobacterium tuberculosis H37Rv.
  [11, [562, 83333, 511145, 1423, 224308, 1773, 83332]],
  // Candida albicans.
  [12, [5476, 237561]],
]

/**
 * The code of what neither a line nor the kind of its region tells: the manifest's, the lineage's, that
 * of bacteria where Prokka or Bakta made the file, the standard one.
 */
export function defaultCode(
  stated: number | undefined,
  taxonId: number,
  dialect: DialectName,
): CodeChoice {
  const code = stated ?? codeOf(NUCLEAR, taxonId) ?? (dialect === 'prokka' ? 11 : undefined)
  if (code !== undefined) return { code }
  if (codeOf(MITOCHONDRIAL, taxonId) !== undefined) return { code: 1 }
  const note =
    'genetic_code: 1, the standard one, where nothing states another; that of bacteria is 11'
  return { code: 1, note }
}

/**
 * Chooses the genetic code of a CDS: the manifest's for its region, what its own line says, what kind
 * of organelle the region is, the default. On a mitochondrion of unknown lineage there is no choice:
 * the standard code gives wrong proteins there, and nobody would see it.
 *
 * @param stated - By the line of the CDS.
 */
export function chooseCode(
  { name, geneticCode, organelle }: CodedRegion,
  stated: number | undefined,
  taxonId: number,
  byDefault: CodeChoice,
): CodeChoice {
  if (geneticCode !== undefined) return { code: geneticCode }
  if (organelle === 'mitochondrion') {
    const own = codeOf(MITOCHONDRIAL, taxonId)
    if (stated === undefined && own === undefined) return unknown(name, organelle)
    if (stated === undefined || stated === own) return { code: own }
    if (stated !== 1 && own === undefined) return { code: stated }
    const other = own === undefined ? 'few mitochondria have it' : `taxon ${taxonId} has ${own}`
    return {
      code: stated,
      note: `genetic_code: ${stated} on ${name}, as its lines say, though ${other}; the manifest can say otherwise`,
    }
  }
  if (stated !== undefined) return { code: stated }
  if (organelle === 'plastid') return { code: 11 }
  return organelle ? unknown(name, organelle) : byDefault
}

function unknown(name: string, organelle: Organelle): CodeChoice {
  return {
    code: undefined,
    unknown: `${name} is of a ${organelle} whose genetic code nothing states; give it in the manifest, such as "genetic_code: {${name}: ${organelle === 'mitochondrion' ? 2 : 11}}"`,
  }
}

function codeOf(lineages: Lineages, taxonId: number): number | undefined {
  return lineages.find(([, taxa]) => taxa.includes(taxonId))?.[0]
}
