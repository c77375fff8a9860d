import { error, header, IF_MATCH, IF_NONE_MATCH, IF_RANGE, query } from '../openapi-parts.ts'

const TEXT = { 'text/plain': { schema: { type: 'string' } } }
const BYTES = { schema: { type: 'string', format: 'binary' } }

/** Paths of collections as files. */
export const filesPaths = {
  '/files/{file}': {
    get: {
      tags: ['files'],
      operationId: 'getFile',
      summary: 'A collection as a file, or the list of its files',
      parameters: [
        {
          name: 'file',
          in: 'path',
          required: true,
          description:
            'A digest, `authority:alias` or an unambiguous alias, and `.fa`, `.fa.fai`, `.dict`, `.chrom.sizes`, `.2bit`, `.n.bed`, `.mask.bed` or `.fa.gz`; without an ending, the list',
          schema: { type: 'string' },
          example: 'insdc:GCA_000146045.2.fa.fai',
        },
        query('mask', '`none` for upper case alone, or the id of a mask of the collection'),
        header('Range', 'One range of bytes'),
        ...[IF_NONE_MATCH, IF_MATCH, IF_RANGE],
      ],
      responses: {
        200: {
          description: 'The file',
          content: {
            ...TEXT,
            'application/octet-stream': BYTES,
            'application/gzip': BYTES,
            'application/json': { schema: { type: 'object' } },
            'text/html': { schema: { type: 'string' } },
          },
        },
        206: { description: 'Those bytes of it', content: TEXT },
        300: error('The alias names several collections; they are listed'),
        304: { description: 'The client has it already' },
        400: error('The Range is malformed'),
        404: error('Nothing is known by this name, or no such mask; those there are, are listed'),
        409: error('The format cannot hold this collection; the message says why'),
        412: error('If-Match names another version'),
        416: error('The Range is outside of the file'),
        500: error('What the file is made of could not be read faultlessly'),
      },
    },
  },
}
