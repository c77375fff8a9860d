import type { SequenceDigests } from '../digest/sequence-digest.ts'
import { sha512t24u } from '../digest/sha512t24u.ts'
import { aliasesOf } from '../formats/fasta-header.ts'
import { HeaderColumns } from '../formats/header-columns.ts'
import { PipedName } from '../formats/piped-name.ts'
import { whenThere } from '../store/awaitable.ts'
import type { Change } from '../store/change.ts'
import type { NamedCollection } from '../store/collections.ts'
import type { Awaitable } from '../store/store.ts'
import { CollectionDigests } from './digests/collection-digests.ts'
import { DIGEST_LENGTH } from './digests/slot-digester.ts'
import { emptyDigests, type SlotRecords } from './digests/slot-records.ts'
import { MaskEncoder } from './mask.ts'

/** A record of a FASTA file that was added. */
export interface AddedRecord {
  readonly name: string
  readonly description: string
  /** 1-based line of its header. */
  readonly line: number
  readonly length: number
  /** Whether bytes between its residues were dropped: it is then not what the file has. */
  readonly broken: boolean
  readonly digests: SequenceDigests
}

export interface FastaAdditionOptions {
  /** Names of records that are circular. */
  readonly circular?: ReadonlySet<string> | undefined
  /** Whether names and accessions in headers become aliases; they do unless this is `false`. */
  readonly aliases?: boolean | undefined
  /** Whether records between whose residues bytes were dropped have no aliases. */
  readonly namesWholeOnly?: boolean
  /** Whether the sequences can be read before the change is committed. */
  readonly readable?: boolean
  readonly onRecord?: (record: AddedRecord) => void
}

/** What the records of a FASTA file came to. */
export interface FastaSummary {
  readonly records: number
  /** Sequences that the store did not have. */
  readonly new: number
  readonly known: number
  readonly residues: number
  /** Bytes in sequence lines that are no residue, such as `*` and `-`. */
  readonly dropped: number
  /** The first records from which bytes were dropped. */
  readonly droppedFrom: readonly { name: string; line: number; dropped: number }[]
  /** GA4GH digest of the file's records as a collection. */
  readonly collection: string
  /** Names of `circular` that a record has. */
  readonly circular: readonly string[]
}

/** Records that a summary lists for what was dropped from them. */
const LISTED = 20

/** Adds the events of one FASTA file to a change: its sequences, names, members and masks. */
export class FastaAddition {
  readonly #change: Change
  readonly #options: FastaAdditionOptions
  readonly #collection = new CollectionDigests()
  readonly #mask = new MaskEncoder()
  readonly #piped = new PipedName()
  readonly #circular = new Set<string>()
  readonly #droppedFrom: { name: string; line: number; dropped: number }[] = []
  #collectionAndMask: NamedCollection | undefined
  /** Of a record that began in slots before. */
  readonly #open = new HeaderColumns()
  #openLine = 0
  /** Of the record at hand. */
  #digests: SequenceDigests = emptyDigests(false)
  #records = 0
  #new = 0
  #residues = 0
  #dropped = 0

  constructor(change: Change, options: FastaAdditionOptions) {
    this.#change = change
    this.#options = options
  }

  /** Digests of the collection and of its mask, once it is closed: what a name of it names. */
  get named(): NamedCollection {
    return this.#collectionAndMask!
  }

  /** Takes the records of the file. */
  async add(slots: AsyncIterable<SlotRecords>): Promise<void> {
    try {
      for await (const records of slots) await this.#take(records)
    } catch (error) {
      this.#collection.close()
      throw error
    }
  }

  async #take(records: SlotRecords): Promise<void> {
    const { runs, runEnds, ends, ended } = records
    if (records.digests!.sha1 && !this.#digests.sha1) this.#digests = emptyDigests(true)
    this.#change.expect(records.digests!.sha512, DIGEST_LENGTH.sha512)
    // What waits costs more than what is done, so that nothing waits without need.
    for (let i = 0; i < ended; i++) {
      const start = i === 0 ? 0 : ends[i - 1]!
      const isNew = this.#ended(records, i, start, ends[i]!)
      const waiting = this.#member(records, i, isNew instanceof Promise ? await isNew : isNew)
      if (waiting) await waiting
    }
    this.#mask.add(runs.values, ended === 0 ? 0 : runEnds[ended - 1]!, runs.length)
    if (this.#mask.full) await this.#passMask()
    const start = ended === 0 ? 0 : ends[ended - 1]!
    const rest = records.sequences.subarray(start)
    if (rest.length > 0) await this.#change.residues(rest)
    if (records.ongoing) this.#keepOpen(records)
  }

  /** Takes the header of a record that goes on in the next slot. */
  #keepOpen({ headers, lines }: SlotRecords): void {
    if (headers.count === 0) return
    const last = headers.count - 1
    this.#open.clear()
    this.#open.addFrom(headers, last)
    this.#openLine = lines[last]!
  }

  /** Ends a record's sequence, of which residues `[from, to)` are in the slot. Returns whether it is new. */
  #ended(records: SlotRecords, i: number, from: number, to: number): Awaitable<boolean> {
    const { runs, runEnds } = records
    this.#mask.add(runs.values, i === 0 ? 0 : runEnds[i - 1]!, runEnds[i])
    records.copyDigests(i, this.#digests)
    const waiting = this.#passMask()
    if (waiting) return waiting.then(() => this.#sequence(records, i, from, to))
    return this.#sequence(records, i, from, to)
  }

  #sequence(records: SlotRecords, i: number, from: number, to: number): Awaitable<boolean> {
    const { readable = false } = this.#options
    this.#mask.endMember()
    const { bytes } = records
    const continued = records.open && i === 0
    if (!continued) return this.#change.wholeSequence(this.#digests, bytes, from, to, readable)
    const taken = from < to ? this.#change.residues(bytes.subarray(from, to)) : undefined
    const length = records.lengths[i]!
    return whenThere(taken, () => this.#change.sequence(this.#digests, length, { readable }))
  }

  /**
   * Closes the collection.
   *
   * @param source - Name of the file, without its folder.
   */
  async finish(source: string): Promise<FastaSummary> {
    const members = this.#records
    const { digest, attributes } = await this.#collection.finish()
    const mask = this.#mask.digest()
    await this.#change.collection({ digest, mask, members, residues: this.#residues, source })
    await this.#change.attributes(digest, attributes)
    this.#collectionAndMask = { digest, mask }
    return {
      records: members,
      new: this.#new,
      known: members - this.#new,
      residues: this.#residues,
      dropped: this.#dropped,
      droppedFrom: this.#droppedFrom,
      collection: sha512t24u(digest),
      circular: [...this.#circular],
    }
  }

  #member(records: SlotRecords, i: number, isNew: boolean): Promise<void> | undefined {
    const continued = records.open && i === 0
    const headers = continued ? this.#open : records.headers
    const header = continued ? 0 : records.open ? i - 1 : i
    const line = continued ? this.#openLine : records.lines[header]!
    const length = records.lengths[i]!
    const dropped = records.dropped[i]!
    const broken = records.droppedAt[i]! < length
    const { sha512t24u: digest, md5, sha1 } = this.#digests
    if (isNew) this.#new++
    this.#records++
    this.#residues += length
    if (dropped > 0) {
      this.#dropped += dropped
      if (this.#droppedFrom.length < LISTED) {
        this.#droppedFrom.push({ name: headers.name(header), line, dropped })
      }
    }
    const { aliases = true, namesWholeOnly = false, circular, onRecord } = this.#options
    if (onRecord) {
      const own = {
        sha512t24u: digest.slice(),
        md5: md5.slice(),
        ...(sha1 && { sha1: sha1.slice() }),
      }
      const [name, description] = [headers.name(header), headers.description(header)]
      onRecord({ name, description, line, length, broken, digests: own })
    }
    const { bytes } = headers
    const from = headers.names[header]!
    const nameEnd = headers.nameEnds[header]!
    let waiting = both(
      this.#collection.add(bytes, from, nameEnd, digest, length),
      this.#change.member(digest, bytes, from, nameEnd, headers.ends[header]!),
    )
    if (aliases && !(namesWholeOnly && broken)) {
      waiting = both(waiting, this.#names(headers, header, digest, length))
    }
    // To hash a text of each name and look it up took 0.1 us, for nothing where none is asked for.
    if (!circular || circular.size === 0) return waiting
    const name = headers.name(header)
    return circular.has(name) ? this.#markCircular(waiting, name, digest) : waiting
  }

  /** States the names that a header gives. */
  #names(
    headers: HeaderColumns,
    header: number,
    digest: Uint8Array,
    length: number,
  ): Promise<void> | undefined {
    const { bytes } = headers
    const from = headers.names[header]!
    const nameEnd = headers.nameEnds[header]!
    const piped = this.#piped
    if (nameEnd === headers.ends[header]! && piped.find(bytes, from, nameEnd)) {
      return this.#change.aliasOf(digest, piped.authority, bytes, piped.from, piped.to)
    }
    let waiting: Promise<void> | undefined
    const [name, description] = [headers.name(header), headers.description(header)]
    for (const { authority, alias } of aliasesOf(name, description, length)) {
      waiting = both(waiting, this.#change.alias(digest, authority, alias))
    }
    return waiting
  }

  async #markCircular(
    waiting: Promise<void> | undefined,
    name: string,
    digest: Uint8Array,
  ): Promise<void> {
    await waiting
    this.#circular.add(name)
    await this.#change.circular(digest, true)
  }

  #passMask(): Promise<void> | undefined {
    const runs = this.#mask.take()
    return runs && this.#change.mask(runs)
  }
}

function both(
  a: Promise<void> | undefined,
  b: Promise<void> | undefined,
): Promise<void> | undefined {
  return a && b ? Promise.all([a, b]).then(() => {}) : (a ?? b)
}
