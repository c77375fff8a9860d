import type { FastifyInstance } from 'fastify'
import { addAliases } from './aliases.ts'
import { addAttribute } from './attribute.ts'
import { addCollection } from './collection.ts'
import { addComparison } from './comparison.ts'
import { addDrs } from './drs.ts'
import { addLists } from './list.ts'
import type { CollectionsOptions } from './options.ts'
import { takeStreams } from './posted-collection.ts'
import { addServiceInfo } from './service-info.ts'
import { addSimilarities } from './similarities.ts'

/**
 * GA4GH Sequence Collections 1.0.0, what refgenie's server adds to it, and each collection as a DRS
 * object. Wherever a digest is expected, `authority:alias` is taken too.
 */
export async function seqcol(app: FastifyInstance, options: CollectionsOptions): Promise<void> {
  takeStreams(app)
  addServiceInfo(app, options)
  addCollection(app, options)
  addAttribute(app, options)
  addLists(app, options)
  addComparison(app, options)
  addSimilarities(app, options)
  addAliases(app, options)
  addDrs(app, options)
}
