import type { FastifyInstance, RouteHandlerMethod } from 'fastify'
import type { LeastRecentlyUsed } from '../../collection/least-recently-used.ts'
import type { Residues } from '../../collection/regions/residues.ts'
import type { CollectionStore } from '../../store/collections.ts'
import type { SequenceStore } from '../../store/store.ts'
import { takeStreams } from './body.ts'
import { postMetadata } from './metadata.ts'
import { postSequences } from './sequences.ts'

/** What batches need to know. */
export interface BatchOptions {
  readonly store: SequenceStore
  /** Collections whose members can be asked for by name. */
  readonly collections: CollectionStore | undefined
  readonly residues: Residues
  /** Names of the collections that were asked for lately. */
  readonly indexes: LeastRecentlyUsed
  /** Longest part that is sent, in residues, or `null`. */
  readonly subsequenceLimit: number | null
}

/** Many regions, or the metadata of many sequences, in one request. */
export async function batch(app: FastifyInstance, options: BatchOptions): Promise<void> {
  takeStreams(app)
  const post = (url: string, handler: RouteHandlerMethod) => {
    app.resources.add(`${app.prefix}${url}`, 'POST')
    app.post(url, handler)
  }
  post('/sequences', (request, reply) => postSequences(request, reply, options))
  post('/metadata', (request, reply) => postMetadata(request, reply, options))
}
