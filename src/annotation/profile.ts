import type { DialectName } from './dialects/dialect.ts'
import type { ProfileName } from './genome.ts'

/** What a profile decides; see {@link ProfileName}. */
export interface Profile {
  /** Whether a CDS that starts within a codon is filled up with N, else its first bases are skipped. */
  readonly padsCds: boolean
  /** Where the first residue becomes M if its codon may start a protein. */
  readonly firstResidueM: 'always' | 'never' | 'unless partial'
  /** Whether a stop at the end stays when a partial codon follows it. */
  readonly keepsStopBeforePartialCodon: boolean
  /**
   * Whether translation is that of NCBI's toolkit: a codon for I or L gives J, and one or two bases at
   * the end their residue where they tell it (`x_Translate`, `CTrans_table`); elsewhere X and none.
   */
  readonly readsAsNcbi: boolean
}

const ENSEMBL: Profile = {
  padsCds: true,
  firstResidueM: 'always',
  keepsStopBeforePartialCodon: false,
  readsAsNcbi: false,
}
const NCBI: Profile = {
  padsCds: false,
  firstResidueM: 'unless partial',
  keepsStopBeforePartialCodon: false,
  readsAsNcbi: true,
}

export const PROFILES: Readonly<Record<ProfileName, Profile>> = {
  ensembl: ENSEMBL,
  'ensembl-113': { ...ENSEMBL, firstResidueM: 'never', keepsStopBeforePartialCodon: true },
  ncbi: NCBI,
  plain: { ...NCBI, firstResidueM: 'never', readsAsNcbi: false },
}

/**
 * Whose rules a file follows if nobody says so.
 *
 * @param release - Of Ensembl: up to 113, no first residue was changed to M.
 */
export function defaultProfile(dialect: DialectName, release: number | undefined): ProfileName {
  switch (dialect) {
    case 'ensembl':
    case 'gtf':
      return release !== undefined && release < 114 ? 'ensembl-113' : 'ensembl'
    case 'gencode':
      return 'ensembl'
    case 'gff3':
      return 'plain'
    default:
      return 'ncbi'
  }
}
