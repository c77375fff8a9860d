import { crc32 } from 'node:zlib'
import { sequenceId } from '../../digest/identifier.ts'
import { DamageError, type SequenceRecord } from '../store.ts'
import { BLOCK_RESIDUES, MAX_PAYLOAD } from './codec.ts'
import { entryCheck, entryEnd } from './directory.ts'
import { blockCheck, ENTRY_BYTES, sequenceSeed } from './layout.ts'

/** Takes residues `[from, to)` of the block that begins with residue `origin`. */
export type UseBlock = (payload: Uint8Array, from: number, to: number, origin: number) => void

const NOTHING = new Uint8Array()

/** The blocks that hold a range of a sequence, and what is done with them. */
export class BlockRange {
  readonly first: number
  readonly last: number
  readonly #pack: string
  readonly #record: SequenceRecord
  readonly #start0: number
  readonly #end0: number
  readonly #use: UseBlock
  readonly #seed: number
  #directory: Uint8Array = NOTHING
  /** Byte of the directory at which block 0 has its entry, or would have. */
  #origin = 0

  constructor(pack: string, record: SequenceRecord, start0: number, end0: number, use: UseBlock) {
    this.#pack = pack
    this.#record = record
    this.#start0 = start0
    this.#end0 = end0
    this.#use = use
    this.first = Math.floor(start0 / BLOCK_RESIDUES)
    this.last = Math.floor((end0 - 1) / BLOCK_RESIDUES)
    this.#seed = sequenceSeed(record.digest, record.length)
  }

  /** Takes the directory's entries from block `entry` on, which is at byte `at`. */
  useDirectory(bytes: Uint8Array, entry: number, at = 0): void {
    this.#directory = bytes
    this.#origin = at - entry * ENTRY_BYTES
  }

  /** End of a block in bytes from the start of the sequence. */
  end(block: number): number {
    if (block < 0) return 0
    const end = entryEnd(this.#directory, this.#origin + block * ENTRY_BYTES)
    if (end > this.#record.size) throw this.damage('has a damaged block directory')
    return end
  }

  /** Verifies and uses blocks `[from, to)` whose payloads start at byte `base` of the sequence. */
  verify(payloads: Uint8Array, base: number, from: number, to: number): void {
    for (let block = from; block < to; block++) {
      const start = this.end(block - 1) - base
      const end = this.end(block) - base
      if (end <= start || end - start > MAX_PAYLOAD || start < 0 || end > payloads.length) {
        throw this.damage('has a damaged block directory')
      }
      const isAll = start === 0 && end === payloads.length
      const payload = isAll ? payloads : payloads.subarray(start, end)
      const check = entryCheck(this.#directory, this.#origin + block * ENTRY_BYTES)
      if (blockCheck(crc32(payload), this.#seed, block) !== check) {
        throw this.damage(`has a damaged block ${block}`)
      }
      const origin = block * BLOCK_RESIDUES
      const low = Math.max(this.#start0 - origin, 0)
      const high = Math.min(this.#end0 - origin, BLOCK_RESIDUES)
      this.#use(payload, low, high, origin)
    }
  }

  damage(what: string): DamageError {
    return new DamageError(
      `sequence ${sequenceId(this.#record.digest)} ${what}: restore ${this.#pack} from a copy of the store`,
    )
  }
}
