import type { Blob } from '../blobs.ts'
import type { Awaitable, SequenceRecord } from '../store.ts'
import { BlockRange, type UseBlock } from './block-range.ts'
import { BLOCK_RESIDUES, decodeBlock } from './codec.ts'
import { DIRECTORY_SPAN, type DirectoryPages } from './directory-pages.ts'
import type { KeptBlocks } from './kept-blocks.ts'
import { ENTRY_BYTES, packedBytes } from './layout.ts'
import { addOtherRuns } from './other-runs.ts'
import { Scratch } from './scratch.ts'

/** Packed bytes that one read may take: 2 MiB of bases. */
const READ_BYTES = 1 << 19

/** A sequence that takes no more than this in its pack is read whole, with its directory. */
const SHORT_BYTES = 8192

/**
 * Reads residues `[start0, end0)` of a sequence from its pack into the front of `into`. Each block
 * is verified before it is decoded.
 *
 * @param directories - Keeps what is read of block directories; none where the pack still grows.
 * @returns A promise when there is something to wait for: few blocks in the page cache are there at
 * once, and a promise would take a tenth of a small answer's time.
 * @throws {@link DamageError}
 */
export function readResidues(
  pack: Blob,
  record: SequenceRecord,
  start0: number,
  end0: number,
  into: Uint8Array,
  directories?: DirectoryPages,
): Awaitable<void> {
  const use: UseBlock = (payload, from, to, origin) =>
    decodeBlock(payload, 0, from, to, into, origin + from - start0)
  return readBlocks(pack, record, start0, end0, use, directories)
}

/**
 * As {@link readResidues}, to `into` at `at`, and keeps the blocks: those of the range, and further
 * ones where ranges follow each other.
 */
export function readKeeping(
  pack: Blob,
  record: SequenceRecord,
  [start0, end0]: readonly [number, number],
  into: Uint8Array,
  at: number,
  { directories, blocks }: { readonly directories: DirectoryPages; readonly blocks: KeptBlocks },
): Awaitable<void> {
  const first = Math.floor(start0 / BLOCK_RESIDUES)
  const end = blocks.endOf(record, first, Math.ceil(end0 / BLOCK_RESIDUES))
  const use: UseBlock = (payload, _from, _to, origin) => {
    blocks.keep(record, origin / BLOCK_RESIDUES, payload)
    const from = Math.max(start0 - origin, 0)
    const to = Math.min(end0 - origin, BLOCK_RESIDUES)
    if (from < to) decodeBlock(payload, 0, from, to, into, at + origin + from - start0)
  }
  const last = Math.min(end * BLOCK_RESIDUES, record.length)
  return readBlocks(pack, record, first * BLOCK_RESIDUES, last, use, directories)
}

/**
 * Finds the runs of one residue other than A, C, G, T and U in residues `[start0, end0)`: `start0,
 * end0, residue` by turns, ascending. Each block is verified first.
 *
 * @throws {@link DamageError}
 */
export async function readOtherRuns(
  pack: Blob,
  record: SequenceRecord,
  start0: number,
  end0: number,
): Promise<number[]> {
  const runs: number[] = []
  await readBlocks(pack, record, start0, end0, (payload, from, to, origin) => {
    addOtherRuns(payload, from, to, origin, runs)
  })
  return runs
}

const scratch = new Scratch()

function readBlocks(
  pack: Blob,
  record: SequenceRecord,
  start0: number,
  end0: number,
  use: UseBlock,
  directories?: DirectoryPages,
): Awaitable<void> {
  if (start0 >= end0) return
  const range = new BlockRange(pack.name, record, start0, end0, use)
  const bytes = packedBytes(record.length, record.size)
  if (record.offset + bytes > pack.size) throw range.damage('lies beyond the end of its pack')
  if (bytes <= SHORT_BYTES) {
    return scratch.read(pack, record.offset, bytes, (all) => {
      range.useDirectory(all.subarray(record.size), 0)
      range.verify(all, 0, range.first, range.last + 1)
    })
  }
  const entry = Math.max(range.first - 1, 0)
  const at = record.offset + record.size + entry * ENTRY_BYTES
  const length = (range.last + 1 - entry) * ENTRY_BYTES
  if (!directories || length > DIRECTORY_SPAN) {
    return readManyBlocks(pack, record, range, entry, at, length)
  }
  return directories.read(pack, record.pack, at, (page, place) => {
    range.useDirectory(page, entry, place)
    const start = range.end(range.first - 1)
    return scratch.read(pack, record.offset + start, range.end(range.last) - start, (payloads) =>
      range.verify(payloads, start, range.first, range.last + 1),
    )
  })
}

async function readManyBlocks(
  pack: Blob,
  record: SequenceRecord,
  range: BlockRange,
  entry: number,
  at: number,
  length: number,
): Promise<void> {
  const directory = Buffer.allocUnsafe(length)
  await pack.read(directory, at)
  range.useDirectory(directory, entry)
  for (let block = range.first; block <= range.last; ) {
    const start = range.end(block - 1)
    let next = block + 1
    while (next <= range.last && range.end(next) - start <= READ_BYTES) next++
    const [from, to] = [block, next]
    await scratch.read(pack, record.offset + start, range.end(next - 1) - start, (payloads) =>
      range.verify(payloads, start, from, to),
    )
    block = next
  }
}
