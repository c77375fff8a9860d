import type { CollectionStore, Member } from '../../store/collections.ts'
import type { SequenceRecord, SequenceStore } from '../../store/store.ts'

/** Stretches of the members of a collection, such as its runs of N. */
export interface RunSource {
  /** Tells this source of a collection from others. */
  readonly key: string
  /** Those that meet `[start0, end0)`: `start0, end0` pairs, ascending, clipped, none touching. */
  runs(member: Member, index: number, start0: number, end0: number): Promise<number[]>
  /** Residues other than A, C, G, T and U that were met, a bit for each letter from A. */
  readonly letters: number
}

const N = 78

/** Runs of N. */
export function nRuns(sequences: SequenceStore): RunSource {
  return {
    key: 'n',
    letters: 0,
    async runs({ digest }, _, start0, end0) {
      const record = await recordOf(sequences, digest)
      const others = await sequences.otherRuns(record, start0, end0)
      const runs: number[] = []
      for (let i = 0; i < others.length; i += 3) {
        if (others[i + 2] === N) runs.push(others[i]!, others[i + 1]!)
      }
      return runs
    },
  }
}

/** Runs of whatever is not A, C, G, T or U. */
export class GapRuns implements RunSource {
  readonly key = 'gaps'
  letters = 0
  readonly #sequences: SequenceStore

  constructor(sequences: SequenceStore) {
    this.#sequences = sequences
  }

  async runs({ digest }: Member, _: number, start0: number, end0: number): Promise<number[]> {
    const record = await recordOf(this.#sequences, digest)
    const others = await this.#sequences.otherRuns(record, start0, end0)
    const runs: number[] = []
    for (let i = 0; i < others.length; i += 3) {
      this.letters |= 1 << (others[i + 2]! - 65)
      if (runs.at(-1) === others[i]) runs[runs.length - 1] = others[i + 1]!
      else runs.push(others[i]!, others[i + 1]!)
    }
    return runs
  }
}

/** Lower-case runs of one file. */
export function maskRuns(
  collections: CollectionStore,
  collection: Uint8Array,
  mask: Uint8Array,
): RunSource {
  return {
    key: `mask-${Buffer.from(mask).toString('hex')}`,
    letters: 0,
    runs: (_, index, start0, end0) => collections.maskRuns(collection, mask, index, start0, end0),
  }
}

/**
 * Where the sequence of a member is. It is looked up for each read: a rebuilt catalog may count its
 * packs anew.
 *
 * @throws Error when it is not in the store.
 */
export async function recordOf(
  sequences: SequenceStore,
  digest: Uint8Array,
): Promise<SequenceRecord> {
  const [record] = await sequences.find({ kind: 'sha512t24u', digest })
  if (!record) throw new Error('A sequence of the collection is no longer in the store.')
  return record
}
