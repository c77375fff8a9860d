/**
 * Which authority issued an accession, told from its form. A version is required wherever there is
 * one: without it an accession names whatever is newest, not one sequence.
 */

/** INSDC, "Accession number formats": nucleotides, proteins, WGS and TSA contigs, MGA. */
const INSDC =
  /^([A-NR-Z]\d{5}|[A-Z]{2}(\d{6}|\d{8})|[A-Z]{3}(\d{5}|\d{7})|[A-Z]{4}\d{2}S?\d{6,8}|[A-Z]{5}\d{7}|[A-Z]{6}\d{2}S?\d{7,9})\.\d+$/

/** NCBI, "RefSeq accession numbers"; `NZ_` stands before an INSDC accession of any form. */
const REFSEQ =
  /^((AC|NC|NG|NT|NW|NS|NM|NR|XM|XR|AP|NP|YP|XP|WP|ZP)_(\d{6}|\d{8,9})|NZ_[A-Z]{1,6}\d{5,11})\.\d+$/

/** Ensembl stable ids: `ENS`, the species but for human, the kind, 11 digits. */
const ENSEMBL = /^ENS[A-Z]{0,6}[EGPT]\d{11}(\.\d+)?$/

/**
 * UCSC: `chr1`, `chrX`, `chrM`, `chrIV`, `chr2L`; unplaced and alternative ones carry an INSDC or
 * RefSeq accession, in older assemblies a name of a contig or haplotype.
 */
const UCSC = new RegExp(
  [
    /^chr([1-9]\d{0,2}([ABLR](Het)?)?|[IVX]+|[WXYZ](Het)?|M|MT|Un)/,
    /(_([A-Z]{1,6}\d{5,10}v\d+|N[CTWZ]_[A-Z]*\d{6,9}v\d+|gl\d{6}|[a-z]{3,4}\d*_hap\d+|ctg\d+_hap\d+))?/,
    /(_(random|alt|fix|decoy))?$/,
  ]
    .map(({ source }) => source)
    .join(''),
)

const FORMS: readonly (readonly [authority: string, form: RegExp])[] = [
  ['refseq', REFSEQ],
  ['insdc', INSDC],
  ['ensembl', ENSEMBL],
  ['ucsc', UCSC],
]

/** NCBI, assemblies: `GCA_` are those of INSDC, `GCF_` of RefSeq. */
const ASSEMBLY = /^GC([AF])_\d{9}\.\d+$/

/** The authority (`insdc`, `refseq`) that issued an accession of an assembly, if its form tells it. */
export function assemblyAuthority(accession: string): string | undefined {
  const [, kind] = ASSEMBLY.exec(accession) ?? []
  return kind && (kind === 'A' ? 'insdc' : 'refseq')
}

/** The authority (`refseq`, `insdc`, `ensembl`, `ucsc`) whose form a name has, if any. */
export function authorityOf(name: string): string | undefined {
  return FORMS.find(([, form]) => form.test(name))?.[0]
}
