import { SequenceDigester, type SequenceDigests } from '../digest/sequence-digest.ts'
import { type Progress, readFasta } from './read-fasta.ts'

/** A record of a FASTA file with its digests. */
export interface DigestedRecord extends SequenceDigests {
  readonly name: string
  readonly length: number
}

/** Digests each record of a FASTA file (`-` for standard input), without a store. */
export async function* digestFasta(
  path: string,
  sha1: boolean,
  onProgress?: Progress,
): AsyncGenerator<DigestedRecord> {
  const digester = new SequenceDigester(sha1)
  let name = ''
  for await (const events of readFasta(path, onProgress)) {
    for (const event of events) {
      if (event.kind === 'record') name = event.name
      else if (event.kind === 'residues') digester.update(event.residues)
      else yield { name, length: event.length, ...digester.digest() }
    }
  }
}
