/** First line of a sequence dictionary, as `samtools dict` prints it. */
export const DICTIONARY_HEADER = '@HD\tVN:1.0\tSO:unsorted\n'

/**
 * A line of a sequence dictionary (SAM specification, 1.3, `@SQ`).
 *
 * @param md5 Of the upper-case residues, in hex.
 * @param uri Of the FASTA file; left out where there is none.
 */
export function dictionaryLine(
  name: string,
  length: number,
  md5: string,
  uri: string | undefined,
): string {
  return `@SQ\tSN:${name}\tLN:${length}\tM5:${md5}${uri === undefined ? '' : `\tUR:${uri}`}\n`
}
