import { ATTRIBUTES } from '../collection/attributes.ts'
import { identifyPaths } from './identify/openapi.ts'

const path = (name: string, description: string, example?: string) => ({
  name,
  in: 'path',
  required: true,
  description,
  schema: { type: 'string' },
  ...(example && { example }),
})
const query = (name: string, description: string, schema: object) => ({
  name,
  in: 'query',
  description,
  schema,
})
const error = (description: string) => ({
  description,
  content: { 'application/json': { schema: { $ref: '#/components/schemas/Error' } } },
})
const json = (description: string, schema: object = { type: 'object' }) => ({
  description,
  content: { 'application/json': { schema } },
})
const shape = (properties: Record<string, object>) => ({
  type: 'object',
  required: Object.keys(properties),
  properties,
})
const listOf = (items: object) => ({ type: 'array', items })

const TEXT = { type: 'string' }
const NUMBER = { type: 'integer', minimum: 0 }
const DIGEST = { type: 'string', pattern: '^[0-9A-Za-z_-]{32}$' }
const COUNTS = { type: 'object', additionalProperties: NUMBER }
const PAGINATION = {
  type: 'object',
  required: ['page', 'page_size'],
  properties: { page: NUMBER, page_size: NUMBER, total: NUMBER, total_pages: NUMBER },
}

const COLLECTION = 'Digest (32 base64url characters, no prefix) or `authority:alias`'
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

const notAcceptable = { 406: error('JSON is all that can be sent') }
const lookup = {
  300: error('The alias names several collections; they are listed'),
  404: error('Nothing is known by this name'),
  ...notAcceptable,
}
const posting = {
  400: error('The body is no collection; the message says where'),
  413: error('The body is longer than 256 MiB'),
  415: error('The body is not application/json'),
}
const POSTED = {
  required: true,
  description: 'A collection at level 2, or some of its attributes',
  content: { 'application/json': { schema: { type: 'object' } } },
}

const operation = (
  tag: string,
  operationId: string,
  summary: string,
  parameters: readonly object[],
  responses: object,
) => ({ tags: [tag], operationId, summary, parameters, responses })

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
  ...identifyPaths,
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
    { 200: json('The comparison', COMPARISON), ...lookup },
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

const OBJECT_ID = path('id', COLLECTION)
const ACCESS = path('access_id', 'As the object names it', 'https')

const drsPathsBelow = (base: string, suffix: string) => {
  const drs = (id: string, summary: string, parameters: readonly object[], responses: object) => ({
    get: operation('drs', `${id}${suffix}`, summary, parameters, responses),
  })
  return {
    [`${base}/objects/{id}`]: drs(
      'getObject',
      'The FASTA file of a collection: size, checksums, where it is',
      [OBJECT_ID],
      {
        200: json('A DRS object'),
        ...lookup,
      },
    ),
    [`${base}/objects/{id}/access/{access_id}`]: drs(
      'getAccess',
      'The URL of the file',
      [OBJECT_ID, ACCESS],
      {
        200: json('The URL', shape({ url: TEXT })),
        ...lookup,
      },
    ),
    [`${base}/objects/{id}/index`]: drs(
      'getIndex',
      'Where in the file each sequence begins',
      [OBJECT_ID],
      {
        200: json(
          'Offsets',
          shape({ line_bases: NUMBER, extra_line_bytes: NUMBER, offsets: listOf(NUMBER) }),
        ),
        ...lookup,
      },
    ),
    [`${base}/service-info`]: drs('getDrsServiceInfo', 'What the DRS service can do', [], {
      200: json('Service info'),
      ...notAcceptable,
    }),
  }
}

/** Paths of DRS, where GA4GH has them and where refgenie's server does. */
export const drsPaths = {
  ...drsPathsBelow('/ga4gh/drs/v1', ''),
  ...drsPathsBelow('/fasta', 'Fasta'),
}
