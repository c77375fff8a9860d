import fc from 'fast-check'
import { digestSequence } from '../../../digest/sequence-digest.ts'
import type { Blob, BlobWriter } from '../../blobs.ts'
import type { SequenceRecord } from '../../store.ts'
import { BLOCK_RESIDUES } from '../codec.ts'
import { PACK_HEADER, packedBytes } from '../layout.ts'
import { PackWriter } from '../writer.ts'

export const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text)
export const textOf = (bytes: Uint8Array): string => new TextDecoder().decode(bytes)

/** Sequences that lead to each codec, of lengths around the block edge. */
const alphabets = ['A', 'N', 'ACGT', 'ACGU', 'ACGTU', 'ACGTN', 'ACGTRYSWKMBDHVN']
export const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'
const edges = [1, 2, 3, 4, 5, 7, 8, 9, 63, BLOCK_RESIDUES - 1, BLOCK_RESIDUES, BLOCK_RESIDUES + 1]
export const residues: fc.Arbitrary<string> = fc
  .tuple(
    fc.oneof(fc.constantFrom(...alphabets, letters), fc.constant('ACGT')),
    fc.oneof(fc.constantFrom(...edges), fc.integer({ min: 1, max: 3 * BLOCK_RESIDUES })),
    fc.integer(),
    fc.array(fc.tuple(fc.nat(), fc.integer({ min: 1, max: 9000 }), fc.constantFrom(...letters)), {
      maxLength: 5,
    }),
  )
  .map(([alphabet, length, seed, runs]) => {
    let state = seed | 1
    const text = Array.from({ length }, () => {
      state = (Math.imul(state, 1103515245) + 12345) >>> 0
      return alphabet[(state >>> 8) % alphabet.length]
    })
    for (const [at, count, letter] of runs) {
      for (let i = at % length, end = i + count; i < Math.min(end, length); i++) text[i] = letter
    }
    return text.join('')
  })

/** A pack that is no file. */
export function memoryPack(): { blob: BlobWriter & Blob; bytes: () => Uint8Array } {
  let bytes = new Uint8Array(0)
  return {
    bytes: () => bytes,
    blob: {
      name: 'a pack in memory',
      get size() {
        return bytes.length
      },
      async write(part, position) {
        if (position + part.length > bytes.length) {
          const grown = new Uint8Array(position + part.length)
          grown.set(bytes)
          bytes = grown
        }
        bytes.set(part, position)
      },
      async commit(size) {
        bytes = bytes.slice(0, size)
      },
      async abort() {},
      read(into, position) {
        into.set(bytes.subarray(position, position + into.length))
      },
      close() {},
    },
  }
}

/** A pack of sequences, and their records. */
export async function stored(
  texts: readonly string[],
): Promise<{ pack: ReturnType<typeof memoryPack>; records: SequenceRecord[] }> {
  const pack = memoryPack()
  const writer = new PackWriter(pack.blob)
  const records: SequenceRecord[] = []
  let offset = PACK_HEADER.length
  for (const text of texts) {
    writer.add(bytesOf(text))
    await writer.drain()
    const digests = digestSequence(bytesOf(text))
    const size = writer.end(digests.sha512t24u, text.length)
    const { sha512t24u: digest, md5 } = digests
    records.push({ digest, md5, length: text.length, circular: false, pack: 1, offset, size })
    offset += packedBytes(text.length, size)
  }
  await writer.commit()
  if (pack.bytes().length !== offset) throw new Error('the pack has another size than it should')
  return { pack, records }
}
