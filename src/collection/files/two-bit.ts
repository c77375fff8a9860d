import {
  packTwoBit,
  TWO_BIT_HEADER_BYTES,
  type TwoBitVersion,
  twoBitEntry,
  twoBitEntryBytes,
  twoBitHeader,
  uint32s,
} from '../../formats/two-bit-file.ts'
import type { Member } from '../../store/collections.ts'
import type { SequenceStore } from '../../store/store.ts'
import { type MemberPages, PAGE_MEMBERS } from './member-pages.ts'
import { PagedFile, type PartsOf, pageOffsets } from './paged-file.ts'
import type { MemberRuns, RunIndex } from './run-index.ts'
import { recordOf } from './runs.ts'
import { bytesFile, joined, type VirtualFile } from './virtual-file.ts'

/** Residues that are packed at a time: one read of 16 KiB, and 60 microseconds. */
const PACKED_AT_ONCE = 1 << 16

/** What a 2bit file is made of. */
export interface TwoBitParts {
  readonly pages: MemberPages
  readonly sequences: SequenceStore
  /** Runs of what is no base: the blocks of N. */
  readonly gaps: RunIndex
  /** Lower-case runs; none if absent. */
  readonly mask: RunIndex | undefined
}

/** Lays a 2bit file out. Version 1 is written only where the file is longer than 4 GiB. */
export async function twoBitFile(parts: TwoBitParts): Promise<VirtualFile & { weight: number }> {
  const { pages } = parts
  const recordParts = twoBitRecords(parts)
  const records = new PagedFile(pages, await pageOffsets(pages, recordParts), recordParts)
  // Sizes of entries do not depend on what they hold.
  const offsets = await pageOffsets(pages, twoBitEntries(pages, 0, records, 0))
  const small = TWO_BIT_HEADER_BYTES + offsets.at(-1)! + records.size
  const version = small < 2 ** 32 ? 0 : 1
  const extra = twoBitEntryBytes(version, 0) - twoBitEntryBytes(0, 0)
  const base = TWO_BIT_HEADER_BYTES + offsets.at(-1)! + extra * pages.members
  const entries = new PagedFile(pages, offsets, twoBitEntries(pages, version, records, base), extra)
  const header = bytesFile(twoBitHeader(version, pages.members))
  return {
    ...joined([header, entries, records]),
    weight: 16 * offsets.length + parts.gaps.weight + (parts.mask?.weight ?? 0),
  }
}

/** @param base Byte of the file at which the records begin. */
function twoBitEntries(
  pages: MemberPages,
  version: TwoBitVersion,
  records: PagedFile,
  base: number,
): PartsOf {
  return async (page) => {
    const members = await pages.page(page)
    const parts = await records.parts(page)
    let at = base + records.offset(page)
    return members.map(({ name }, i) => {
      const entry = twoBitEntry(version, Buffer.from(name), at)
      at += parts[i]!.size
      return bytesFile(entry)
    })
  }
}

const NO_RUNS: Pick<MemberRuns, 'count' | 'runs'> = { count: 0, runs: async () => {} }

function twoBitRecords({ pages, sequences, gaps, mask }: TwoBitParts): PartsOf {
  return async (page) =>
    (await pages.page(page)).map((member, i) => {
      const index = page * PAGE_MEMBERS + i
      const nBlocks = gaps.of(member, index)
      const maskBlocks = mask?.of(member, index) ?? NO_RUNS
      return joined([
        bytesFile(uint32s([member.length, nBlocks.count])),
        numbers(nBlocks, 'starts'),
        numbers(nBlocks, 'sizes'),
        bytesFile(uint32s([maskBlocks.count])),
        numbers(maskBlocks, 'starts'),
        numbers(maskBlocks, 'sizes'),
        bytesFile(uint32s([0])),
        packed(member, sequences),
      ])
    })
}

/** The starts or the sizes of blocks, four bytes each. */
function numbers(
  { count, runs }: Pick<MemberRuns, 'count' | 'runs'>,
  what: 'starts' | 'sizes',
): VirtualFile {
  return {
    size: 4 * count,
    async read(from, to, into) {
      const first = Math.floor(from / 4)
      const last = Math.ceil(to / 4)
      const bytes = new DataView(new ArrayBuffer(4 * (last - first)))
      await runs(first, last, (run, start0, end0) => {
        bytes.setUint32(4 * (run - first), what === 'starts' ? start0 : end0 - start0, true)
      })
      into.set(new Uint8Array(bytes.buffer, from - 4 * first, to - from))
    },
  }
}

/** The bases of a member, four in a byte. */
function packed({ digest, length }: Member, sequences: SequenceStore): VirtualFile {
  return {
    size: Math.ceil(length / 4),
    async read(from, to, into) {
      const record = await recordOf(sequences, digest)
      const end0 = Math.min(4 * to, length)
      const residues = new Uint8Array(Math.min(PACKED_AT_ONCE, end0 - 4 * from))
      for (let start = 4 * from; start < end0; start += PACKED_AT_ONCE) {
        const count = Math.min(PACKED_AT_ONCE, end0 - start)
        await sequences.read(record, start, start + count, residues)
        packTwoBit(residues.subarray(0, count), into.subarray(start / 4 - from))
      }
    },
  }
}
