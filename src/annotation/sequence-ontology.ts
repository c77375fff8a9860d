/** Accessions of the Sequence Ontology's terms for genes and what they consist of (2024-11-18). */
const TERMS = `
  SO:0000147 exon
  SO:0000195 coding_exon
  SO:0000198 noncoding_exon
  SO:0000201 interior_exon
  SO:0000004 interior_coding_exon
  SO:0000200 five_prime_coding_exon
  SO:0000202 three_prime_coding_exon
  SO:0000445 five_prime_noncoding_exon
  SO:0000444 three_prime_noncoding_exon
  SO:0005845 exon_of_single_exon_gene
  SO:0000507 pseudogenic_exon
  SO:0000316 CDS
  SO:1001254 CDS_predicted
  SO:1001246 CDS_independently_known
  SO:0000935 edited_CDS
  SO:1001247 orphan_CDS
  SO:0001896 transposable_element_CDS
  SO:0000203 UTR
  SO:0000204 five_prime_UTR
  SO:0000205 three_prime_UTR
  SO:0000241 internal_UTR
  SO:0000319 stop_codon
  SO:0000318 start_codon
  SO:0000188 intron
  SO:0000885 stop_codon_redefined_as_selenocysteine
  SO:0000104 polypeptide
  SO:0000704 gene
  SO:0001217 protein_coding_gene
  SO:0001263 ncRNA_gene
  SO:0002127 lncRNA_gene
  SO:0001641 lincRNA_gene
  SO:0001272 tRNA_gene
  SO:0001637 rRNA_gene
  SO:0001268 snRNA_gene
  SO:0001267 snoRNA_gene
  SO:0001266 scRNA_gene
  SO:0001265 miRNA_gene
  SO:0001638 piRNA_gene
  SO:0001271 tmRNA_gene
  SO:0001269 SRP_RNA_gene
  SO:0001639 RNase_P_RNA_gene
  SO:0001640 RNase_MRP_RNA_gene
  SO:0001643 telomerase_RNA_gene
  SO:0002181 ribozyme_gene
  SO:0000111 transposable_element_gene
  SO:0000336 pseudogene
  SO:0000043 processed_pseudogene
  SO:0001760 non_processed_pseudogene
  SO:0001759 unitary_pseudogene
  SO:0001841 polymorphic_pseudogene
  SO:0002109 transcribed_processed_pseudogene
  SO:0002107 transcribed_unprocessed_pseudogene
  SO:0002126 IG_V_gene
  SO:0002124 IG_D_gene
  SO:0002125 IG_J_gene
  SO:0002123 IG_C_gene
  SO:0002137 TR_V_Gene
  SO:0002135 TR_D_Gene
  SO:0002136 TR_J_Gene
  SO:0002134 TR_C_Gene
  SO:0000673 transcript
  SO:0000234 mRNA
  SO:0000185 primary_transcript
  SO:0001503 processed_transcript
  SO:0000233 mature_transcript
  SO:0000681 aberrant_processed_transcript
  SO:0002139 unconfirmed_transcript
  SO:0000516 pseudogenic_transcript
  SO:0002114 NMD_transcript
  SO:0001621 NMD_transcript_variant
  SO:0000483 nc_primary_transcript
  SO:0000120 protein_coding_primary_transcript
  SO:0000647 miRNA_primary_transcript
  SO:0000634 polycistronic_mRNA
  SO:0000716 dicistronic_mRNA
  SO:0000872 trans_spliced_mRNA
  SO:0000479 trans_spliced_transcript
  SO:0000929 edited_mRNA
  SO:0000655 ncRNA
  SO:0001877 lncRNA
  SO:0001463 lincRNA
  SO:0002247 sncRNA
  SO:0000644 antisense_RNA
  SO:0001904 antisense_lncRNA
  SO:0002131 sense_intronic_lncRNA
  SO:0002132 sense_overlap_lncRNA
  SO:0002381 bidirectional_promoter_lncRNA
  SO:0002120 three_prime_overlapping_ncrna
  SO:0000253 tRNA
  SO:0000252 rRNA
  SO:0002343 cytosolic_rRNA
  SO:0002128 mt_rRNA
  SO:0002129 mt_tRNA
  SO:0000274 snRNA
  SO:0000275 snoRNA
  SO:0000013 scRNA
  SO:0002095 scaRNA
  SO:0000276 miRNA
  SO:0001244 pre_miRNA
  SO:0000646 siRNA
  SO:0001035 piRNA
  SO:0000584 tmRNA
  SO:0000602 guide_RNA
  SO:0000590 SRP_RNA
  SO:0000386 RNase_P_RNA
  SO:0000385 RNase_MRP_RNA
  SO:0000390 telomerase_RNA
  SO:0000404 vault_RNA
  SO:0000405 Y_RNA
  SO:0000374 ribozyme
  SO:0000778 pseudogenic_tRNA
  SO:0000777 pseudogenic_rRNA
  SO:0000466 V_gene_segment
  SO:0000458 D_gene_segment
  SO:0000470 J_gene_segment
  SO:0000478 C_gene_segment
  SO:0000340 chromosome
  SO:0000149 contig
  SO:0000148 supercontig
  SO:0000719 ultracontig
  SO:0000001 region
  SO:0000018 linkage_group
  SO:0000155 plasmid
  SO:0000178 operon
  SO:0000819 mitochondrial_chromosome
  SO:0000820 chloroplast_chromosome
  SO:0001235 replicon
`

const TERM_BY_ACCESSION: ReadonlyMap<string, string> = new Map(
  TERMS.trim()
    .split('\n')
    .map((line) => line.trim().split(' ') as [accession: string, term: string]),
)

/** The term of a type: column 3 of GFF3 has either it or its accession. */
export function termOf(type: string): string {
  return TERM_BY_ACCESSION.get(type) ?? type
}
