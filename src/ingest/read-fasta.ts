import { type FastaEvent, FastaReader, type ResidueRoom } from '../formats/fasta.ts'
import { openInput } from '../formats/input.ts'
import { type DigestedEvent, digestEvents, SlotRoom } from './digests/digest-events.ts'

/** Told how far a file is: bytes read (compressed ones), and how many there are if that is known. */
export type Progress = (bytesRead: number, size: number | undefined) => void

/**
 * Reads a FASTA file, plain or compressed, `-` for standard input, and digests its sequences: some
 * events at a time, whose residues are valid until the next are asked for.
 */
export function readDigestedFasta(
  path: string,
  sha1: boolean,
  onProgress?: Progress,
): AsyncGenerator<Iterable<DigestedEvent>> {
  const room = new SlotRoom()
  return digestEvents(readFasta(path, room, onProgress), sha1, room)
}

async function* readFasta(
  path: string,
  room: ResidueRoom,
  onProgress: Progress = () => {},
): AsyncGenerator<Iterable<FastaEvent>> {
  const input = await openInput(path)
  const reader = new FastaReader(room)
  for await (const chunk of input.chunks) {
    yield reader.push(chunk)
    onProgress(input.bytesRead, input.size)
  }
  yield reader.finish()
}
