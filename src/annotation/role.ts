import { termOf } from './sequence-ontology.ts'

/** What a type is, where its place in the hierarchy alone does not tell. */
export type Role =
  | LeafRole
  | 'gene'
  | 'transcript'
  /** A sequence or an operon: what is below it stands for itself. */
  | 'container'
  /** Named as Parent by some CDS, and the parent of nothing. */
  | 'protein'
  /** What no gene is made of. */
  | 'ignored'
  /** A gene or a transcript if its place says so. */
  | 'other'

/** What a transcript consists of. */
export type LeafRole = (typeof LEAVES)[number]

const LEAVES = ['exon', 'cds', 'utr', 'stop codon', 'selenocysteine'] as const

/** A type of column 3. */
export interface FeatureType {
  /** Term of the Sequence Ontology, if it is one or the accession of one. */
  readonly term: string
  readonly role: Role
}

/** Terms of the Sequence Ontology and what GTF and older programs write instead, in lower case. */
const ROLES: readonly (readonly [Role, string])[] = [
  ['exon', 'exon coding_exon noncoding_exon pseudogenic_exon exon_of_single_exon_gene'],
  ['exon', 'interior_exon interior_coding_exon five_prime_coding_exon three_prime_coding_exon'],
  ['exon', 'five_prime_noncoding_exon three_prime_noncoding_exon'],
  ['cds', 'cds cds_predicted cds_independently_known edited_cds orphan_cds'],
  ['cds', 'transposable_element_cds'],
  ['utr', 'utr five_prime_utr three_prime_utr internal_utr untranslated_region_polycistronic_mrna'],
  ['utr', "5utr 3utr utr5 utr3 5'utr 3'utr 5'-utr 3'-utr 5_prime_utr 3_prime_utr"],
  ['stop codon', 'stop_codon'],
  ['selenocysteine', 'selenocysteine stop_codon_redefined_as_selenocysteine'],
  ['protein', 'protein polypeptide'],
  [
    'container',
    'operon region chromosome contig scaffold supercontig ultracontig plasmid replicon',
  ],
  ['container', 'linkage_group primary_assembly mitochondrial_chromosome chloroplast_chromosome'],
  ['ignored', 'start_codon intron five_prime_utr_intron three_prime_utr_intron'],
  ['ignored', 'initial internal terminal single tss tts transcription_start_site'],
  ['ignored', 'transcription_end_site transcript_region'],
]

const ROLE_BY_TERM: ReadonlyMap<string, Role> = new Map(
  ROLES.flatMap(([role, terms]) => terms.split(' ').map((term) => [term, role] as const)),
)

/** `gene`, `ncRNA_gene`, `processed_pseudogene`, `gene_with_edited_transcript`. */
const GENE =
  /^(?!\w+_of_)(\w+_)?(pseudo|retro|trans|crypto)?gene(_(with|by|silenced|rearranged)_\w+)?$/

/** `lnc_RNA`, `pseudogenic_transcript`, `V_gene_segment`; SO says of some what happens to them. */
const TRANSCRIPT =
  /rna(_with_\w+|_recoded_by_\w+)?$|(^|_)transcript(_with_\w+|_by_\w+)?$|_gene_segment$|^[vdjc]_segment$|ribozyme$|^rna_(6s|7sk)$|^nmd_transcript_variant$/

/** Terms in millions of lines: matches, repeats, regulation, variation. */
const IGNORED =
  /match|repeat|_region$|feature$|variant|alteration|promoter|enhancer|silencer|insulator|origin|_site$|_box$|gap$|cpg|peptide$|modification$|recombination|centromere|telomere|^sequence_|^transcriptional_|chromatin|transposon/

/** Types that were asked for; a file has a few dozen of them. */
const known = new Map<string, FeatureType>()
const MAX_KNOWN = 1000

/** @param type - Column 3: a term of the Sequence Ontology, an accession of one, or anything. */
export function featureType(type: string): FeatureType {
  const same = known.get(type)
  if (same) return same
  const term = termOf(type)
  const found = { term, role: roleOf(term) }
  if (known.size >= MAX_KNOWN) known.clear()
  if (type.length < MAX_KNOWN) known.set(type, found)
  return found
}

function roleOf(term: string): Role {
  const lower = term.toLowerCase()
  const role = ROLE_BY_TERM.get(lower)
  if (role) return role
  if (GENE.test(lower)) return 'gene'
  if (TRANSCRIPT.test(lower)) return 'transcript'
  return IGNORED.test(lower) ? 'ignored' : 'other'
}

export function isLeaf(role: Role): role is LeafRole {
  return (LEAVES as readonly Role[]).includes(role)
}
