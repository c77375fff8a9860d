import { type DigestedRecord, FastaDigester } from '../formats/fasta-digests.ts'
import { type Progress, readFasta } from './read-fasta.ts'

/** Digests each record of a FASTA file (`-` for standard input), without a store. */
export async function* digestFasta(
  path: string,
  sha1: boolean,
  onProgress?: Progress,
): AsyncGenerator<DigestedRecord> {
  const digester = new FastaDigester(sha1)
  for await (const events of readFasta(path, onProgress)) yield* digester.records(events)
}
