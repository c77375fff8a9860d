import type { SequenceDigests } from '../digest/sequence-digest.ts'
import { sha512t24u } from '../digest/sha512t24u.ts'
import { aliasesOf } from '../formats/fasta-header.ts'
import type { Change } from '../store/change.ts'
import type { NamedCollection } from '../store/collections.ts'
import { CollectionDigests } from './digests/collection-digests.ts'
import type { DigestedEvent } from './digests/digest-events.ts'
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

type EndEvent = Extract<DigestedEvent, { kind: 'end' }>

/** Records that a summary lists for what was dropped from them. */
const LISTED = 20

/** Adds the events of one FASTA file to a change: its sequences, names, members and masks. */
export class FastaAddition {
  readonly #change: Change
  readonly #options: FastaAdditionOptions
  readonly #collection = new CollectionDigests()
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
  }

  /** Digests of the collection and of its mask, once it is closed: what a name of it names. */
  get named(): NamedCollection {
    return this.#collectionAndMask!
  }

  /** Takes the events of the file. */
  async add(blocks: AsyncIterable<Iterable<DigestedEvent>>): Promise<void> {
    try {
      for await (const events of blocks) {
        for (const event of events) {
          const waiting = this.#take(event)
          if (waiting) await waiting
        }
      }
    } catch (error) {
      await this.#collection.close()
      throw error
    }
  }

  /** Takes an event. What waits costs more than what is done, so that nothing waits without need. */
  #take(event: DigestedEvent): Promise<void> | undefined {
    switch (event.kind) {
      case 'record':
        this.#name = event.name
        this.#description = event.description
        this.#line = event.line
        return undefined
      case 'residues':
        this.#mask.add(event.maskRuns)
        return this.#mask.full
          ? this.#takeResidues(event.residues)
          : this.#change.residues(event.residues)
      case 'end': {
        this.#mask.add(event.maskRuns)
        const waiting = this.#passMask()
        return waiting ? waiting.then(() => this.#end(event)) : this.#end(event)
      }
    }
  }

  async #takeResidues(residues: Uint8Array): Promise<void> {
    await this.#passMask()
    await this.#change.residues(residues)
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

  #end(event: EndEvent): Promise<void> | undefined {
    this.#mask.endMember()
    const { readable = false } = this.#options
    const isNew = this.#change.sequence(event.digests, event.length, { readable })
    return typeof isNew === 'boolean'
      ? this.#member(event, isNew)
      : isNew.then((known) => this.#member(event, known))
  }

  #member(event: EndEvent, isNew: boolean): Promise<void> | undefined {
    const { length, dropped, digests } = event
    const broken = event.droppedAt < length
    const name = this.#name
    const description = this.#description
    const line = this.#line
    const digest = digests.sha512t24u
    if (isNew) this.#new++
    this.#records++
    this.#residues += length
    if (dropped > 0) {
      this.#dropped += dropped
      if (this.#droppedFrom.length < LISTED) this.#droppedFrom.push({ name, line, dropped })
    }
    const { aliases = true, namesWholeOnly = false, circular, onRecord } = this.#options
    onRecord?.({ name, description, line, length, broken, digests })
    let waiting = both(
      this.#collection.add(name, digest, length),
      this.#change.member(digest, name, description),
    )
    if (aliases && !(namesWholeOnly && broken)) {
      for (const { authority, alias } of aliasesOf(name, description, length)) {
        waiting = both(waiting, this.#change.alias(digest, authority, alias))
      }
    }
    return circular?.has(name) ? this.#markCircular(waiting, name, digest) : waiting
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
