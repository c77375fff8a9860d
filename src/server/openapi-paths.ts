import { supportedTypes } from './refget/media-types.ts'

const ID = {
  name: 'id',
  in: 'path',
  required: true,
  description:
    'MD5, TRUNC512, `SQ.` identifier (each also with its namespace: `md5:`, `trunc512:`, `ga4gh:`, `VMC:GS_`) or `authority:alias`. Hex is case-insensitive, base64url is not.',
  schema: { type: 'string' },
  example: 'ga4gh:SQ.aKF498dAxcJAqme6QYQ7EZ07-fiw8Kw2',
}
const ACCEPT = {
  name: 'accept',
  in: 'query',
  description: 'Takes the place of the Accept header, for browsers',
  schema: { type: 'string' },
  example: 'text/plain',
}
const position = (name: string, description: string) => ({
  name,
  in: 'query',
  description,
  schema: { type: 'integer', minimum: 0 },
})
export const header = (name: string, description: string) => ({
  name,
  in: 'header',
  description,
  schema: { type: 'string' },
})
export const IF_NONE_MATCH = header(
  'If-None-Match',
  'Entity tags: 304 if one is of what would be sent',
)
export const IF_MATCH = header('If-Match', 'Entity tags: 412 unless one is of what would be sent')

export const error = (description: string) => ({
  description,
  content: { 'application/json': { schema: { $ref: '#/components/schemas/Error' } } },
})
const json = (schema: string, types: readonly string[]) =>
  Object.fromEntries(
    types.map((type) => [type, { schema: { $ref: `#/components/schemas/${schema}` } }]),
  )
const residues = {
  content: Object.fromEntries(
    supportedTypes('plain').map((type) => [
      type,
      { schema: { type: 'string', pattern: '^[A-Z]*$' } },
    ]),
  ),
}
const lookup = {
  300: error('The alias names several sequences; they are listed'),
  400: error('The URL is malformed'),
  404: error('Nothing is known by this identifier'),
  406: error('No media type of Accept can be sent; those that can are listed'),
  412: error('If-Match names another version'),
  414: error('The URL is longer than 8,192 bytes'),
}
const JSON_TYPES = supportedTypes('json')

/** Parameters of all routes that send residues. */
export const PART_PARAMETERS = [
  position('start', 'First residue, from 0. May be after end on a circular sequence.'),
  position('end', 'The residue after the last'),
  header('Range', 'One range of bytes, instead of start and end'),
  IF_NONE_MATCH,
  IF_MATCH,
  header('If-Range', 'An entity tag: the Range counts only if it is the current one'),
]

const refgetPaths = {
  '/sequence/{id}': {
    get: {
      tags: ['refget'],
      operationId: 'getSequence',
      summary: 'The residues of a sequence, or a part of them',
      parameters: [ID, ...PART_PARAMETERS, ACCEPT],
      responses: {
        200: { description: 'All residues, or those from start to end', ...residues },
        206: { description: 'Those of the Range', ...residues },
        304: { description: 'The client has it already' },
        ...lookup,
        400: error(
          'A position or Range that is malformed, both together, or a start beyond the end',
        ),
        416: error('The part is outside of the sequence, or longer than this server sends'),
        500: error('The stored sequence could not be read faultlessly'),
      },
    },
  },
  '/sequence/{id}/metadata': {
    get: {
      tags: ['refget'],
      operationId: 'getMetadata',
      summary: 'Digests, length and all names of a sequence',
      parameters: [ID, IF_NONE_MATCH, IF_MATCH, ACCEPT],
      responses: {
        200: { description: 'Metadata', content: json('Metadata', JSON_TYPES) },
        304: { description: 'The client has it already' },
        ...lookup,
      },
    },
  },
  '/sequence/service-info': {
    get: {
      tags: ['refget'],
      operationId: 'getServiceInfo',
      summary: 'What this service can do',
      parameters: [IF_NONE_MATCH, IF_MATCH, ACCEPT],
      responses: {
        200: { description: 'Service info', content: json('ServiceInfo', JSON_TYPES) },
        304: { description: 'The client has it already' },
        406: lookup[406],
        412: lookup[412],
      },
    },
  },
}

const page = (operationId: string, summary: string, content: Record<string, object>) => ({
  get: {
    tags: ['server'],
    operationId,
    summary,
    responses: { 200: { description: summary, content } },
  },
})
const HTML = { 'text/html': { schema: { type: 'string' } } }

const serverPaths = {
  '/': page('getHome', 'What is here', { ...json('Home', ['application/json']), ...HTML }),
  '/docs': page('getDocs', 'This document as a page', HTML),
  '/openapi.json': page('getOpenapi', 'This document', {
    'application/json': { schema: { type: 'object' } },
  }),
  '/ping': page('ping', 'Whether a refget server is here', {
    'text/plain': { schema: { type: 'string' } },
  }),
}

const operationsPaths = {
  '/healthz': page(
    'getHealth',
    'Whether the process answers',
    json('Status', ['application/json']),
  ),
  '/readyz': {
    get: {
      tags: ['server'],
      operationId: 'getReadiness',
      summary: 'Whether the store answers too',
      responses: {
        200: { description: 'It does', content: json('Status', ['application/json']) },
        503: error('It does not, or the server is stopping'),
      },
    },
  },
}

/** @param atRoot Whether to list what is not repeated under base paths. */
export function openapiPaths(atRoot: boolean) {
  return { ...refgetPaths, ...serverPaths, ...(atRoot ? operationsPaths : {}) }
}
