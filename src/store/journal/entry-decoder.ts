import { ByteReader } from '../binary.ts'
import type { CollectionAliasEntry, JournalEntry, NumberedGene } from './entry.ts'
import { GENE_NAME_KINDS, KIND } from './entry-kind.ts'
import type { CommonEntry, EntryVisitor } from './entry-visitor.ts'

/** Reads what `EntryEncoder` wrote. */
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

function decodeCollectionAlias(from: ByteReader): CollectionAliasEntry {
  return {
    digest: from.raw(24),
    mask: from.raw(24),
    authority: from.text(),
    alias: from.text(),
  }
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
