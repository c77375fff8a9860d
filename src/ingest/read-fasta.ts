import { FastaReader } from '../formats/fasta.ts'
import { type Input, openInput } from '../formats/input.ts'
import type { ResidueRoom } from '../formats/residue-room.ts'
import { giveBackRegion, takeRegion } from '../simd/regions.ts'
import { digestEvents, type FastaBlock, SlotRoom } from './digests/digest-events.ts'
import { FEW_BYTES } from './digests/prepared-threads.ts'
import type { SlotRecords } from './digests/slot-records.ts'

/** Told how far a file is: bytes read (compressed ones), and how many there are if that is known. */
export type Progress = (bytesRead: number, size: number | undefined) => void

/**
 * Reads a FASTA file, plain or compressed, `-` for standard input, and digests its sequences: some
 * records at a time, which are valid until the next are asked for.
 */
export async function* readDigestedFasta(
  path: string,
  sha1: boolean,
  onProgress?: Progress,
): AsyncGenerator<SlotRecords> {
  const buffers = [takeRegion(), takeRegion()] as const
  try {
    const input = await openInput(path, undefined, buffers)
    const room = new SlotRoom()
    const large = (input.size ?? 0) > FEW_BYTES
    yield* digestEvents(readFasta(input, room, onProgress), sha1, room, large)
  } finally {
    buffers.forEach(giveBackRegion)
  }
}

async function* readFasta(
  input: Input,
  room: ResidueRoom,
  onProgress: Progress = () => {},
): AsyncGenerator<FastaBlock> {
  const reader = new FastaReader(room)
  for await (const chunk of input.chunks) {
    let at = 0
    yield (sink) => {
      at = reader.read(chunk, at, sink)
      return at === chunk.length
    }
    onProgress(input.bytesRead, input.size)
  }
  yield reader.finish()
}
