import { aliasesOf } from '../formats/fasta-header.ts'

/** Ids that the header of a product's FASTA record has. */
export interface HeaderNames {
  readonly ids: readonly string[]
  readonly transcripts: readonly string[]
  readonly genes: readonly string[]
}

/**
 * Reads the ids of a product:
 *
 * - Ensembl's `ENSP.. pep chromosome:.. gene:.. transcript:..`, Phytozome's and WormBase's `gene=`,
 *   `locus=` and `transcript=`;
 * - GENCODE's `ENSP..|ENST..|ENSG..`;
 * - NCBI's `lcl|NC_.._cds_NP_..` with `[protein_id=..]`, `[transcript_id=..]`, `[locus_tag=..]`, `[gene=..]`.
 */
export function productNames(name: string, description: string, length: number): HeaderNames {
  const aliases = aliasesOf(name, description, length).map(({ alias }) => alias)
  const fields = name.split('|').slice(1)
  const transcript = first(TRANSCRIPT, description)
  return {
    ids: [...new Set([name, ...aliases, ...first(PROTEIN, description)])],
    transcripts: [...transcript, ...fields.filter((field) => /^ENS\w*T\d/.test(field))],
    genes: [
      ...first(LOCUS, description),
      ...first(GENE, description),
      ...fields.filter((field) => /^ENS\w*G\d/.test(field)),
    ],
  }
}

const PROTEIN = keyed('protein_id')
const TRANSCRIPT = keyed('transcript|transcript_id')
const LOCUS = keyed('locus|locus_tag')
const GENE = keyed('gene')

/** `key:value`, `key=value;` or `[key=value]`. */
function keyed(keys: string): RegExp {
  return new RegExp(`(?:^|[\\s[])(?:${keys})[:=]([^\\s;\\]]+)`)
}

function first(pattern: RegExp, text: string): string[] {
  const [, id] = pattern.exec(text) ?? []
  return id === undefined ? [] : [id]
}
