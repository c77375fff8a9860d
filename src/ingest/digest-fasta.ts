import type { DigestedRecord } from '../formats/fasta-digests.ts'
import { type Progress, readDigestedFasta } from './read-fasta.ts'

/** Digests each record of a FASTA file (`-` for standard input), without a store. */
export async function* digestFasta(
  path: string,
  sha1: boolean,
  onProgress?: Progress,
): AsyncGenerator<DigestedRecord> {
  let name = ''
  for await (const records of readDigestedFasta(path, sha1, onProgress)) {
    for (const event of records.events()) {
      if (event.kind === 'record') name = event.name
      else if (event.kind === 'end') yield { name, length: event.length, ...event.digests }
    }
  }
}
