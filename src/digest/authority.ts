/**
 * Naming authorities: who gave a sequence a name. Inside they are lower-case identifiers.org
 * prefixes (`ensembl`, `insdc`, `refseq`, `uniprot`, `ucsc`, `pdb`); names that nobody but the file
 * at hand vouches for are {@link LOCAL}.
 */

/** Authority of names that come from a file and from no known authority. */
export const LOCAL = 'local'

/** Longest alias, in bytes of UTF-8: a longer one would fit in no URL that the server takes. */
export const MAX_ALIAS_BYTES = 8_000

/** Longest alias of a collection together with its authority, in bytes of UTF-8: it is listed in order. */
export const MAX_COLLECTION_ALIAS_BYTES = 1_800

/**
 * Other spellings. The members of INSDC share one space of accessions; `uniprotkb` is how other
 * databases refer to UniProt. `ncbi` is no such spelling: it is used for GenBank and for RefSeq.
 */
const SAME = new Map([
  ['genbank', 'insdc'],
  ['ena', 'insdc'],
  ['ena.embl', 'insdc'],
  ['embl', 'insdc'],
  ['ddbj', 'insdc'],
  ['uniprotkb', 'uniprot'],
])

/** As the refget 1 text and its servers spell them. */
const V1 = new Map([
  ['ensembl', 'Ensembl'],
  ['insdc', 'INSDC'],
  ['refseq', 'RefSeq'],
  ['ucsc', 'UCSC'],
])

/** The one spelling under which names of an authority are kept. */
export function canonicalAuthority(text: string): string {
  const authority = text.toLowerCase()
  return SAME.get(authority) ?? authority
}

/** Spells a canonical authority for refget 1 clients. */
export function v1Authority(authority: string): string {
  return V1.get(authority) ?? authority
}
