import type { SequenceDigests } from '../../digest/sequence-digest.ts'
import { DIGEST_BYTES } from '../../digest/sha512t24u.ts'
import type { FastaEvent, ResidueRoom } from '../../formats/fasta.ts'
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

/** Slots one after the other, into which a reader of FASTA can put residues. */
export class SlotRoom implements ResidueRoom {
  slot: Slot = new Slot()

  take(): Uint8Array {
    return this.slot.room
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
  blocks: AsyncIterable<Iterable<FastaEvent>>,
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
      const { slot, digests } = pending.shift()!
      yield digestedEvents(slot, algorithms, await digests!)
      slot.clear()
      free.push(slot)
    }
  }

  try {
    for await (const block of blocks) {
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
  }
}

/** The events of a slot, each end with the next digests. */
function* digestedEvents(
  slot: Slot,
  algorithms: readonly Algorithm[],
  digests: readonly Uint8Array[],
): Generator<DigestedEvent> {
  let sequence = 0
  const digest = (name: Algorithm) => {
    const index = algorithms.indexOf(name)
    const length = DIGEST_LENGTH[name]
    return digests[index]?.subarray(sequence * length, (sequence + 1) * length)
  }
  for (const event of slot.events) {
    if (event.kind !== 'end') yield event
    else {
      const sha1 = digest('sha1')
      yield {
        ...event,
        digests: {
          sha512t24u: digest('sha512')!.subarray(0, DIGEST_BYTES),
          md5: digest('md5')!,
          ...(sha1 && { sha1 }),
        },
      }
      sequence++
    }
  }
}
