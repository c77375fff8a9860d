import { DIGEST_BYTES } from '../../../digest/sha512t24u.ts'
import { ByteWriter } from '../../binary.ts'
import type { RunWriter } from '../run-writer.ts'
import { Sorter } from '../sorter.ts'
import { LastKey, putSorted, type Step } from './put.ts'
import { putDigests } from './put-digests.ts'
import { putSequences } from './put-sequences.ts'
import { SequencePairs } from './sequence-pairs.ts'
import { TableLoad } from './table-load.ts'
import { fillTables, LONGEST_KEY, longKey, type Tables, writeSequence } from './tables.ts'

const NOTHING: Buffer = Buffer.alloc(0)

/** Number of the collection that a statement brought; 0 where it brought none. */
type NumberOf = (statement: number) => number

/** Gathers the sequences of journal records with their names, and puts them into their tables. */
export class SequenceReplay {
  readonly #scratch: string
  readonly #runs: RunWriter
  readonly #sequences: SequencePairs
  #md5: Sorter
  #sha1: Sorter
  #aliases: Sorter
  readonly #authorities = new Set<string>()
  readonly #lastAuthority = new LastKey()
  readonly #value = new ByteWriter(96)
  readonly #name = new ByteWriter(256)
  /** What was loaded already: how many names, and those of them that are still to be put. */
  #loaded: { readonly count: number; readonly left: Sorter } | undefined
  /** Sorters that are spent. */
  #spent: readonly Sorter[] = []
  count = 0
  residues = 0

  /**
   * @param scratch - Path prefix for the sorters' files.
   * @param runs - Who writes them.
   */
  constructor(scratch: string, runs: RunWriter) {
    this.#scratch = scratch
    this.#runs = runs
    const sorter = (name: string) => new Sorter(`${scratch}.${name}`, undefined, runs)
    this.#sequences = new SequencePairs(sorter('sequences'))
    this.#md5 = sorter('md5')
    this.#sha1 = sorter('sha1')
    this.#aliases = sorter('aliases')
  }

  /** See `EntryVisitor`. */
  sequence(
    bytes: Uint8Array,
    digest: number,
    md5: number,
    sha1: number,
    length: number,
    pack: number,
    offset: number,
    size: number,
  ): void {
    const digestEnd = digest + DIGEST_BYTES
    writeSequence(this.#value, false, bytes, md5, sha1, length, pack, offset, size)
    this.#sequences.record(bytes, digest, this.#value)
    this.#md5.addParts(bytes, md5, 16, bytes, digest, digestEnd)
    if (sha1 >= 0) this.#sha1.addParts(bytes, sha1, 20, bytes, digest, digestEnd)
    this.count++
    this.residues += length
  }

  /** Takes note that a sequence is a member of the collection that a statement brings. */
  member(digests: Uint8Array, digest: number, statement: number): void {
    this.#sequences.statement(digests, digest, statement)
  }

  /** See `EntryVisitor`. */
  alias(
    bytes: Uint8Array,
    digest: number,
    authority: number,
    authorityEnd: number,
    alias: number,
    aliasEnd: number,
  ): void {
    if (this.#lastAuthority.replace(bytes, authority, authorityEnd)) {
      const at = bytes.byteOffset + authority
      this.#authorities.add(Buffer.from(bytes.buffer, at, authorityEnd - authority).toString())
    }
    const name = this.#name
    name.length = 0
    name.part(bytes, authority, authorityEnd)
    name.byte(0)
    name.part(bytes, alias, aliasEnd)
    this.#sequences.name(bytes, digest, name)
    name.byte(0)
    const long = name.length > LONGEST_KEY ? Buffer.from(name.view()) : NOTHING
    if (long.length > 0) {
      name.length = 0
      name.raw(longKey(long))
    }
    name.part(bytes, digest, digest + DIGEST_BYTES)
    this.#aliases.addParts(name.bytes, 0, name.length, long, 0, long.length)
  }

  /** Fills the tables of a new catalog, page by page; what is left to be put is little. */
  async load(tables: Tables, directory: string, numberOf: NumberOf): Promise<void> {
    await fillTables(tables, directory, async (file) => {
      const load = new TableLoad(file, this.#scratch, this.#runs)
      const others = load.beside([
        { name: 'md5', sorter: this.#md5, loading: 'digests' },
        { name: 'sha1', sorter: this.#sha1, loading: 'digests' },
        { name: 'aliases', sorter: this.#aliases, loading: 'first' },
      ])
      const sequences = async () => load.sequences(this.#sequences, numberOf)
      const [loaded, [md5, sha1, aliases]] = await Promise.all([sequences(), others])
      load.finish()
      this.#loaded = loaded
      this.#spent = [this.#md5, this.#sha1, this.#aliases]
      this.#md5 = md5!
      this.#sha1 = sha1!
      this.#aliases = aliases!
    })
  }

  /** Puts what was taken, in steps that are given to `step`. Returns how many names are new. */
  put(tables: Tables, numberOf: NumberOf, step: Step): number {
    const names = this.#putSequences(tables, numberOf, step)
    putDigests(tables.md5, this.#md5, step)
    putDigests(tables.sha1, this.#sha1, step)
    putSorted(tables.aliases, this.#aliases, step)
    step(() => {
      for (const each of this.#authorities) tables.authorities.putSync(Buffer.from(each), NOTHING)
    })
    return names
  }

  close(): void {
    const sorters = [this.#sequences, this.#md5, this.#sha1, this.#aliases, ...this.#spent]
    for (const sorter of sorters) sorter.close()
    this.#loaded?.left.close()
  }

  #putSequences(tables: Tables, numberOf: NumberOf, step: Step): number {
    if (!this.#loaded) return putSequences(tables, this.#sequences, numberOf, step)
    putSorted(tables.names, this.#loaded.left, step)
    return this.#loaded.count
  }
}
