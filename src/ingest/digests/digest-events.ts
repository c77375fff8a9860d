import type { SequenceDigests } from '../../digest/sequence-digest.ts'
import { DIGEST_BYTES } from '../../digest/sha512t24u.ts'
import type { FastaEvent } from '../../formats/fasta-event.ts'
import type { ResidueRoom } from '../../formats/residue-room.ts'
import { digestHere, digestInThreads, type SlotDigests } from './digest-threads.ts'
import { SLOT_RESIDUES, Slot } from './slot.ts'
import { type Algorithm, DIGEST_LENGTH } from './slot-digester.ts'

type EndEvent = Extract<FastaEvent, { kind: 'end' }>

/** A {@link FastaEvent}, of which the end of a sequence has its digests. */
export type DigestedEvent =
  | Exclude<FastaEvent, EndEvent>
  | (EndEvent & { readonly digests: SequenceDigests })

/**
 * Slots that are read ahead of the one that is packed: threads have work while this one packs or
 * waits for the disk. A file that fits in as many is digested without threads, whose start takes
 * 40 ms.
 */
const AHEAD = 4

/** What a file of this size holds is digested without threads. */
export const FEW_BYTES: number = AHEAD * SLOT_RESIDUES

interface Pending {
  readonly slot: Slot
  digests: Promise<readonly Uint8Array[]> | undefined
}

/**
 * Some events of a FASTA file: to be asked for, or handed over as long as they are taken; then it
 * returns whether that were all.
 */
export type FastaBlock = Iterable<FastaEvent> | ((take: (event: FastaEvent) => boolean) => boolean)

/** Slots one after the other, into which a reader of FASTA can put residues. */
export class SlotRoom implements ResidueRoom {
  slot: Slot = new Slot()

  get bytes(): Uint8Array {
    return this.slot.bytes
  }

  begin(): number {
    return this.slot.length
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
 */
export async function* digestEvents(
  blocks: AsyncIterable<FastaBlock>,
  sha1: boolean,
  room: SlotRoom = new SlotRoom(),
  large = false,
): AsyncGenerator<Iterable<DigestedEvent>> {
  const algorithms: readonly Algorithm[] = sha1 ? ['sha512', 'md5', 'sha1'] : ['sha512', 'md5']
  const free: Slot[] = []
  const pending: Pending[] = []
  let digester: SlotDigests | undefined = large ? digestInThreads(algorithms) : undefined

  const post = (each: Pending) => {
    each.digests = digester!.digest(each.slot.residues, each.slot.ends)
    // Whoever waits for it learns of a failure; until somebody does, it is no unhandled one.
    each.digests.catch(() => {})
  }
  // What is handed over has been put into the room, so that nothing of it is left.
  const take = (event: FastaEvent) => {
    room.slot.take(event)
    return !room.slot.full
  }
  const seal = () => {
    const sealed: Pending = { slot: room.slot, digests: undefined }
    pending.push(sealed)
    if (digester) post(sealed)
    else if (pending.length > AHEAD) {
      digester = digestInThreads(algorithms)
      pending.forEach(post)
    }
    room.slot = free.pop() ?? new Slot()
  }
  async function* settled(most: number): AsyncGenerator<Iterable<DigestedEvent>> {
    while (pending.length > most) {
      const { slot, digests } = pending[0]!
      yield digestedEvents(slot, algorithms, await digests!)
      pending.shift()
      slot.clear()
      free.push(slot)
    }
  }

  try {
    for await (const block of blocks) {
      if (typeof block === 'function') {
        for (let all = false; !all; ) {
          all = block(take)
          if (!room.slot.full) continue
          seal()
          yield* settled(AHEAD)
        }
        continue
      }
      for (const event of block) {
        for (let rest: FastaEvent | undefined = event; rest; ) {
          rest = room.slot.take(rest)
          if (!room.slot.full) continue
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
    await digester?.close()
    for (const slot of [room.slot, ...free, ...pending.map((each) => each.slot)]) slot.close()
  }
}

/** The events of a slot, each end with the next digests. */
function digestedEvents(
  { events }: Slot,
  algorithms: readonly Algorithm[],
  digests: readonly Uint8Array[],
): DigestedEvent[] {
  const of = (name: Algorithm) => digests[algorithms.indexOf(name)]
  const [sha512, md5, sha1] = [of('sha512')!, of('md5')!, of('sha1')]
  const { sha512: whole, md5: short, sha1: long } = DIGEST_LENGTH
  let sequence = 0
  return events.map((event) => {
    if (event.kind !== 'end') return event
    const i = sequence++
    const { kind, length, dropped, droppedAt, maskRuns } = event
    const sha512t24u = sha512.subarray(i * whole, i * whole + DIGEST_BYTES)
    const digests: SequenceDigests = sha1
      ? {
          sha512t24u,
          md5: md5.subarray(i * short, (i + 1) * short),
          sha1: sha1.subarray(i * long, (i + 1) * long),
        }
      : { sha512t24u, md5: md5.subarray(i * short, (i + 1) * short) }
    return { kind, length, dropped, droppedAt, maskRuns, digests }
  })
}
