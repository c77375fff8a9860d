import { ATTRIBUTES } from '../../collection/attributes.ts'
import {
  error,
  json,
  listOf,
  NUMBER,
  operation,
  path,
  query,
  shape,
  TEXT,
} from '../openapi-parts.ts'
import { COLLECTION, lookup, notAcceptable } from './openapi-answers.ts'

const DIGEST = { type: 'string', pattern: '^[0-9A-Za-z_-]{32}$' }
const COUNTS = { type: 'object', additionalProperties: NUMBER }
const PAGINATION = {
  type: 'object',
  required: ['page', 'page_size'],
  properties: { page: NUMBER, page_size: NUMBER, total: NUMBER, total_pages: NUMBER },
}

const PAGING = [
  query('page', 'From 0', { ...NUMBER, default: 0 }),
  query('page_size', 'Elements of a page', {
    type: 'integer',
    minimum: 1,
    maximum: 1000,
    default: 100,
  }),
]
const NAME = path('name', `One of ${ATTRIBUTES.map(({ name }) => name).join(', ')}`, 'names')

const busy = {
  503: error('The server is at work on other big ones; Retry-After says when to ask again'),
}
const posting = {
  400: error('The body is no collection; the message says where'),
  413: error('The body is longer than 256 MiB'),
  415: error('The body is not application/json'),
  ...busy,
}
const POSTED = {
  required: true,
  description: 'A collection at level 2, or some of its attributes',
  content: { 'application/json': { schema: { type: 'object' } } },
}

const get = (id: string, summary: string, parameters: readonly object[], responses: object) => ({
  get: operation('collections', id, summary, parameters, responses),
})

const COMPARISON = shape({
  digests: shape({ a: { type: ['string', 'null'] }, b: { type: ['string', 'null'] } }),
  attributes: shape({ a_only: listOf(TEXT), b_only: listOf(TEXT), a_and_b: listOf(TEXT) }),
  array_elements: shape({
    a_count: COUNTS,
    b_count: COUNTS,
    a_and_b_count: COUNTS,
    a_and_b_same_order: {
      type: 'object',
      additionalProperties: { type: ['boolean', 'null'] },
    },
  }),
})
const SIMILARITIES = shape({
  similarities: listOf(
    shape({
      digest: DIGEST,
      human_readable_names: listOf(TEXT),
      similarities: { type: 'object', additionalProperties: { type: 'number' } },
    }),
  ),
  pagination: PAGINATION,
  reference_digest: { type: ['string', 'null'] },
})
const DIGEST_LIST = shape({ results: listOf(DIGEST), pagination: PAGINATION })
const ALIASES = shape({ digest: TEXT, aliases: listOf(listOf(TEXT)) })
const ALIAS = shape({ namespace: TEXT, alias: TEXT, digest: TEXT })
const ALIAS_PARAMETERS = [path('namespace', 'Naming authority'), path('alias', 'Name')]

/** Paths of Sequence Collections and what is added to it. */
export const collectionsPaths = {
  '/service-info': get(
    'getCombinedServiceInfo',
    'What this server can do, with the schema of collections',
    [],
    {
      200: json('Service info'),
      ...notAcceptable,
    },
  ),
  '/collection/{digest}': get(
    'getCollection',
    'A collection: digests of its attributes (level 1) or arrays (level 2)',
    [path('digest', COLLECTION), query('level', '1 or 2', { enum: [1, 2], default: 2 })],
    { 200: json('The collection'), 400: error('Another level'), ...lookup },
  ),
  '/comparison/{a}/{b}': get(
    'compareCollections',
    'What two collections have in common',
    [path('a', COLLECTION), path('b', COLLECTION)],
    { 200: json('The comparison', COMPARISON), ...lookup, ...busy },
  ),
  '/comparison/{a}': {
    post: {
      ...operation(
        'collections',
        'compareWithPosted',
        'What a collection and a posted one have in common',
        [path('a', COLLECTION)],
        { 200: json('The comparison', COMPARISON), ...lookup, ...posting },
      ),
      requestBody: POSTED,
    },
  },
  '/list/collection': get(
    'listCollections',
    'Digests of collections, of all or of those that have all of the attributes',
    [...PAGING, ...ATTRIBUTES.map(({ name }) => query(name, `Digest of \`${name}\``, TEXT))],
    {
      200: json('A page', DIGEST_LIST),
      400: error('A page that is not there, or a filter that is no attribute'),
      ...notAcceptable,
    },
  ),
  '/list/attributes/{name}': get(
    'listAttributes',
    'Distinct digests of an attribute',
    [NAME, ...PAGING],
    {
      200: json('A page', DIGEST_LIST),
      400: error('A page that is not there'),
      404: error('There is no such attribute'),
      ...notAcceptable,
    },
  ),
  '/attribute/collection/{name}/{digest}': get(
    'getAttribute',
    'The array of an attribute',
    [NAME, path('digest', 'Digest of the attribute, or `authority:alias` of a collection')],
    { 200: json('The array', { type: 'array' }), ...lookup },
  ),
  '/similarities/{digest}': {
    post: operation(
      'collections',
      'getSimilarities',
      'How similar all collections are to one (Jaccard index of each attribute)',
      [path('digest', COLLECTION), ...PAGING],
      {
        200: json('A page, the most similar first', SIMILARITIES),
        ...lookup,
        501: error('There are too many to look at'),
        ...busy,
      },
    ),
  },
  '/similarities': {
    post: {
      ...operation(
        'collections',
        'getSimilaritiesToPosted',
        'How similar all collections are to a posted one',
        PAGING,
        {
          200: json('A page, the most similar first', SIMILARITIES),
          ...notAcceptable,
          ...posting,
          501: error('There are too many to look at'),
        },
      ),
      requestBody: POSTED,
    },
  },
  '/alias/collection/{namespace}/{alias}': get(
    'getCollectionByAlias',
    'The digest of a collection by its name',
    ALIAS_PARAMETERS,
    {
      200: json('The digest', ALIAS),
      ...lookup,
    },
  ),
  '/alias/sequence/{namespace}/{alias}': get(
    'getSequenceByAlias',
    'The digest of a sequence by its name',
    ALIAS_PARAMETERS,
    {
      200: json('The digest', ALIAS),
      ...lookup,
    },
  ),
  '/aliases/collection/{digest}': get(
    'getCollectionAliases',
    'All names of a collection',
    [path('digest', COLLECTION)],
    {
      200: json('Pairs of authority and alias', ALIASES),
      ...lookup,
    },
  ),
  '/aliases/sequence/{digest}': get(
    'getSequenceAliases',
    'All names of a sequence',
    [path('digest', 'Any identifier of a sequence')],
    { 200: json('Pairs of authority and alias', ALIASES), 404: lookup[404], ...notAcceptable },
  ),
  '/list/alias/collection': get('listAuthorities', 'Who names collections', [], {
    200: json('Naming authorities', shape({ namespaces: listOf(TEXT) })),
    ...notAcceptable,
  }),
  '/list/alias/collection/{namespace}': get(
    'listAliases',
    'Names that an authority gave to collections',
    [path('namespace', 'Naming authority'), ...PAGING],
    {
      200: json(
        'A page; "next_page" is the number of the next, if there is one',
        shape({ namespace: TEXT, aliases: listOf(TEXT), pagination: PAGINATION }),
      ),
      400: error('A page that is not there'),
      ...notAcceptable,
    },
  ),
}
