import { hex } from '../../digest/hex.ts'
import { parseIdentifier } from '../../digest/identifier.ts'
import type { CollectionStore } from '../../store/collections.ts'
import type { SequenceRecord, SequenceStore } from '../../store/store.ts'
import { DamageError } from '../../store/store.ts'
import type { MemberIndex } from './member-index.ts'
import { type Problem, shortened } from './region.ts'

/** A sequence to cut regions from, with the case that it has in its file. */
export interface Source {
  readonly record: SequenceRecord
  /** The same for the same residues in the same case. */
  readonly key: string
  /** Lower-case runs that meet `[start0, end0)`, as pairs; all is in upper case if absent. */
  readonly lowerCase?: (start0: number, end0: number) => Promise<number[]>
}

/** Finds what a name means. */
export type FindSource = (name: string) => Promise<Source | Problem>

/** Takes names for any spelling of an identifier, or for an alias that is unique. */
export function sequences(store: SequenceStore): FindSource {
  return async (name) => {
    const identifier = parseIdentifier(name)
    let records = identifier ? await store.find(identifier) : []
    if (records.length === 0 && identifier?.kind !== 'bare') {
      records = await store.find({ kind: 'bare', alias: name })
    }
    if (records.length > 1) return several(name, `${records.length} sequences are`)
    const [record] = records
    if (!record) {
      return notFound(
        `No sequence is known as "${shortened(name)}". Ask by a digest, authority:alias, or an alias that only one has.`,
      )
    }
    return { record, key: hex(record.digest) }
  }
}

/** A file of a collection. */
export interface Members {
  readonly store: SequenceStore
  readonly collections: CollectionStore
  readonly index: MemberIndex
  readonly digest: Uint8Array
  /** The mask set of what is in lower case, if anything. */
  readonly mask: Uint8Array | undefined
}

/** Takes names for those of the members of a collection. */
export function membersNamed(members: Members): FindSource {
  const { store, collections, index, digest, mask } = members
  return async (name) => {
    const [found, another] = await index.find(name)
    if (!found) {
      return notFound(
        `No sequence of the collection is called "${shortened(name)}". Its names are in /files/{collection}.fa.fai.`,
      )
    }
    if (another) return several(name, 'Several sequences of the collection are')
    const { member, ordinal } = found
    const [record] = await store.find({ kind: 'sha512t24u', digest: member.digest })
    if (!record) throw new DamageError('the catalog is damaged: run seqkeep rebuild')
    const key = hex(record.digest)
    if (!mask) return { record, key }
    return {
      record,
      key: `${key}/${hex(mask)}/${ordinal}`,
      lowerCase: (start0, end0) => collections.maskRuns(digest, mask, ordinal, start0, end0),
    }
  }
}

function notFound(message: string): Problem {
  return { status: 404, code: 'SEQUENCE_NOT_FOUND', message }
}

function several(name: string, those: string): Problem {
  return {
    status: 300,
    code: 'SEVERAL_SEQUENCES',
    message: `${those} known as "${shortened(name)}". Ask by a digest.`,
  }
}
