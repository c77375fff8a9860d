import { createHash } from 'node:crypto'
import type { CollectionFiles } from '../../collection/files/collection-files.ts'
import { type Derived, noDerived } from '../../collection/files/derived.ts'
import { piecesOf } from '../../collection/files/virtual-file.ts'
import { LeastRecentlyUsed } from '../../collection/least-recently-used.ts'
import { Pace } from '../../collection/pace.ts'
import { hex } from '../../digest/hex.ts'
import type { CollectionRecord } from '../../store/collections.ts'

/** What a DRS object says of a file, beside its size. */
export interface FastaFacts {
  /** In bytes, as read. */
  readonly size: number
  readonly md5: string
  readonly sha256: string
  /** Byte of each sequence's first residue. */
  readonly offsets: readonly number[]
  /** When the file was made for the first time: before, there was none. */
  readonly created: string
}

/** Bytes of facts that stay in memory: those of a million members take 8 MB. */
const MEMORY = 64 << 20

/** Bytes that are read at a time. */
const PIECE = 256 * 1024

const HEADER = '>'.charCodeAt(0)
const NEWLINE = '\n'.charCodeAt(0)

/**
 * Reads each collection's file once, of 60 columns and in the case of its first mask set, when somebody
 * first asks, and keeps what it found.
 */
export class FastaFactsKeeper {
  readonly #files: CollectionFiles
  readonly #derived: Derived
  readonly #kept = new LeastRecentlyUsed(MEMORY)
  #turn: Promise<unknown> = Promise.resolve()

  constructor(files: CollectionFiles, derived: Derived = noDerived) {
    this.#files = files
    this.#derived = derived
  }

  of(record: CollectionRecord): Promise<FastaFacts> {
    const { id: mask, described } = record.masks[0]!
    const id = [record.digest, mask, described].map(hex).join('.')
    return this.#kept.get(
      id,
      () => this.#find(record, `${id}.drs`),
      ({ offsets }) => 1000 + 8 * offsets.length,
    )
  }

  async #find(record: CollectionRecord, name: string): Promise<FastaFacts> {
    const known = await this.#derived.read(name)
    if (known) return JSON.parse(new TextDecoder().decode(known))
    // One file at a time: each takes all of a core.
    const facts = this.#turn.then(() => this.#read(record))
    this.#turn = facts.catch(() => {})
    await this.#derived.write(name, Buffer.from(JSON.stringify(await facts)))
    return facts
  }

  async #read(record: CollectionRecord): Promise<FastaFacts> {
    const created = new Date().toISOString()
    const describedBy = record.masks[0]!
    const file = await this.#files.open('fa', { record, describedBy, mask: describedBy.id })
    const [md5, sha256] = [createHash('md5'), createHash('sha256')]
    const offsets = new Offsets()
    const pace = new Pace()
    for await (const chunk of piecesOf(file, PIECE)) {
      md5.update(chunk)
      sha256.update(chunk)
      offsets.push(chunk)
      if (pace.due) await pace.rest()
    }
    if (offsets.size !== file.size) {
      throw new Error(`a file of ${file.size} bytes came as ${offsets.size} bytes`)
    }
    return {
      size: file.size,
      md5: hex(md5.digest()),
      sha256: hex(sha256.digest()),
      offsets: offsets.found,
      created,
    }
  }
}

/** Finds where sequences begin: after the line break of each header. */
class Offsets {
  readonly found: number[] = []
  size = 0
  #inHeader = false

  push(chunk: Uint8Array): void {
    for (let at = 0; ; ) {
      const next = chunk.indexOf(this.#inHeader ? NEWLINE : HEADER, at)
      if (next < 0) break
      at = next + 1
      if (this.#inHeader) this.found.push(this.size + at)
      this.#inHeader = !this.#inHeader
    }
    this.size += chunk.length
  }
}
