import { FastaReader } from '../formats/fasta.ts'
import type { FastaEvent } from '../formats/fasta-event.ts'
import { openInput } from '../formats/input.ts'
import type { Progress } from './read-fasta.ts'

/**
 * Reads the sequences that follow the features of an annotation file (GFF3 1.26, `##FASTA`).
 *
 * @param line - 1-based line of `##FASTA`, or of the first header where that is left out.
 */
export async function* readEmbeddedFasta(
  path: string,
  line: number,
  onProgress: Progress,
): AsyncGenerator<Iterable<FastaEvent>> {
  const input = await openInput(path)
  const reader = new FastaReader()
  let at = 1
  /** Whether the line of the pragma has begun: it is no FASTA, and may go on in the next chunk. */
  let inPragma = false
  for await (const chunk of input.chunks) {
    let start = 0
    while (at < line && start < chunk.length) {
      const lf = chunk.indexOf(10, start)
      if (lf < 0) start = chunk.length
      else {
        start = lf + 1
        at++
      }
    }
    inPragma ||= at === line && start < chunk.length && chunk[start] === 35
    if (inPragma) {
      const lf = chunk.indexOf(10, start)
      if (lf < 0) continue
      start = lf + 1
      at++
      inPragma = false
    }
    if (at >= line && start < chunk.length) yield reader.push(chunk.subarray(start))
    onProgress(input.bytesRead, input.size)
  }
  yield reader.finish()
}
