import { error, IF_MATCH, IF_NONE_MATCH, PART_PARAMETERS, schemaOf } from '../openapi-parts.ts'
import { supportedTypes } from './media-types.ts'

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
const json = (schema: string) =>
  Object.fromEntries(supportedTypes('json').map((type) => [type, { schema: schemaOf(schema) }]))
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

/** Paths of refget. */
export const refgetPaths = {
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
        200: { description: 'Metadata', content: json('Metadata') },
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
        200: { description: 'Service info', content: json('ServiceInfo') },
        304: { description: 'The client has it already' },
        406: lookup[406],
        412: lookup[412],
      },
    },
  },
}
