/**
 * NCBI's genetic codes ("The Genetic Codes", gc.prt 4.6), each by what it changes of the standard one
 * and by the codons at which a protein may start.
 */
export interface GeneticCode {
  readonly id: number
  readonly name: string
  /** Residues by {@link codonKey}: what all expansions of a codon agree on. `*` for a stop. */
  readonly residues: Uint8Array
  /** The same, with J for isoleucine or leucine, as NCBI has it. */
  readonly ncbiResidues: Uint8Array
  /** 1 where every expansion of the codon is a start. */
  readonly starts: Uint8Array
  /** 1 where every expansion of the codon may end a protein, even if it codes for a residue too. */
  readonly stops: Uint8Array
}

const STANDARD = 'FFLLSSSSYY**CC*WLLLLPPPPHHQQRRRRIIIMTTTTNNKKSSRRVVVVAAAADDEEGGGG'
const BASES = 'TCAG'

type Row = readonly [id: number, name: string, changes: string, starts: string]

/** Changes are codon and residue; `*` behind them says that the codon may end a protein too. */
const ROWS: readonly Row[] = [
  [1, 'Standard', '', 'TTG CTG ATG'],
  [2, 'Vertebrate Mitochondrial', 'AGA* AGG* ATAM TGAW', 'ATT ATC ATA ATG GTG'],
  [3, 'Yeast Mitochondrial', 'ATAM CTTT CTCT CTAT CTGT TGAW', 'ATA ATG GTG'],
  [
    4,
    'Mold, Protozoan, and Coelenterate Mitochondrial; Mycoplasma/Spiroplasma',
    'TGAW',
    'TTA TTG CTG ATT ATC ATA ATG GTG',
  ],
  [5, 'Invertebrate Mitochondrial', 'AGAS AGGS ATAM TGAW', 'TTG ATT ATC ATA ATG GTG'],
  [6, 'Ciliate, Dasycladacean and Hexamita Nuclear', 'TAAQ TAGQ', 'ATG'],
  [9, 'Echinoderm and Flatworm Mitochondrial', 'AAAN AGAS AGGS TGAW', 'ATG GTG'],
  [10, 'Euplotid Nuclear', 'TGAC', 'ATG'],
  [11, 'Bacterial, Archaeal and Plant Plastid', '', 'TTG CTG ATT ATC ATA ATG GTG'],
  [12, 'Alternative Yeast Nuclear', 'CTGS', 'CTG ATG'],
  [13, 'Ascidian Mitochondrial', 'AGAG AGGG ATAM TGAW', 'TTG ATA ATG GTG'],
  [14, 'Alternative Flatworm Mitochondrial', 'AAAN AGAS AGGS TAAY TGAW', 'ATG'],
  [15, 'Blepharisma Macronuclear', 'TAGQ', 'ATG'],
  [16, 'Chlorophycean Mitochondrial', 'TAGL', 'ATG'],
  [21, 'Trematode Mitochondrial', 'TGAW ATAM AGAS AGGS AAAN', 'ATG GTG'],
  [22, 'Scenedesmus obliquus Mitochondrial', 'TCA* TAGL', 'ATG'],
  [23, 'Thraustochytrium Mitochondrial', 'TTA*', 'ATT ATG GTG'],
  [24, 'Rhabdopleuridae Mitochondrial', 'AGAS AGGK TGAW', 'TTG CTG ATG GTG'],
  [25, 'Candidate Division SR1 and Gracilibacteria', 'TGAG', 'TTG ATG GTG'],
  [26, 'Pachysolen tannophilus Nuclear', 'CTGA', 'CTG ATG'],
  [27, 'Karyorelict Nuclear', 'TAAQ TAGQ TGAW*', 'ATG'],
  [28, 'Condylostoma Nuclear', 'TAAQ* TAGQ* TGAW*', 'ATG'],
  [29, 'Mesodinium Nuclear', 'TAAY TAGY', 'ATG'],
  [30, 'Peritrich Nuclear', 'TAAE TAGE', 'ATG'],
  [31, 'Blastocrithidia Nuclear', 'TAAE* TAGE* TGAW', 'ATG'],
  [32, 'Balanophoraceae Plastid', 'TAGW', 'TTG CTG ATT ATC ATA ATG GTG'],
  [33, 'Cephalodiscidae Mitochondrial UAA-Tyr', 'TAAY TGAW AGAS AGGK', 'TTG CTG ATG GTG'],
]

/** Bits of T, C, A and G that a base or IUPAC code stands for; 0 for what is no base. */
const BITS: Uint8Array = new Uint8Array(256)
for (const [code, bases] of Object.entries({
  ...{ T: 'T', U: 'T', C: 'C', A: 'A', G: 'G', R: 'AG', Y: 'CT', S: 'CG', W: 'AT', K: 'GT' },
  ...{ M: 'AC', B: 'CGT', D: 'AGT', H: 'ACT', V: 'ACG', N: 'ACGT' },
})) {
  for (const base of bases) BITS[code.charCodeAt(0)]! |= 1 << BASES.indexOf(base)
}

/** Index of the codon at `at` in the tables of a code: four bits a base. */
export function codonKey(bases: Uint8Array, at: number): number {
  return (BITS[bases[at]!]! << 8) | (BITS[bases[at + 1]!]! << 4) | BITS[bases[at + 2]!]!
}

const codes = new Map<number, GeneticCode>()

/** The code of a number; `undefined` when NCBI has none of it. */
export function geneticCode(id: number): GeneticCode | undefined {
  const row = ROWS.find(([number]) => number === id)
  if (!row) return undefined
  const code = codes.get(id) ?? buildCode(row)
  codes.set(id, code)
  return code
}

function buildCode([id, name, changes, starts]: Row): GeneticCode {
  const residues = [...STANDARD]
  const stops = residues.map((residue) => residue === '*')
  for (const change of changes.split(' ').filter(Boolean)) {
    const codon = indexOf(change)
    residues[codon] = change[3]!
    stops[codon] = change.endsWith('*')
  }
  const isStart = new Set(starts.split(' ').map(indexOf))
  const coded = (pairs: typeof PAIRS) =>
    table((codons) => residueOf(new Set(codons.map((codon) => residues[codon]!)), pairs))
  return {
    id,
    name,
    residues: coded(PAIRS),
    ncbiResidues: coded(NCBI_PAIRS),
    starts: table((codons) => Number(codons.every((codon) => isStart.has(codon)))),
    stops: table((codons) => Number(codons.every((codon) => stops[codon]))),
  }
}

function indexOf(codon: string): number {
  const [a, b, c] = [...codon].map((base) => BASES.indexOf(base))
  return 16 * a! + 4 * b! + c!
}

/** One entry for each combination of base codes; 0 where one of them is no base. */
function table(value: (codons: readonly number[]) => number): Uint8Array {
  const entries = new Uint8Array(4096)
  for (let key = 0; key < 4096; key++) {
    const codons: number[] = []
    for (let codon = 0; codon < 64; codon++) {
      const bits = (1 << (8 + (codon >> 4))) | (1 << (4 + ((codon >> 2) & 3))) | (1 << (codon & 3))
      if ((key & bits) === bits) codons.push(codon)
    }
    if (codons.length > 0) entries[key] = value(codons)
  }
  return entries
}

const X = 88

/** As BioPerl 1.6.924, with which Ensembl translates. */
const PAIRS: ReadonlyMap<string, string> = new Map([
  ['DN', 'B'],
  ['EQ', 'Z'],
])
/** As `CTrans_table` of NCBI's toolkit. */
const NCBI_PAIRS: ReadonlyMap<string, string> = new Map([...PAIRS, ['IL', 'J']])

function residueOf(residues: ReadonlySet<string>, pairs: typeof PAIRS): number {
  const [first] = residues
  if (residues.size === 1) return first!.charCodeAt(0)
  return pairs.get([...residues].sort().join(''))?.charCodeAt(0) ?? X
}
