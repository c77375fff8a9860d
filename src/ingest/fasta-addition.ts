import { CollectionDigester } from '../collection/digest.ts'
import { SequenceDigester, type SequenceDigests } from '../digest/sequence-digest.ts'
import { sha512t24u } from '../digest/sha512t24u.ts'
import type { FastaEvent } from '../formats/fasta.ts'
import { aliasesOf } from '../formats/fasta-header.ts'
import type { Change } from '../store/change.ts'
import type { NamedCollection } from '../store/collections.ts'
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
  /** Whether the store keeps SHA-1. */
  readonly sha1: boolean
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
  readonly #digester: SequenceDigester
  readonly #collection = new CollectionDigester()
  readonly #mask = new MaskEncoder()
  readonly #circular = new Set<string>()
  readonly #droppedFrom: { name: string; line: number; dropped: number }[] = []
  #collectionAndMask: NamedCollection | undefined
  #name = ''
  #description = ''
  #line = 0
  #records = 0
  #new = 0
  #residues = 0
  #dropped = 0

  constructor(change: Change, options: FastaAdditionOptions) {
    this.#change = change
    this.#options = options
    this.#digester = new SequenceDigester(options.sha1)
  }

  /** Digests of the collection and of its mask, once it is closed: what a name of it names. */
  get named(): NamedCollection {
    return this.#collectionAndMask!
  }

  /** Takes an event; waits only where there is something to wait for. */
  take(event: FastaEvent): Promise<void> | undefined {
    switch (event.kind) {
      case 'record':
        this.#name = event.name
        this.#description = event.description
        this.#line = event.line
        return undefined
      case 'residues':
        this.#digester.update(event.residues)
        this.#mask.add(event.maskRuns)
        return this.#mask.full
          ? this.#passMask().then(() => this.#change.residues(event.residues))
          : this.#change.residues(event.residues)
      case 'end':
        this.#mask.add(event.maskRuns)
        return this.#end(event.length, event.dropped, event.droppedAt < event.length)
    }
  }

  /**
   * Closes the collection.
   *
   * @param source - Name of the file, without its folder.
   */
  async finish(source: string): Promise<FastaSummary> {
    const members = this.#records
    const digest = this.#collection.digest()
    const mask = this.#mask.digest()
    await this.#change.collection({ digest, mask, members, residues: this.#residues, source })
    await this.#change.attributes(digest, this.#collection.attributes())
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

  async #end(length: number, dropped: number, broken: boolean): Promise<void> {
    const name = this.#name
    await this.#passMask()
    this.#mask.endMember()
    const digests = this.#digester.digest()
    const digest = digests.sha512t24u
    const { readable = false, aliases = true, namesWholeOnly = false, onRecord } = this.#options
    if (await this.#change.sequence(digests, length, { readable })) this.#new++
    await this.#change.member(digest, name, this.#description)
    this.#collection.add(name, digest, length)
    if (aliases && !(namesWholeOnly && broken)) {
      for (const { authority, alias } of aliasesOf(name, this.#description, length)) {
        await this.#change.alias(digest, authority, alias)
      }
    }
    if (this.#options.circular?.has(name)) {
      this.#circular.add(name)
      await this.#change.circular(digest, true)
    }
    this.#records++
    this.#residues += length
    if (dropped > 0) {
      this.#dropped += dropped
      if (this.#droppedFrom.length < LISTED) {
        this.#droppedFrom.push({ name, line: this.#line, dropped })
      }
    }
    const [description, line] = [this.#description, this.#line]
    onRecord?.({ name, description, line, length, broken, digests })
  }

  async #passMask(): Promise<void> {
    const runs = this.#mask.take()
    if (runs) await this.#change.mask(runs)
  }
}
