import type { ByteWriter } from '../binary.ts'
import type { CollectionAliasEntry, JournalEntry, NumberedGene } from './entry.ts'
import { GENE_NAME_KINDS, KIND } from './entry-kind.ts'

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

  /** Encodes an entry of this kind, whose alias is bytes `[from, to)` of UTF-8. */
  alias(
    digest: Uint8Array,
    authority: string,
    text: Uint8Array,
    from: number,
    to: number,
    out: ByteWriter,
  ): void {
    out.byte(KIND.alias)
    out.raw(digest)
    out.text(authority)
    out.sizedPart(text, from, to)
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
