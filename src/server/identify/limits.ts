import type { DictionaryLimits } from '../../formats/sequence-dictionary.ts'

/**
 * What one request may send. A million contigs with names, lengths and MD5s have a header of 70 to
 * 100 MB, of which the answer takes seconds; longer FASTA files are better digested where they are.
 */
export const UPLOAD_LIMITS: DictionaryLimits = {
  headerBytes: 128 << 20,
  sequences: 2_000_000,
  fastaBytes: 1024 * (1 << 20),
}
