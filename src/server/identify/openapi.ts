const error = (description: string) => ({
  description,
  content: { 'application/json': { schema: { $ref: '#/components/schemas/Error' } } },
})

/** Paths of identify. */
export const identifyPaths = {
  '/identify': {
    post: {
      tags: ['collections'],
      operationId: 'identify',
      summary: 'Which collections a file belongs to, the best match first',
      requestBody: {
        required: true,
        description:
          'A header of SAM, BAM, CRAM, VCF or BCF, a `.dict`, `.fai` or `.chrom.sizes`, FASTA, plain or in gzip, or JSON with `names`, `lengths`, `md5s` and `sequences`. Content-Type is not looked at',
        content: {
          'application/octet-stream': { schema: { type: 'string', format: 'binary' } },
          'application/json': { schema: { type: 'object' } },
        },
      },
      responses: {
        200: {
          description: 'The matches; none where nothing matches',
          content: {
            'application/json': {
              schema: {
                type: 'object',
                required: ['format', 'sequences', 'problems', 'matches'],
                properties: {
                  format: { type: 'string', examples: ['BAM'] },
                  sequences: { type: 'integer' },
                  lengths: { type: 'integer', description: 'Sequences with a length' },
                  checksums: { type: 'integer', description: 'Sequences with a checksum' },
                  problems: { type: 'array', items: { type: 'string' } },
                  capped: { type: ['string', 'null'], description: 'What was left undone' },
                  matches: {
                    type: 'array',
                    items: {
                      type: 'object',
                      required: ['digest', 'verdict', 'content', 'words', 'score', 'url'],
                      properties: {
                        digest: { type: 'string', description: 'Of the collection' },
                        verdict: {
                          enum: [
                            ...['exact', 'consistent', 'reordered', 'renamed'],
                            ...['subset', 'superset', 'near-miss', 'partial'],
                          ],
                        },
                        content: { enum: ['checked', 'partly-checked', 'not-checked'] },
                        words: { type: 'array', items: { type: 'string' } },
                        score: { type: 'object' },
                        url: { type: 'string', description: 'The right FASTA file' },
                      },
                    },
                  },
                },
              },
            },
          },
        },
        400: error('The body is no such file; `cause` says why'),
        413: error('The header or file is too long; `cause` has the limit'),
      },
    },
  },
}
