import { header, IF_MATCH, IF_NONE_MATCH, position } from '../openapi-parts.ts'

const ALIAS = {
  name: 'alias',
  in: 'path',
  required: true,
  description:
    'namespace:alias (`refseq:`, `NCBI:`, `ensembl:`, `GRCh38:`, `ga4gh:SQ.`, `VMC:GS_`, `MD5:`, `SHA1:`, `SEGUID:`, ...), a digest, or a name that is unique',
  schema: { type: 'string' },
  example: 'ga4gh:SQ.aKF498dAxcJAqme6QYQ7EZ07-fiw8Kw2',
}
const problem = (description: string) => ({
  description,
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
})
const lookup = {
  304: { description: 'The client has it already' },
  404: problem('Nothing is known by this name'),
  412: problem('If-Match names another version'),
  422: problem('Several sequences are known by this name'),
  500: problem('The stored sequence could not be read faultlessly'),
}

/** The service of biocommons.seqrepo. Its refget 1.0.0 answers below `/refget/1`. */
export const seqrepoPaths = {
  '/seqrepo/1/sequence/{alias}': {
    get: {
      tags: ['seqrepo'],
      operationId: 'getSeqrepoSequence',
      summary: 'The residues of a sequence, or a slice of them',
      parameters: [
        ALIAS,
        position('start', 'First residue, from 0'),
        position('end', 'The residue after the last; what lies beyond the sequence is left out'),
        header('Range', 'One range of bytes, instead of start and end'),
        IF_NONE_MATCH,
        IF_MATCH,
      ],
      responses: {
        200: { description: 'The residues', content: { 'text/plain': {} } },
        206: { description: 'Those of the Range', content: { 'text/plain': {} } },
        ...lookup,
        400: problem('A position or Range that is malformed, or both together'),
        416: problem('The Range is outside of the sequence, or the part longer than is sent'),
        422: problem('Several sequences are known by this name, or start is after end'),
      },
    },
  },
  '/seqrepo/1/metadata/{alias}': {
    get: {
      tags: ['seqrepo'],
      operationId: 'getSeqrepoMetadata',
      summary: 'Length, alphabet and all names of a sequence',
      parameters: [ALIAS, IF_NONE_MATCH, IF_MATCH],
      responses: {
        200: {
          description: 'Metadata',
          content: {
            'application/json': { schema: { $ref: '#/components/schemas/SeqrepoMetadata' } },
          },
        },
        ...lookup,
      },
    },
  },
  '/seqrepo/1/ping': {
    get: {
      tags: ['seqrepo'],
      operationId: 'pingSeqrepo',
      summary: 'Whether the service is here, and its version',
      responses: {
        200: {
          description: 'It is',
          content: { 'application/json': { schema: { type: 'object' } } },
        },
      },
    },
  },
}

/** Schemas of the bodies. */
export const seqrepoSchemas = {
  SeqrepoMetadata: {
    type: 'object',
    required: ['added', 'aliases', 'alphabet', 'length'],
    properties: {
      added: { type: 'null', description: 'A store keeps no dates' },
      aliases: {
        type: 'array',
        items: { type: 'string' },
        description: 'namespace:alias, under each spelling of the namespace',
      },
      alphabet: { type: 'string', description: 'The distinct residues, sorted' },
      length: { type: 'integer', minimum: 0 },
    },
  },
  Problem: {
    type: 'object',
    required: ['detail', 'status', 'title', 'type', 'error'],
    properties: {
      detail: { type: 'string', description: 'What is wrong and what to do' },
      status: { type: 'integer' },
      title: { type: 'string' },
      type: { const: 'about:blank' },
      error: { type: 'string', description: 'A code that stays the same' },
    },
  },
}
