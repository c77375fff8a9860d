import { ByteReader, type ByteWriter } from '../binary.ts'
import type { GeneNameKind } from '../genomes.ts'
import type { CollectionAliasEntry, JournalEntry, NumberedGene } from './entry.ts'
import type { CommonEntry, EntryVisitor } from './entry-visitor.ts'

const KIND = {
  pack: 1,
  sequence: 2,
  sequenceWithSha1: 3,
  alias: 4,
  circular: 5,
  linear: 6,
  mask: 7,
  member: 8,
  memberOfSequence: 9,
  collection: 10,
  genome: 11,
  region: 12,
  gene: 13,
  annotation: 14,
  removeGenome: 15,
  removeAlias: 16,
  removeCollection: 17,
  removeSequence: 18,
  collectionAlias: 19,
  attributes: 20,
  removeCollectionAlias: 21,
  ofGenome: 22,
} as const

/** A kind of gene name is written as its place here. */
export const GENE_NAME_KINDS: readonly GeneNameKind[] = [
  ...(['gene', 'transcript', 'product', 'symbol', 'transcript symbol'] as const),
]

/** Writes entries; it remembers the last sequence, so that its member takes no second digest. */
export class EntryEncoder {
  readonly #last: Uint8Array = new Uint8Array(24)
  #hasLast = false

  /** Encodes an entry of this kind. */
  sequence(
    digest: Uint8Array,
    md5: Uint8Array,
    sha1: Uint8Array | undefined,
    length: number,
    size: number,
    out: ByteWriter,
  ): void {
    out.byte(sha1 ? KIND.sequenceWithSha1 : KIND.sequence)
    out.raw(digest)
    out.raw(md5)
    if (sha1) out.raw(sha1)
    out.integer(length)
    out.integer(size)
    for (let i = 0; i < 24; i++) this.#last[i] = digest[i]!
    this.#hasLast = true
  }

  /** Encodes what an entry of this kind begins with; its two texts follow. */
  member(digest: Uint8Array, out: ByteWriter): void {
    let ofSequence = this.#hasLast
    for (let i = 0; ofSequence && i < 24; i++) ofSequence = this.#last[i] === digest[i]
    out.byte(ofSequence ? KIND.memberOfSequence : KIND.member)
    if (!ofSequence) out.raw(digest)
  }

  encode(entry: JournalEntry, out: ByteWriter): void {
    switch (entry.kind) {
      case 'pack':
        out.byte(KIND.pack)
        out.raw(entry.name)
        return
      case 'sequence':
        this.sequence(entry.digest, entry.md5, entry.sha1, entry.length, entry.size, out)
        return
      case 'alias':
        out.byte(KIND.alias)
        out.raw(entry.digest)
        out.text(entry.authority)
        out.text(entry.alias)
        return
      case 'circular':
        out.byte(entry.circular ? KIND.circular : KIND.linear)
        out.raw(entry.digest)
        return
      case 'mask':
        out.byte(KIND.mask)
        out.sized(entry.runs)
        return
      case 'member':
        this.member(entry.digest, out)
        out.text(entry.name)
        out.text(entry.description)
        return
      case 'collection':
        out.byte(KIND.collection)
        out.raw(entry.digest)
        out.raw(entry.mask)
        out.integer(entry.members)
        out.integer(entry.residues)
        out.text(entry.source)
        return
      case 'collection alias':
        out.byte(KIND.collectionAlias)
        encodeCollectionAlias(entry, out)
        return
      case 'attributes':
        out.byte(KIND.attributes)
        out.raw(entry.digest)
        out.integer(entry.attributes.size)
        for (const [name, digest] of entry.attributes) {
          out.text(name)
          out.raw(digest)
        }
        return
      case 'genome':
        out.byte(KIND.genome)
        out.text(entry.id)
        return
      case 'of genome':
        out.byte(KIND.ofGenome)
        out.text(entry.id)
        return
      case 'region':
        out.byte(KIND.region)
        out.text(entry.name)
        out.sized(entry.body)
        return
      case 'gene':
        out.byte(KIND.gene)
        encodeGene(entry, out)
        return
      case 'annotation':
        out.byte(KIND.annotation)
        out.integer(entry.keywords.length)
        for (const [field, value] of entry.keywords) {
          out.text(field)
          out.text(value)
        }
        out.sized(entry.body)
        out.sized(entry.report)
        return
      case 'remove genome':
        out.byte(KIND.removeGenome)
        out.text(entry.id)
        return
      case 'remove alias':
        out.byte(KIND.removeAlias)
        out.raw(entry.digest)
        out.text(entry.authority)
        out.text(entry.alias)
        return
      case 'remove collection alias':
        out.byte(KIND.removeCollectionAlias)
        encodeCollectionAlias(entry, out)
        return
      case 'remove collection':
        out.byte(KIND.removeCollection)
        out.raw(entry.digest)
        out.raw(entry.mask)
        return
      case 'remove sequence':
        out.byte(KIND.removeSequence)
        out.raw(entry.digest)
    }
  }
}

function encodeCollectionAlias(entry: CollectionAliasEntry, out: ByteWriter): void {
  out.raw(entry.digest)
  out.raw(entry.mask)
  out.text(entry.authority)
  out.text(entry.alias)
}

function decodeCollectionAlias(from: ByteReader): CollectionAliasEntry {
  return {
    digest: from.raw(24),
    mask: from.raw(24),
    authority: from.text(),
    alias: from.text(),
  }
}

function encodeGene({ names, spans, body }: NumberedGene, out: ByteWriter): void {
  out.integer(names.length)
  for (const [kind, name] of names) {
    out.byte(GENE_NAME_KINDS.indexOf(kind))
    out.text(name)
  }
  out.integer(spans.length)
  for (const { region, start0, end0 } of spans) {
    out.integer(region)
    out.integer(start0)
    out.integer(end0 - start0)
  }
  out.sized(body)
}

function decodeGene(from: ByteReader): NumberedGene {
  const names = times(from.integer(), () => {
    const kind = GENE_NAME_KINDS[from.byte()]
    if (!kind) throw new RangeError('unknown kind of gene name')
    return [kind, from.text()] as const
  })
  const spans = times(from.integer(), () => {
    const region = from.integer()
    const start0 = from.integer()
    return { region, start0, end0: start0 + from.integer() }
  })
  return { names, spans, body: from.sized() }
}

function times<T>(count: number, make: () => T): T[] {
  const made: T[] = []
  for (let i = 0; i < count; i++) made.push(make())
  return made
}

function visitMember(
  digests: Uint8Array,
  digest: number,
  ofLast: boolean,
  from: ByteReader,
  payload: Uint8Array,
  visitor: EntryVisitor,
): void {
  const name = from.skipSized()
  const nameEnd = from.position
  const description = from.skipSized()
  visitor.member(digests, digest, ofLast, payload, name, nameEnd, description, from.position)
}

/** Reads what {@link EntryEncoder} wrote. */
export class EntryDecoder {
  #last: Uint8Array | undefined;

  *decode(payload: Uint8Array): Generator<JournalEntry> {
    const reader = new ByteReader(payload)
    while (!reader.done) yield this.#entry(reader)
  }

  /** Hands the entries over, and returns how many they are. */
  visit(payload: Uint8Array, visitor: EntryVisitor): number {
    const from = new ByteReader(payload)
    let count = 0
    for (; !from.done; count++) {
      const start = from.position
      switch (from.byte()) {
        case KIND.sequence:
          this.#visitSequence(from, payload, false, visitor)
          break
        case KIND.sequenceWithSha1:
          this.#visitSequence(from, payload, true, visitor)
          break
        case KIND.member:
          visitMember(payload, from.skip(24), false, from, payload, visitor)
          break
        case KIND.memberOfSequence:
          if (!this.#last) throw new RangeError('member before its sequence')
          visitMember(this.#last, 0, true, from, payload, visitor)
          break
        case KIND.alias: {
          const digest = from.skip(24)
          const authority = from.skipSized()
          const authorityEnd = from.position
          const alias = from.skipSized()
          visitor.alias(payload, digest, authority, authorityEnd, alias, from.position)
          break
        }
        default:
          from.position = start
          visitor.other(this.#entry(from) as Exclude<JournalEntry, CommonEntry>)
      }
    }
    return count
  }

  #visitSequence(
    from: ByteReader,
    payload: Uint8Array,
    hasSha1: boolean,
    visitor: EntryVisitor,
  ): void {
    const digest = from.skip(24)
    const md5 = from.skip(16)
    const sha1 = hasSha1 ? from.skip(20) : -1
    const length = from.integer()
    const size = from.integer()
    this.#last ??= new Uint8Array(24)
    for (let i = 0; i < 24; i++) this.#last[i] = payload[digest + i]!
    visitor.sequence(payload, digest, md5, sha1, length, size)
  }

  #entry(from: ByteReader): JournalEntry {
    const kind = from.byte()
    switch (kind) {
      case KIND.pack:
        return { kind: 'pack', name: from.raw(8) }
      case KIND.sequence:
      case KIND.sequenceWithSha1: {
        const digest = from.raw(24)
        const md5 = from.raw(16)
        const sha1 = kind === KIND.sequenceWithSha1 ? { sha1: from.raw(20) } : {}
        this.#last = digest
        return {
          kind: 'sequence',
          digest,
          md5,
          ...sha1,
          length: from.integer(),
          size: from.integer(),
        }
      }
      case KIND.alias:
        return { kind: 'alias', digest: from.raw(24), authority: from.text(), alias: from.text() }
      case KIND.circular:
      case KIND.linear:
        return { kind: 'circular', digest: from.raw(24), circular: kind === KIND.circular }
      case KIND.mask:
        return { kind: 'mask', runs: from.sized() }
      case KIND.member:
        return {
          kind: 'member',
          digest: from.raw(24),
          name: from.text(),
          description: from.text(),
        }
      case KIND.memberOfSequence: {
        if (!this.#last) throw new RangeError('member before its sequence')
        return { kind: 'member', digest: this.#last, name: from.text(), description: from.text() }
      }
      case KIND.collection:
        return {
          kind: 'collection',
          digest: from.raw(24),
          mask: from.raw(24),
          members: from.integer(),
          residues: from.integer(),
          source: from.text(),
        }
      case KIND.collectionAlias:
        return { kind: 'collection alias', ...decodeCollectionAlias(from) }
      case KIND.attributes:
        return {
          kind: 'attributes',
          digest: from.raw(24),
          attributes: new Map(times(from.integer(), () => [from.text(), from.raw(24)] as const)),
        }
      case KIND.genome:
        return { kind: 'genome', id: from.text() }
      case KIND.ofGenome:
        return { kind: 'of genome', id: from.text() }
      case KIND.region:
        return { kind: 'region', name: from.text(), body: from.sized() }
      case KIND.gene:
        return { kind: 'gene', ...decodeGene(from) }
      case KIND.annotation:
        return {
          kind: 'annotation',
          keywords: times(from.integer(), () => [from.text(), from.text()] as const),
          body: from.sized(),
          report: from.sized(),
        }
      case KIND.removeGenome:
        return { kind: 'remove genome', id: from.text() }
      case KIND.removeAlias:
        return {
          kind: 'remove alias',
          digest: from.raw(24),
          authority: from.text(),
          alias: from.text(),
        }
      case KIND.removeCollectionAlias:
        return { kind: 'remove collection alias', ...decodeCollectionAlias(from) }
      case KIND.removeCollection:
        return { kind: 'remove collection', digest: from.raw(24), mask: from.raw(24) }
      case KIND.removeSequence:
        return { kind: 'remove sequence', digest: from.raw(24) }
      default:
        throw new RangeError(`unknown entry ${kind}`)
    }
  }
}
