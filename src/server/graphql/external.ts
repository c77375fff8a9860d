import type { CrossReference } from '../../annotation/gene.ts'

/** Databases by their names in annotation files, lower-case: where a record of theirs is. */
const DATABASES: ReadonlyMap<string, readonly [url: string, record: (id: string) => string]> =
  new Map([
    ['hgnc', ['https://www.genenames.org', (id) => `https://identifiers.org/hgnc:${bare(id)}`]],
    [
      'hgnc symbol',
      ['https://www.genenames.org', (id) => `https://identifiers.org/hgnc:${bare(id)}`],
    ],
    ['mgi', ['https://www.informatics.jax.org', (id) => `https://identifiers.org/mgi:${bare(id)}`]],
    [
      'mgi symbol',
      ['https://www.informatics.jax.org', (id) => `https://identifiers.org/mgi:${bare(id)}`],
    ],
    [
      'geneid',
      ['https://www.ncbi.nlm.nih.gov/gene', (id) => `https://identifiers.org/ncbigene:${id}`],
    ],
    [
      'ncbi gene',
      ['https://www.ncbi.nlm.nih.gov/gene', (id) => `https://identifiers.org/ncbigene:${id}`],
    ],
    [
      'ncbi gene (formerly entrezgene)',
      ['https://www.ncbi.nlm.nih.gov/gene', (id) => `https://identifiers.org/ncbigene:${id}`],
    ],
    ['mim', ['https://www.omim.org', (id) => `https://identifiers.org/mim:${id}`]],
    ['sgd', ['https://www.yeastgenome.org', (id) => `https://identifiers.org/sgd:${id}`]],
    [
      'genbank',
      ['https://www.ncbi.nlm.nih.gov/nuccore', (id) => `https://identifiers.org/insdc:${id}`],
    ],
    [
      'refseq',
      ['https://www.ncbi.nlm.nih.gov/refseq', (id) => `https://identifiers.org/refseq:${id}`],
    ],
    ['ensembl', ['https://www.ensembl.org', (id) => `https://identifiers.org/ensembl:${id}`]],
    ['rfam', ['https://rfam.org', (id) => `https://identifiers.org/rfam:${id}`]],
    ['mirbase', ['https://www.mirbase.org', (id) => `https://identifiers.org/mirbase:${id}`]],
    [
      'uniprotkb/swiss-prot',
      ['https://www.uniprot.org', (id) => `https://identifiers.org/uniprot:${id}`],
    ],
    [
      'uniprotkb/trembl',
      ['https://www.uniprot.org', (id) => `https://identifiers.org/uniprot:${id}`],
    ],
    ['go', ['https://geneontology.org', (id) => `https://identifiers.org/GO:${bare(id)}`]],
  ])

/** `HGNC:1101` -> `1101`. */
function bare(id: string): string {
  return id.slice(id.indexOf(':') + 1)
}

/** URL of a record, `null` where it is not known. */
export function recordUrl(database: string, accession: string): string | null {
  return DATABASES.get(database.toLowerCase())?.[1](accession) ?? null
}

/** Resolves `ExternalDB`. */
export function externalDatabase(name: string) {
  return { id: name, name, url: DATABASES.get(name.toLowerCase())?.[0] ?? null }
}

/** Resolves `ExternalReference`. An annotation file does not say how it came by its references. */
export function externalReference(reference: CrossReference) {
  const { accession, name, description = null, database } = reference
  return {
    accession_id: accession,
    name,
    description,
    assignment_method: { type: 'NONE', description: 'The annotation does not state the method' },
    url: recordUrl(database, accession),
    source: externalDatabase(database),
  }
}
