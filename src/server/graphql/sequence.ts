import type { SequenceRef } from '../../annotation/gene.ts'
import type { RequestContext } from './context.ts'

const ALPHABETS = {
  dna: {
    accession_id: 'sequence_alphabet.dna',
    label: 'DNA',
    value: 'dna',
    definition: 'Nucleotides: A, C, G, T and the IUPAC codes for several of them',
  },
  protein: {
    accession_id: 'sequence_alphabet.protein',
    label: 'Protein',
    value: 'protein',
    definition: 'Amino acids in one-letter code',
  },
} as const

/** Resolves `Sequence`. */
export function sequence(
  { md5, sha512t24u, length }: SequenceRef,
  alphabet: keyof typeof ALPHABETS,
  { refgetPath }: RequestContext,
) {
  return {
    alphabet: ALPHABETS[alphabet],
    checksum: md5,
    ga4gh_id: `ga4gh:SQ.${sha512t24u}`,
    length,
    refget_url: `${refgetPath}/sequence/${md5}`,
  }
}
