import type { JournalEntry } from './entry.ts'

/** The kinds of entries that come by the million, which a visitor is given where they stand. */
export type CommonEntry = Extract<JournalEntry, { kind: 'sequence' | 'member' | 'alias' }>

/**
 * Takes the entries of a record, in their order. Of the common kinds it is told where in some bytes their
 * parts are: an object each, with copies and texts, took three times as long as sorting them. Bytes
 * are valid during the call.
 */
export interface EntryVisitor {
  /** @param sha1 - Where it stands, or -1. */
  sequence(
    bytes: Uint8Array,
    digest: number,
    md5: number,
    sha1: number,
    length: number,
    size: number,
  ): void
  /**
   * @param digests - Its digest stands in these, at `digest`; its texts in `bytes`.
   * @param ofLast - Whether it is the last sequence.
   */
  member(
    digests: Uint8Array,
    digest: number,
    ofLast: boolean,
    bytes: Uint8Array,
    name: number,
    nameEnd: number,
    description: number,
    descriptionEnd: number,
  ): void
  alias(
    bytes: Uint8Array,
    digest: number,
    authority: number,
    authorityEnd: number,
    alias: number,
    aliasEnd: number,
  ): void
  other(entry: Exclude<JournalEntry, CommonEntry>): void
}
