import type { FastifyInstance } from 'fastify'
import { parseHex } from '../../digest/hex.ts'
import type { Identifier } from '../../digest/identifier.ts'
import type { SequenceStore } from '../../store/store.ts'
import { ProtocolError } from '../errors.ts'
import { SequenceFinder } from '../find-sequence.ts'
import { sequenceResource } from '../sequence-resource.ts'

/** What the look-up of CRAM references needs to know. */
export interface CramOptions {
  readonly store: SequenceStore
  /** Longest part that is sent, in residues, or `null`; whole sequences know no limit. */
  readonly subsequenceLimit: number | null
}

const CONTENT_TYPE = 'text/plain; charset=us-ascii'

/** So many hex digits, as a parameter of a route that must leave all other URLs alone. */
const hexDigits = (name: string, count: number) => `:${name}(^[0-9A-Fa-f]{${count}}$)`

/**
 * The URLs at which CRAM readers look for references: those of the European Nucleotide Archive
 * (`/ena/cram/md5/{md5}`, `/ena/cram/sha1/{sha1}`), that of htslib's ref-cache (`/{md5}`), and what
 * `%2s/%2s/%s` in a REF_PATH asks for. Whatever the Accept header, the answer is plain text: htslib
 * takes nothing else, and Java's clients ask for pictures.
 */
export async function cram(app: FastifyInstance, options: CramOptions): Promise<void> {
  const { store, subsequenceLimit } = options
  const urlOf = (id: string) => `${app.prefix}/sequence/${id}`
  const finderOf = (kind: 'md5' | 'sha1', bytes: number) => {
    const identifiers = (text: string): Identifier[] => {
      if (kind === 'sha1' && !store.settings.sha1) throw new ProtocolError('SHA1_NOT_KEPT')
      const digest = parseHex(text, bytes)
      return digest === undefined ? [] : [{ kind, digest }]
    }
    return new SequenceFinder(store, identifiers, urlOf)
  }
  const md5 = finderOf('md5', 16)
  // A transfer that broke is resumed by Range, however much of it is left.
  const residues = { subsequenceLimit, contentType: CONTENT_TYPE, limitsRange: false }
  const answer = (url: string, finder: SequenceFinder) =>
    sequenceResource(app, url, store, finder, () => residues)

  answer('/ena/cram/md5/:digest', md5)
  answer('/ena/cram/sha1/:digest', finderOf('sha1', 20))
  answer(`/${hexDigits('md5', 32)}`, md5)
  const first = `${hexDigits('first', 2)}/${hexDigits('second', 2)}`
  answer(`/${first}/${hexDigits('rest', 28)}`, md5)
}
