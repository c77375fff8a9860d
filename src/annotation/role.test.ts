import { describe, expect, it } from 'vitest'
import { featureType, type Role } from './role.ts'

const TYPES: Readonly<Partial<Record<Role, string>>> = {
  gene: 'gene ncRNA_gene protein_coding_gene pseudogene processed_pseudogene TR_V_Gene SO:0000704 tRNA_gene transposable_element_gene gene_with_edited_transcript SO:0001263',
  transcript:
    'mRNA transcript lnc_RNA lincRNA tRNA SRP_RNA pre_miRNA pseudogenic_transcript primary_transcript V_gene_segment C_gene_segment NMD_transcript_variant RNase_MRP_RNA aberrant_processed_transcript SO:0000234 SO:0000673 three_prime_overlapping_ncrna mRNA_with_frameshift ribozyme RNA_7SK tmRNA misc_RNA antisense_RNA pseudogenic_tRNA',
  exon: 'exon noncoding_exon pseudogenic_exon coding_exon SO:0000147 SO:0000507',
  cds: 'CDS SO:0000316 edited_CDS',
  utr: "UTR five_prime_UTR three_prime_utr 5UTR 3UTR 5'-UTR SO:0000204",
  'stop codon': 'stop_codon SO:0000319',
  selenocysteine: 'Selenocysteine stop_codon_redefined_as_selenocysteine SO:0000885',
  protein: 'protein polypeptide SO:0000104',
  container: 'chromosome contig scaffold supercontig region operon primary_assembly SO:0000340',
  ignored:
    'intron start_codon match match_part cDNA_match repeat_region transcriptional_cis_regulatory_region transcription_start_site promoter enhancer TF_binding_site biological_region transposon_fragment open_chromatin_region tss tts initial terminal sequence_variant transcript_region CpG_island',
}

describe('The role of a type', () => {
  for (const [role, types] of Object.entries(TYPES)) {
    it(`is ${role} for ${types!.split(' ').slice(0, 3).join(', ')} and others`, () => {
      for (const type of types!.split(' '))
        expect([type, featureType(type).role]).toEqual([type, role])
    })
  }

  it('is told by the place for what nobody knows', () => {
    expect(featureType('what_nobody_knows').role).toBe('other')
    expect(featureType('exon_of_my_own').role).toBe('other')
  })
})
