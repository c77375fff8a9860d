import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { hasTestData } from '../data.ts'
import { serve, temporaryDirectory } from '../seqkeep.ts'
import { addGenome, YEAST_GFF3 } from './genomes.ts'

const SLICE =
  'slice { region { name code length topology } location { start end length } strand { code value } }'
const GENE = 'gene(by_id: {genome_id: $genome, stable_id: $gene})'
const TRANSCRIPT = 'transcript(by_id: {genome_id: $genome, stable_id: $transcript})'
const SEQUENCES =
  'cdna { length sequence { checksum } } cds { protein_length sequence { checksum } } product { stable_id length sequence { checksum } }'

/** What a genome browser's pages ask for, each page by its name. */
const PAGES: Readonly<Record<string, string>> = {
  'a gene': `${GENE} { stable_id symbol name alternative_symbols metadata { biotype { label value definition } name { accession_id url } } ${SLICE} transcripts { stable_id } }`,
  'the summary of a gene': `${GENE} { stable_id unversioned_stable_id symbol name metadata { name { accession_id url } } transcripts { stable_id } slice { strand { code } location { length } } }`,
  'the title of a gene’s page': `${GENE} { symbol stable_id metadata { biotype { label } } }`,
  'a track panel': `${GENE} { unversioned_stable_id stable_id symbol slice { strand { code } } transcripts { stable_id } }`,
  'the default view of a gene': `${GENE} { stable_id unversioned_stable_id symbol version ${SLICE} transcripts { stable_id slice { location { start end length } } relative_location { start end } spliced_exons { relative_location { start end length } exon { stable_id slice { location { length } } } } product_generating_contexts { product_type cds { start end relative_start relative_end protein_length nucleotide_length } cdna { length } phased_exons { start_phase end_phase exon { stable_id } } product { stable_id external_references { accession_id name source { id } } } } metadata { biotype { value label definition } tsl { value label } appris { value label } canonical { value label definition } mane { value label definition } gencode_basic { label } } } }`,
  'a gene with its transcripts': `${GENE} { stable_id transcripts_page(page: 1, per_page: 50) { transcripts { stable_id introns { index slice { location { start } } } } page_metadata { total_count } } }`,
  'the references of a gene': `${GENE} { stable_id symbol external_references { accession_id name description url source { id name url } assignment_method { type } } transcripts { stable_id external_references { accession_id } } }`,
  'the sequences of a gene': `${GENE} { stable_id transcripts { stable_id so_term product_generating_contexts { product_type ${SEQUENCES} } } slice { region { sequence { checksum } } } }`,
  'the domains of a protein':
    'product(by_id: {genome_id: $genome, stable_id: $product}) { stable_id length family_matches { sequence_family { name accession_id source { name } } relative_location { start end length } } external_references { accession_id } }',
  'a region':
    'region(by_name: {genome_id: $genome, name: "IV"}) { name length code topology sequence { alphabet { value } checksum } metadata { ontology_terms { accession_id value url source { name } } } assembly { accession_id name organism { scientific_name species { taxon_id } } } }',
  'a transcript': `${TRANSCRIPT} { stable_id symbol ${SLICE} spliced_exons { index exon { stable_id } } product_generating_contexts { default ${SEQUENCES} five_prime_utr { length } three_prime_utr { length } } }`,
  'a transcript and its gene': `${TRANSCRIPT} { stable_id metadata { biotype { label } } gene { stable_id symbol transcripts { stable_id } } }`,
  'the summary of a transcript': `${TRANSCRIPT} { stable_id unversioned_stable_id symbol genome_id external_references { accession_id } metadata { canonical { value } } slice { strand { code } } spliced_exons { exon { stable_id } } product_generating_contexts { product_type product { stable_id length } } gene { unversioned_stable_id } }`,
}

describe.skipIf(!hasTestData)('GraphQL on the yeast genome', () => {
  let url: string
  let genome: string

  beforeAll(async () => {
    const store = join(await temporaryDirectory(), 'store')
    genome = (await addGenome(store, YEAST_GFF3)).genomeId
    url = await serve(store)
  }, 120_000)

  async function ask(query: string, variables: object = {}) {
    const declared = Object.keys({ genome, ...variables }).map((name) => `$${name}: String!`)
    const answer = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        query: `query(${declared.join(', ')}) { ${query} }`,
        variables: { genome, ...variables },
      }),
    })
    return {
      status: answer.status,
      ...((await answer.json()) as { data?: object; errors?: object }),
    }
  }

  // On the reverse strand with an intron, on the forward strand, and without a protein.
  const GENES = [
    ['YAL030W', 'YAL030W_mRNA'],
    ['YBR191W', 'YBR191W_mRNA'],
    ['YAL001C', 'YAL001C_mRNA'],
    ['Q0045', 'Q0045_mRNA'],
  ] as const

  for (const [page, query] of Object.entries(PAGES)) {
    it(`answers what ${page} asks`, async () => {
      for (const [gene, transcript] of GENES) {
        const used = {
          ...(query.includes('$gene)') || query.includes('$gene}') ? { gene } : {}),
          ...(query.includes('$transcript') ? { transcript } : {}),
          ...(query.includes('$product') ? { product: transcript } : {}),
        }
        const { status, data, errors } = await ask(query, used)
        expect(errors).toBeUndefined()
        expect(status).toBe(200)
        for (const found of Object.values(data!)) expect(found).not.toBeNull()
      }
    })
  }

  it('gives checksums that lead to sequences of the stated length', async () => {
    const { data } = await ask(PAGES['the sequences of a gene']!, { gene: 'YAL001C' })
    const { transcripts } = (
      data as {
        gene: {
          transcripts: {
            product_generating_contexts: Record<
              string,
              { length: number; sequence: { checksum: string } }
            >[]
          }[]
        }
      }
    ).gene
    const [context] = transcripts[0]!.product_generating_contexts
    for (const kind of ['cdna', 'product']) {
      const { length, sequence } = context![kind]!
      const residues = await (await fetch(`${url}/sequence/${sequence.checksum}`)).text()
      expect([kind, residues.length]).toEqual([kind, length])
    }
  })

  it('finds what overlaps a slice', async () => {
    const { data } = await ask(
      'overlap_region(by_slice: {genome_id: $genome, region_name: "I", start: 1, end: 1000}) { genes { stable_id } transcripts { stable_id } }',
    )
    expect(data).toMatchObject({
      overlap_region: { genes: [{ stable_id: 'YAL069W' }, { stable_id: 'YAL068W-A' }] },
    })
  })
})
