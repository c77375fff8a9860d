import { basename } from 'node:path'
import { CollectionDigester } from '../collection/digest.ts'
import { SequenceDigester } from '../digest/sequence-digest.ts'
import { sha512t24u } from '../digest/sha512t24u.ts'
import type { FastaEvent } from '../formats/fasta.ts'
import { aliasesOf } from '../formats/fasta-header.ts'
import type { Change } from '../store/change.ts'
import type { StoreWriter } from '../store/writer.ts'
import { MaskEncoder } from './mask.ts'
import { type Progress, readFasta } from './read-fasta.ts'

export interface AddOptions {
  /** Names of records that are circular. */
  readonly circular?: ReadonlySet<string>
  /** Whether names and accessions in headers become aliases; they do unless this is `false`. */
  readonly aliases?: boolean
  readonly onProgress?: Progress
}

/** What adding one FASTA file did. */
export interface AddReport {
  readonly file: string
  /** Whether the store has changed. */
  readonly changed: boolean
  readonly records: number
  /** Sequences that the store did not have. */
  readonly new: number
  readonly known: number
  /** Names that the store did not have. */
  readonly aliases: number
  readonly residues: number
  /** Bytes in sequence lines that are no residue, such as `*` and `-`. */
  readonly dropped: number
  /** The first records from which bytes were dropped. */
  readonly droppedFrom: readonly { name: string; line: number; dropped: number }[]
  /** GA4GH digest of the file's records as a collection. */
  readonly collection: string
  /** Names of `circular` that a record has. */
  readonly circular: readonly string[]
  readonly seconds: number
}

/** Records that a report lists for what was dropped from them. */
const LISTED = 20

/**
 * Adds a FASTA file (`-` for standard input) as one change of the store: all of it or nothing.
 *
 * @throws {@link FormatError} with the line and the record, when the file is not FASTA.
 */
export async function addFasta(
  writer: StoreWriter,
  path: string,
  options: AddOptions = {},
): Promise<AddReport> {
  const started = performance.now()
  const change = await writer.change()
  try {
    const addition = new Addition(change, writer.settings.sha1, options)
    for await (const events of readFasta(path, options.onProgress)) {
      for (const event of events) {
        const waiting = addition.take(event)
        if (waiting) await waiting
      }
    }
    const report = await addition.finish(path === '-' ? 'standard input' : basename(path))
    const before = await writer.catalog.stats()
    const changed = await change.commit()
    // Counted by the catalog: a file may give a sequence the same name twice.
    const aliases = (await writer.catalog.stats()).aliases - before.aliases
    const seconds = (performance.now() - started) / 1000
    return { file: path, changed, ...report, aliases, seconds }
  } catch (error) {
    await change.abort()
    throw error
  }
}

class Addition {
  readonly #change: Change
  readonly #options: AddOptions
  readonly #digester: SequenceDigester
  readonly #collection = new CollectionDigester()
  readonly #mask = new MaskEncoder()
  readonly #circular = new Set<string>()
  readonly #droppedFrom: { name: string; line: number; dropped: number }[] = []
  #name = ''
  #description = ''
  #line = 0
  #records = 0
  #new = 0
  #residues = 0
  #dropped = 0

  constructor(change: Change, sha1: boolean, options: AddOptions) {
    this.#change = change
    this.#options = options
    this.#digester = new SequenceDigester(sha1)
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
        return this.#end(event.length, event.dropped)
    }
  }

  async finish(source: string) {
    const members = this.#records
    const digest = this.#collection.digest()
    const mask = this.#mask.digest()
    await this.#change.collection({ digest, mask, members, residues: this.#residues, source })
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

  async #end(length: number, dropped: number): Promise<void> {
    const name = this.#name
    await this.#passMask()
    this.#mask.endMember()
    const digests = this.#digester.digest()
    const digest = digests.sha512t24u
    if (await this.#change.sequence(digests, length)) this.#new++
    await this.#change.member(digest, name, this.#description)
    this.#collection.add(name, digest)
    if (this.#options.aliases !== false) {
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
  }

  async #passMask(): Promise<void> {
    const runs = this.#mask.take()
    if (runs) await this.#change.mask(runs)
  }
}
