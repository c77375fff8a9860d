/** What a type is, where its place in the hierarchy alone does not tell. */
export type Role =
  | 'exon'
  | 'cds'
  | 'utr'
  | 'stop codon'
  | 'selenocysteine'
  | 'gene'
  | 'transcript'
  | 'ignored'
  | 'other'

/** Sequence Ontology accessions stand for their terms (GFF3, column 3). */
const TERMS: ReadonlyMap<string, string> = new Map([
  ['SO:0000147', 'exon'],
  ['SO:0000316', 'CDS'],
  ['SO:0000203', 'UTR'],
  ['SO:0000204', 'five_prime_UTR'],
  ['SO:0000205', 'three_prime_UTR'],
  ['SO:0000319', 'stop_codon'],
  ['SO:0000318', 'start_codon'],
  ['SO:0000188', 'intron'],
  ['SO:0000704', 'gene'],
  ['SO:0001263', 'ncRNA_gene'],
  ['SO:0000336', 'pseudogene'],
  ['SO:0000234', 'mRNA'],
  ['SO:0000673', 'transcript'],
  ['SO:0000253', 'tRNA'],
  ['SO:0000252', 'rRNA'],
  ['SO:0000655', 'ncRNA'],
])

const ROLES: ReadonlyMap<string, Role> = new Map<string, Role>([
  ...['exon', 'coding_exon', 'noncoding_exon', 'pseudogenic_exon'].map((t) => [t, 'exon'] as const),
  ['CDS', 'cds'],
  ...['UTR', 'five_prime_UTR', 'three_prime_UTR', 'five_prime_utr', 'three_prime_utr'].map(
    (t) => [t, 'utr'] as const,
  ),
  ['stop_codon', 'stop codon'],
  ['Selenocysteine', 'selenocysteine'],
  ['stop_codon_redefined_as_selenocysteine', 'selenocysteine'],
  ...['start_codon', 'intron', 'protein', 'polypeptide', 'operon', 'polyA_site', 'TSS'].map(
    (t) => [t, 'ignored'] as const,
  ),
])

/** A match, a repeat, a chromosome: what no gene is made of, in millions of lines. */
const IGNORED =
  /match|repeat|region$|feature$|variant|alteration|chromosome|contig|scaffold|promoter|enhancer|silencer|origin|_site$|_box$|gap$|CpG|peptide$|modification$|recombination|centromere|telomere|sequence_/

const GENE = /(^|_)gene$|^pseudogene$|^gene_|transposable_element_gene/
const TRANSCRIPT = /RNA$|RNA_gene_segment|transcript|_gene_segment$|^[VDJC]_segment$|primary_/

/** The Sequence Ontology term of a type. */
export function termOf(type: string): string {
  return TERMS.get(type) ?? type
}

export function roleOf(type: string): Role {
  const term = termOf(type)
  const role = ROLES.get(term)
  if (role) return role
  if (TRANSCRIPT.test(term) && !GENE.test(term)) return 'transcript'
  if (GENE.test(term)) return 'gene'
  return IGNORED.test(term) ? 'ignored' : 'other'
}
