import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'

/** A record of a FASTA file, read in the plainest way that there is. */
export interface NaiveRecord {
  readonly name: string
  /** Upper-case letters, the rest is left out. */
  readonly residues: string
  readonly md5: string
  readonly sha512t24u: string
  readonly trunc512: string
}

/** Reads a whole FASTA file, plain or gzip, without any of the code under test. */
export function naiveFasta(path: string): NaiveRecord[] {
  const bytes = readFileSync(path)
  const text = (path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('latin1')
  return text
    .split(/^>/m)
    .slice(1)
    .map((record) => {
      const [header = '', ...lines] = record.split('\n')
      const residues = lines
        .join('')
        .replace(/[^A-Za-z]/g, '')
        .toUpperCase()
      const sha512 = createHash('sha512').update(residues).digest().subarray(0, 24)
      return {
        name: header.trim().split(/\s/)[0]!,
        residues,
        md5: createHash('md5').update(residues).digest('hex'),
        sha512t24u: sha512.toString('base64url'),
        trunc512: sha512.toString('hex'),
      }
    })
}
