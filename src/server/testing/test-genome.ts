import type { Gene, SequenceRef, StableId, Transcript } from '../../annotation/gene.ts'
import type { Genome } from '../../annotation/genome.ts'
import type { MemoryGenome } from './memory-genomes.ts'

const sequence = (md5: string, length: number): SequenceRef => ({
  ...{ md5, length },
  sha512t24u: 'A6rzuv6kdsuIp6gy6fykzgzyJe9NJOC9',
})

const id = (unversionedStableId: string, version: number): StableId => ({
  stableId: `${unversionedStableId}.${version}`,
  ...{ unversionedStableId, version },
})

const bare = (stableId: string): StableId => ({ stableId, unversionedStableId: stableId })

/** BRCA2's canonical transcript with the checksums of Ensembl's document; its exons are made up. */
const CANONICAL: Transcript = {
  ...id('ENST00000380152', 8),
  ...{ start0: 1000, end0: 9000, strand: -1 },
  symbol: 'BRCA2-201',
  biotype: 'protein_coding',
  crossReferences: [],
  tags: { canonical: true, mane: 'select', gencodeBasic: true, tsl: '5', appris: 'principal1' },
  exons: [
    { ...id('ENSE1', 1), start0: 8000, end0: 9000, strand: -1 },
    { ...bare('ENSE2'), start0: 1000, end0: 3000, strand: -1 },
  ],
  cdna: sequence('2f8c687a656debd4c8b1b4d47747ba35', 11_954),
  codings: [
    {
      segments: [
        { start0: 8000, end0: 8500, strand: -1 },
        { start0: 2000, end0: 3000, strand: -1 },
      ],
      phases: [
        [-1, 2],
        [2, -1],
      ],
      cds: sequence('c6b5e532b5aef696e987ca55a538ae9e', 10_257),
      fivePrimeUtr: { start0: 8500, end0: 9000, sequence: sequence('0'.repeat(32), 500) },
      threePrimeUtr: { start0: 1000, end0: 2000, sequence: sequence('1'.repeat(32), 1000) },
      product: {
        ...id('ENSP00000369497', 3),
        sequence: sequence('92addb948c6c652abc1dcecca05f26c0', 3418),
        crossReferences: [
          { accession: 'P51587', name: 'BRCA2_HUMAN', database: 'UniProtKB/Swiss-Prot' },
        ],
      },
    },
  ],
}

const NON_CODING: Transcript = {
  ...id('ENST00000000001', 1),
  ...{ start0: 990, end0: 1200, strand: -1 },
  biotype: 'lncRNA',
  crossReferences: [],
  tags: {},
  exons: [{ ...bare('ENST00000000001.1.exon1'), start0: 990, end0: 1200, strand: -1 }],
  cdna: sequence('2'.repeat(32), 210),
  codings: [],
}

/** What could not be derived: no cDNA at all. */
const UNDERIVED: Transcript = { ...NON_CODING, ...id('ENST00000000002', 1), exons: [], cdna: null }

const BRCA2: Gene = {
  ...id('ENSG00000139618', 18),
  ...{ start0: 990, end0: 9000, strand: -1 },
  symbol: 'BRCA2',
  name: 'BRCA2 DNA repair associated',
  nameSource: { source: 'HGNC Symbol', accession: 'HGNC:1101' },
  biotype: 'protein_coding',
  alternativeSymbols: ['FANCD1'],
  crossReferences: [{ accession: '675', name: '675', database: 'GeneID' }],
  region: '13',
  transcripts: [CANONICAL, NON_CODING, UNDERIVED],
}

/** A gene across the origin of a circular region of 1,000 bases, on a strand that nobody knows. */
const ACROSS: Gene = {
  ...bare('geneA'),
  ...{ start0: 900, end0: 1100, strand: 0 },
  symbol: 'Y_RNA',
  biotype: 'misc_RNA',
  alternativeSymbols: [],
  crossReferences: [],
  region: 'MT',
  transcripts: [],
}

const GENOME: Genome = {
  genomeId: 'a7335667-93e7-11ec-a39d-005056b38ce3',
  assembly: { assemblyId: 'GRCh38', name: 'GRCh38.p14', accession: 'GCA_000001405.29' },
  organism: {
    organismId: 'human',
    scientificName: 'Homo sapiens',
    parlanceName: 'Human',
    commonName: 'human',
    alternativeNames: [],
    taxonId: 9606,
  },
  releaseNumber: 110.1,
  releaseDate: '2023-10-18',
  isReference: true,
  collection: 'XZlrcEGi6mlopZ2uD8ObHkQB1d0oDwKk',
  fingerprint: '',
  profile: 'ensembl',
  counts: { regions: 2, genes: 3, transcripts: 3, proteins: 1 },
}

/** A genome of two regions and three genes. */
export const HUMAN: MemoryGenome = {
  genome: GENOME,
  regions: [
    {
      ...{ name: '13', length: 114_364_328, code: 'chromosome', circular: false, synonyms: [] },
      sequence: sequence('3'.repeat(32), 114_364_328),
    },
    {
      ...{ name: 'MT', length: 1000, code: 'primary_assembly', circular: true, synonyms: [] },
      sequence: sequence('4'.repeat(32), 1000),
    },
  ],
  genes: [BRCA2, ACROSS, { ...ACROSS, ...bare('geneB'), start0: 100, end0: 200, strand: 1 }],
}

/** Another assembly of the same organism, in which BRCA2 has the same ids. */
export const OTHER: MemoryGenome = {
  ...HUMAN,
  genome: {
    ...GENOME,
    genomeId: 'other',
    assembly: { assemblyId: 'T2T', name: 'T2T-CHM13v2.0', accession: 'GCA_009914755.4' },
  },
  genes: [
    {
      ...BRCA2,
      symbol: 'BRCA2-other',
      transcripts: [
        {
          ...CANONICAL,
          codings: [
            {
              ...CANONICAL.codings[0]!,
              product: { ...CANONICAL.codings[0]!.product!, sequence: sequence('5'.repeat(32), 9) },
            },
          ],
        },
      ],
    },
  ],
}
