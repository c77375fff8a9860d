import { DIGEST_BYTES } from '../../../digest/sha512t24u.ts'
import { ByteWriter } from '../../binary.ts'
import type { EntryVisitor } from '../../journal/entry-visitor.ts'
import type { RunWriter } from '../run-writer.ts'
import { Sorter } from '../sorter.ts'
import type { Loading } from './load-pairs.ts'
import { LastKey, putSorted, type Step } from './put.ts'
import { putDigests } from './put-digests.ts'
import { LONGEST_KEY, longKey, type Tables } from './tables.ts'

const NOTHING: Buffer = Buffer.alloc(0)

/** A table that one sorter fills. */
export interface LargeTable {
  readonly name: 'md5' | 'sha1' | 'aliases'
  readonly sorter: Sorter
  readonly loading: Loading
}

/** Gathers what sequences of journal records are found by: MD5, SHA-1, names. */
export class LookupReplay implements EntryVisitor {
  readonly #sorters: { md5: Sorter; sha1: Sorter; aliases: Sorter }
  /** Sorters that are spent. */
  readonly #spent: Sorter[] = []
  readonly #authorities = new Set<string>()
  readonly #lastAuthority = new LastKey()
  readonly #name = new ByteWriter(256)

  /**
   * @param scratch - Path prefix for the sorters' files.
   * @param runs - Who writes them, if it is not to be done on the spot.
   */
  constructor(scratch: string, runs?: RunWriter) {
    const sorter = (name: string) => new Sorter(`${scratch}.${name}`, undefined, runs)
    this.#sorters = { md5: sorter('md5'), sha1: sorter('sha1'), aliases: sorter('aliases') }
  }

  sequence(bytes: Uint8Array, digest: number, md5: number, sha1: number): void {
    const { md5: byMd5, sha1: bySha1 } = this.#sorters
    const end = digest + DIGEST_BYTES
    byMd5.addParts(bytes, md5, 16, bytes, digest, end)
    if (sha1 >= 0) bySha1.addParts(bytes, sha1, 20, bytes, digest, end)
  }

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
    name.byte(0)
    const long = name.length > LONGEST_KEY ? Buffer.from(name.view()) : NOTHING
    if (long.length > 0) {
      name.length = 0
      name.raw(longKey(long))
    }
    name.part(bytes, digest, digest + DIGEST_BYTES)
    this.#sorters.aliases.addParts(name.bytes, 0, name.length, long, 0, long.length)
  }

  member(): void {}

  other(): void {}

  /** The authorities of all names. */
  get authorities(): readonly string[] {
    return [...this.#authorities]
  }

  /** The tables that can be filled page by page. */
  get tables(): readonly LargeTable[] {
    const { md5, sha1, aliases } = this.#sorters
    return [
      { name: 'md5', sorter: md5, loading: 'digests' },
      { name: 'sha1', sorter: sha1, loading: 'digests' },
      { name: 'aliases', sorter: aliases, loading: 'first' },
    ]
  }

  /** Takes note that a table was filled, but for what is left. */
  filled(name: LargeTable['name'], left: Sorter): void {
    this.#spent.push(this.#sorters[name])
    this.#sorters[name] = left
  }

  /** Takes authorities of names that another has taken. */
  addAuthorities(authorities: readonly string[]): void {
    for (const each of authorities) this.#authorities.add(each)
  }

  /** Puts what was taken, in steps that are given to `step`. */
  put(tables: Tables, step: Step): void {
    const { md5, sha1, aliases } = this.#sorters
    putDigests(tables.md5, md5, step)
    putDigests(tables.sha1, sha1, step)
    putSorted(tables.aliases, aliases, step)
    step(() => {
      for (const each of this.#authorities) tables.authorities.putSync(Buffer.from(each), NOTHING)
    })
  }

  close(): void {
    for (const each of [...Object.values(this.#sorters), ...this.#spent]) each.close()
  }
}
