/** Bytes of the input that {@link describeForeign} wants to see, if there are as many. */
export const FOREIGN_HEAD = 64

const READS = 'give the FASTA file that the reads were aligned to'
const CONVERT = 'convert it to FASTA first'
const GZIP_OR_PLAIN = 'give a text file, plain or compressed with gzip or bgzip'

/** The first bytes, read as Latin-1, of what people mistake for FASTA, and what to do about it. */
const FOREIGN: readonly (readonly [start: string, advice: string])[] = [
  ['BAM\x01', `this is BAM; ${READS}`],
  ['CRAM', `this is CRAM; ${READS}`],
  ['@HD\t', `this is SAM; ${READS}`],
  ['@SQ\t', `this is SAM; ${READS}`],
  ['@', 'this looks like FASTQ (reads); give a FASTA file, whose records begin with ">"'],
  ['LOCUS ', `this is GenBank format; ${CONVERT}`],
  ['ID   ', `this is EMBL or UniProt flat-file format; ${CONVERT}`],
  ['##gff-version', 'this is GFF (annotation); give the FASTA file that it describes'],
  ['##fileformat=VCF', 'this is VCF (variants); give the FASTA file that they refer to'],
  ["\x1aA'C", 'this is 2bit; convert it with twoBitToFa'],
  ["C'A\x1a", 'this is 2bit; convert it with twoBitToFa'],
  ['PK\x03\x04', 'this is a zip archive; unpack it first'],
  ['BZh', 'this is compressed with bzip2; decompress it first (bzip2 -dc)'],
  ['\x28\xb5\x2f\xfd', 'this is compressed with zstd; decompress it first (zstd -dc)'],
  ['\xfd7zXZ', 'this is compressed with xz; decompress it first (xz -dc)'],
  ['\x1f\x8b', 'this is gzip data inside gzip data; decompress it once first (gzip -dc)'],
  ['\xff\xfe', 'this is UTF-16 text; save it as UTF-8'],
  ['\xfe\xff', 'this is UTF-16 text; save it as UTF-8'],
  ['<', 'this is a web page or XML, perhaps of a failed download; get the file anew'],
  ['>', 'there are spaces before the first ">"; remove them'],
]

/** What a text is that begins like something else than what is asked for, and what to do about it. */
export function adviceFor(text: string): string | undefined {
  return FOREIGN.find(([start]) => text.startsWith(start))?.[1]
}

/**
 * Says what a text is that does not begin as FASTA does, and what to do about it.
 *
 * @param head The first {@link FOREIGN_HEAD} bytes that are not blank, or all there are.
 */
export function describeForeign(head: Uint8Array): string {
  const text = String.fromCharCode(...head)
  const known = adviceFor(text)
  if (known) return `not FASTA: ${known}`
  if (/(?!\s)\p{Cc}/u.test(text.replace(/[\x80-\xff]/g, ''))) {
    return `not FASTA: it looks binary; ${GZIP_OR_PLAIN}`
  }
  const start = text.match(/^[^\r\n]{0,30}/)![0].replace(/[^ -~]/g, '?')
  return `not FASTA: text before the first record ("${start}"); each begins with a line ">name"`
}
