import { error, NUMBER, TEXT } from '../openapi-parts.ts'

const SAMPLE = { type: 'object', properties: { count: NUMBER, first: { type: 'array' } } }
const VERDICTS = [
  ...['exact', 'consistent', 'reordered', 'renamed'],
  ...['subset', 'superset', 'near-miss', 'partial'],
]

const MATCH = {
  type: 'object',
  properties: {
    digest: TEXT,
    verdict: { enum: VERDICTS },
    content: { enum: ['checked', 'partly-checked', 'not-checked'] },
    words: { type: 'array', items: TEXT },
    score: { type: 'object' },
    ...{ checked: NUMBER, members: NUMBER, residues: NUMBER },
    aliases: { type: 'array', items: TEXT },
    files: { type: 'array', items: { type: 'object' } },
    ...{ renamed: SAMPLE, changed: SAMPLE, otherLength: SAMPLE, missing: SAMPLE, extra: SAMPLE },
    ...{ command: TEXT, url: TEXT },
  },
}

/** The path of identification. */
export const identifyPaths = {
  '/identify': {
    post: {
      tags: ['identify'],
      operationId: 'identify',
      summary: 'The collections that a file belongs to, the best first',
      requestBody: {
        required: true,
        description:
          'A header of SAM, BAM, CRAM, VCF or BCF, a .dict, .fai, .chrom.sizes or FASTA file, plain or in gzip, or JSON; told by its content',
        content: { '*/*': { schema: { type: 'string', format: 'binary' } } },
      },
      responses: {
        200: {
          description: 'What matches; nothing may',
          content: {
            'application/json': {
              schema: {
                type: 'object',
                properties: {
                  ...{ format: TEXT, sequences: NUMBER, lengths: NUMBER, checksums: NUMBER },
                  problems: { type: 'array', items: TEXT },
                  capped: { type: ['string', 'null'] },
                  matches: { type: 'array', items: MATCH },
                },
              },
            },
          },
        },
        400: error('The body is none of these, or damaged; `cause` says how'),
        408: error('The body did not arrive in time'),
        413: error('The header is longer than 128 MiB, or the FASTA file than 1 GiB'),
        503: error('The server is at work on other big files; Retry-After says when to ask again'),
      },
    },
  },
}
