import type { FastaEvent } from '../../formats/fasta-event.ts'
import type { FastaSink } from '../../formats/fasta-sink.ts'
import type { ResidueRoom } from '../../formats/residue-room.ts'
import { digestHere, digestInThreads, type SlotsDigester } from './digest-threads.ts'
import { AHEAD, FEW_SLOTS } from './prepared-threads.ts'
import type { Algorithm } from './slot-digester.ts'
import { SlotRecords } from './slot-records.ts'

interface Pending {
  readonly records: SlotRecords
  digests: Promise<readonly Uint8Array[]> | undefined
}

/**
 * Some of a FASTA file: events to be asked for, or what hands them over as long as they are taken, and
 * then returns whether that were all.
 */
export type FastaBlock = Iterable<FastaEvent> | ((sink: FastaSink) => boolean)

/** Slots one after the other, into which a reader of FASTA can put residues. */
export class SlotRoom implements ResidueRoom {
  records: SlotRecords = new SlotRecords()

  get bytes(): Uint8Array {
    return this.records.bytes
  }

  begin(): number {
    return this.records.length
  }
}

/**
 * Digests the sequences of a FASTA file beside all else that is done with them: residues are put
 * into slots of 1 MiB, which a thread for each hash function reads, and come out again with the digests
 * some slots later (docs/decisions/0012).
 *
 * @param blocks - Events whose residues are valid until the next is asked for. They are copied, unless
 * they have been put into `room`.
 * @param large - Whether there will be enough of them for threads, so that these start at once.
 * @returns Records that are valid until the next are asked for.
 */
export async function* digestEvents(
  blocks: AsyncIterable<FastaBlock>,
  sha1: boolean,
  room: SlotRoom = new SlotRoom(),
  large = false,
): AsyncGenerator<SlotRecords> {
  const algorithms: readonly Algorithm[] = sha1 ? ['sha512', 'md5', 'sha1'] : ['sha512', 'md5']
  const free: SlotRecords[] = []
  const pending: Pending[] = []
  let digester: SlotsDigester | undefined = large ? digestInThreads(algorithms) : undefined

  const post = (each: Pending) => {
    const { sequences, ends, ended } = each.records
    each.digests = digester!.digest(sequences, new Uint32Array(ends.slice(0, ended)))
    // Whoever waits for it learns of a failure; until somebody does, it is no unhandled one.
    each.digests.catch(() => {})
  }
  const seal = () => {
    const { records } = room
    const sealed: Pending = { records, digests: undefined }
    pending.push(sealed)
    if (digester) post(sealed)
    else if (pending.length > FEW_SLOTS) {
      digester = digestInThreads(algorithms)
      pending.forEach(post)
    }
    room.records = free.pop() ?? new SlotRecords()
    room.records.open = records.ongoing
  }
  async function* settled(most: number): AsyncGenerator<SlotRecords> {
    while (pending.length > most) {
      const { records, digests } = pending[0]!
      const [sha512, md5, sha1] = await digests!
      records.digests = { sha512: sha512!, md5: md5!, sha1 }
      yield records
      pending.shift()
      records.clear()
      free.push(records)
    }
  }
  // Of what the reader hands over nothing is left: it has asked where there is room.
  const sink: FastaSink = {
    record: (text, from, to, line) => room.records.record(text, from, to, line),
    residues: (...piece) => room.records.residues(...piece),
    end: (...counts) => room.records.end(...counts),
  }

  try {
    for await (const block of blocks) {
      if (typeof block === 'function') {
        for (let all = false; !all; ) {
          all = block(sink)
          if (!room.records.full) continue
          seal()
          yield* settled(AHEAD)
        }
        continue
      }
      for (const event of block) {
        for (let rest: FastaEvent | undefined = event; rest; ) {
          rest = room.records.take(rest)
          if (!room.records.full) continue
          seal()
          yield* settled(AHEAD)
        }
      }
    }
    seal()
    if (!digester) {
      digester = digestHere(algorithms)
      pending.forEach(post)
    }
    yield* settled(0)
  } finally {
    digester?.close()
    for (const each of [room.records, ...free, ...pending.map(({ records }) => records)])
      each.close()
  }
}
