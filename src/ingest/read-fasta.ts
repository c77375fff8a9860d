import { type FastaEvent, FastaReader } from '../formats/fasta.ts'
import { openInput } from '../formats/input.ts'

/** Told how far a file is: bytes read (compressed ones), and how many there are if that is known. */
export type Progress = (bytesRead: number, size: number | undefined) => void

/** Reads a FASTA file, plain or compressed, `-` for standard input: the events of a chunk at a time. */
export async function* readFasta(
  path: string,
  onProgress: Progress = () => {},
): AsyncGenerator<Iterable<FastaEvent>> {
  const input = await openInput(path)
  const reader = new FastaReader()
  for await (const chunk of input.chunks) {
    yield reader.push(chunk)
    onProgress(input.bytesRead, input.size)
  }
  yield reader.finish()
}
