import type { SequenceRef } from '../annotation/gene.ts'
import { hex } from '../digest/hex.ts'
import type { SequenceDigests } from '../digest/sequence-digest.ts'
import { DIGEST_BYTES, sha512t24u } from '../digest/sha512t24u.ts'

const MD5_BYTES = 16
const ENTRY_BYTES = MD5_BYTES + DIGEST_BYTES

/** Where a name leads that several records have. */
const AMBIGUOUS = -1

/**
 * The sequences of a FASTA file's records, by number: 49 bytes each. With their names a record takes
 * some 210 bytes; as objects and parts of header lines it took 1,100, half a gigabyte for human cDNA.
 */
export class GivenSequences {
  #entries = new Uint8Array(1024 * ENTRY_BYTES)
  readonly #lengths: number[] = []
  #matched = new Uint8Array(1024)

  /** Returns its number. */
  add({ md5, sha512t24u: digest }: SequenceDigests, length: number): number {
    const number = this.#lengths.length
    if (number === this.#matched.length) {
      this.#entries = grown(this.#entries)
      this.#matched = grown(this.#matched)
    }
    this.#entries.set(md5, number * ENTRY_BYTES)
    this.#entries.set(digest, number * ENTRY_BYTES + MD5_BYTES)
    this.#lengths.push(length)
    return number
  }

  get(number: number): SequenceRef {
    const entry = this.#entry(number)
    return {
      md5: hex(entry.subarray(0, MD5_BYTES)),
      sha512t24u: sha512t24u(entry.subarray(MD5_BYTES)),
      length: this.#lengths[number]!,
    }
  }

  /** Notes that a transcript of the annotation took it; returns whether it is the first. */
  match(number: number): boolean {
    if (this.#matched[number] === 1) return false
    this.#matched[number] = 1
    return true
  }

  /** Whether two are the same residues. */
  same(a: number, b: number): boolean {
    return Buffer.compare(this.#entry(a), this.#entry(b)) === 0
  }

  #entry(number: number): Uint8Array {
    return this.#entries.subarray(number * ENTRY_BYTES, (number + 1) * ENTRY_BYTES)
  }
}

/** Leads from names of one kind to the numbers of sequences. */
export class GivenNames {
  readonly #sequences: GivenSequences
  readonly #numbers = new Map<string, number>()

  constructor(sequences: GivenSequences) {
    this.#sequences = sequences
  }

  /** Adds a name; one that leads to different sequences leads to none. */
  add(name: string, number: number): void {
    const known = this.#numbers.get(name)
    if (known === undefined) this.#numbers.set(alone(name), number)
    else if (known === AMBIGUOUS || this.#sequences.same(known, number)) return
    else this.#numbers.set(name, AMBIGUOUS)
  }

  /** The sequence of the first of the names that leads to one. */
  find(names: readonly string[]): number | undefined {
    for (const name of names) {
      const number = this.#numbers.get(name)
      if (number !== undefined && number !== AMBIGUOUS) return number
    }
    return undefined
  }
}

/** The same text, which does not hold the header line of which it may be a part. */
function alone(text: string): string {
  return Buffer.from(text).toString()
}

function grown(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const larger = new Uint8Array(2 * bytes.length)
  larger.set(bytes)
  return larger
}
