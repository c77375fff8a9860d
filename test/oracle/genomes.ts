import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { GenomeReport } from '../../src/annotation/report.ts'
import { testData } from '../data.ts'
import { seqkeepJson, temporaryDirectory } from '../seqkeep.ts'

/** Files of an annotated genome, and what they do not say. */
export interface GenomeFiles {
  readonly fasta: string
  readonly gff3: string
  readonly manifest: Readonly<Record<string, unknown>>
  readonly options?: readonly string[]
}

const YEAST = 'yeast-r64/Saccharomyces_cerevisiae.R64-1-1'

export const BRCA2: GenomeFiles = {
  fasta: testData('brca/GRCh38.13_32300001_32500000.fa'),
  gff3: testData('brca/ENST00000380152.8.region-coords.gff3'),
  manifest: {
    // As the document of Ensembl has it.
    genome_id: 'a7335667-93e7-11ec-a39d-005056b38ce3',
    assembly_accession: 'GCA_000001405.29',
    assembly_name: 'GRCh38.p14',
    scientific_name: 'Homo sapiens',
    common_name: 'human',
    taxon_id: 9606,
    release_number: 110.1,
    release_date: '2023-10-18',
  },
}

export const YEAST_GFF3: GenomeFiles = {
  fasta: testData(`${YEAST}.dna.toplevel.fa.gz`),
  gff3: testData(`${YEAST}.96.converted.gff3.gz`),
  manifest: {
    assembly_accession: 'GCA_000146045.2',
    assembly_name: 'R64-1-1',
    scientific_name: 'Saccharomyces cerevisiae S288C',
    common_name: "baker's yeast",
    taxon_id: 559292,
    release_number: 96,
    release_date: '2018-07-01',
    profile: 'ensembl-113',
    genetic_code: { Mito: 3 },
    circular: ['Mito'],
  },
}

export const YEAST_GTF: GenomeFiles = {
  ...YEAST_GFF3,
  gff3: testData(`${YEAST}.96.gtf.gz`),
  manifest: { ...YEAST_GFF3.manifest, genome_id: 'yeast-from-gtf' },
}

export const YEAST_PEP: string = testData(`${YEAST}.pep.all.fa.gz`)

export const HUMAN_MT: GenomeFiles = {
  fasta: testData('human-mt/NC_012920.1.fasta'),
  gff3: testData('human-mt/NC_012920.1.gff3'),
  manifest: {
    assembly_accession: 'NC_012920.1',
    scientific_name: 'Homo sapiens',
    release_number: 1,
    release_date: '2020-01-01',
    profile: 'ncbi',
  },
}

export const PHIX174: GenomeFiles = {
  fasta: testData('phix174/NC_001422.1.fa'),
  gff3: testData('phix174/NC_001422.1.gff3'),
  manifest: {
    assembly_accession: 'GCF_000819615.1',
    scientific_name: 'Escherichia phage phiX174',
    taxon_id: 374840,
    release_number: 1,
    release_date: '2020-01-01',
    profile: 'ncbi',
  },
}

const SARS_COV_2 = {
  scientific_name: 'Severe acute respiratory syndrome coronavirus 2',
  taxon_id: 2697049,
  release_number: 101,
  release_date: '2020-06-01',
}

export const SARS_COV_2_NCBI: GenomeFiles = {
  fasta: testData('sars-cov-2/Sars_cov_2.ASM985889v3.dna.toplevel.fa'),
  gff3: testData('sars-cov-2/NC_045512.2.ncbi.gff3'),
  manifest: { ...SARS_COV_2, assembly_accession: 'GCF_009858895.2', profile: 'ncbi' },
}

export const SARS_COV_2_ENSEMBL: GenomeFiles = {
  fasta: SARS_COV_2_NCBI.fasta,
  gff3: testData('sars-cov-2/Sars_cov_2.ASM985889v3.101.gff3'),
  manifest: SARS_COV_2,
}

/** Adds a genome to a store, with what `seqkeep genome add --json` printed. */
export async function addGenome(
  store: string,
  { fasta, gff3, manifest, options = [] }: GenomeFiles,
  more: readonly string[] = [],
): Promise<{ genomeId: string; report: GenomeReport }> {
  const path = join(await temporaryDirectory(), 'manifest.json')
  writeFileSync(path, JSON.stringify(manifest))
  return seqkeepJson([
    ...['genome', 'add', '--store', store, '--fasta', fasta, '--gff3', gff3, '--manifest', path],
    ...[...options, ...more],
  ])
}
