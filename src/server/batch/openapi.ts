import { error, query } from '../openapi-parts.ts'
import { BODY_TYPES, LIMITS } from './body.ts'
import { METADATA_TYPES } from './metadata.ts'
import { sequenceTypes } from './sequences.ts'

const PARAMETERS = [
  query(
    'collection',
    'Digest, `authority:alias` or alias of the collection whose members are meant; any identifiers of sequences without it',
  ),
  query('mask', '`none`, or the mask of another file of the collection'),
  query('accept', 'Takes the place of the Accept header'),
]

const content = (types: readonly string[], json: string) =>
  Object.fromEntries(
    types.map((type) => [
      type,
      {
        schema: /json/.test(type) ? { $ref: `#/components/schemas/${json}` } : { type: 'string' },
      },
    ]),
  )

const batch = (
  operationId: string,
  summary: string,
  body: string,
  types: readonly string[],
  entry: string,
) => ({
  post: {
    tags: ['batch'],
    operationId,
    summary,
    description: `At most ${LIMITS.entries.toLocaleString('en-US')} entries in ${LIMITS.bytes / 2 ** 20} MiB. Each is answered in its place and order; what cannot be had is an entry that says why.`,
    parameters: PARAMETERS,
    requestBody: { required: true, content: content(BODY_TYPES, body) },
    responses: {
      200: { description: 'An entry for each', content: content(types, entry) },
      300: error('The alias names several collections; they are listed'),
      400: error('The body is not JSON; the message says where'),
      404: error('No such collection or mask is known'),
      406: error('No media type of Accept can be sent; those that can are listed'),
      413: error('There is too much in the body'),
      415: error('The body is of another type, or encoded'),
      500: error('A stored sequence could not be read faultlessly'),
    },
  },
})

export const batchPaths = {
  '/sequences': batch(
    'postSequences',
    'The residues of many regions',
    'Regions',
    sequenceTypes('lines'),
    'RegionEntry',
  ),
  '/metadata': batch(
    'postMetadata',
    'The metadata of many sequences',
    'Identifiers',
    METADATA_TYPES,
    'MetadataEntry',
  ),
}

const PROBLEM = {
  type: 'object',
  required: ['status', 'code', 'message'],
  properties: {
    status: { type: 'integer', description: 'Of HTTP, as if asked for alone' },
    code: { type: 'string' },
    message: { type: 'string' },
  },
}

export const batchSchemas = {
  Regions: {
    type: 'array',
    description: 'Or `{"regions": [...]}`; one a line for JSON lines',
    items: {
      type: 'object',
      required: ['id'],
      properties: {
        id: { type: 'string' },
        start: { type: 'integer', minimum: 0, description: '0-start; 0 if absent' },
        end: { type: 'integer', minimum: 0, description: 'Half-open; the length if absent' },
        strand: { enum: ['+', '-', '.'], description: '"-": the reverse complement' },
        name: { type: 'string', description: 'Comes back with the entry' },
      },
    },
  },
  RegionEntry: {
    type: 'object',
    description: 'One a line, with "sequence" or "error"',
    required: ['id', 'strand'],
    properties: {
      id: { type: 'string' },
      start: { type: 'integer' },
      end: { type: 'integer' },
      strand: { enum: ['+', '-'] },
      name: { type: 'string' },
      sequence: { type: 'string' },
      error: PROBLEM,
    },
  },
  Identifiers: {
    type: 'array',
    description: 'Or `{"ids": [...]}`; one a line for JSON lines and for text',
    items: { type: 'string' },
  },
  MetadataEntry: {
    type: 'object',
    description: 'One a line, with "metadata" or "error"',
    required: ['id'],
    properties: {
      id: { type: 'string' },
      metadata: { $ref: '#/components/schemas/Metadata/properties/metadata' },
      error: PROBLEM,
    },
  },
} as const
