/** Schemas of the bodies. */
export const openapiSchemas = {
  Metadata: {
    type: 'object',
    required: ['metadata'],
    properties: {
      metadata: {
        type: 'object',
        required: ['id', 'md5', 'trunc512', 'ga4gh', 'length', 'aliases'],
        properties: {
          id: { type: 'string', description: 'The identifier of this server, the same as ga4gh' },
          md5: { type: 'string', pattern: '^[0-9a-f]{32}$' },
          trunc512: { type: 'string', pattern: '^[0-9a-f]{48}$' },
          ga4gh: { type: 'string', pattern: '^SQ\\.[0-9A-Za-z_-]{32}$' },
          sha1: {
            type: 'string',
            pattern: '^[0-9a-f]{40}$',
            description: 'Where the store keeps it',
          },
          length: { type: 'integer', minimum: 0, description: 'In residues; may exceed 2^32' },
          aliases: {
            type: 'array',
            description: 'All names, the ga4gh identifier first',
            items: {
              type: 'object',
              required: ['alias', 'naming_authority'],
              properties: {
                alias: { type: 'string' },
                naming_authority: {
                  type: 'string',
                  description: 'For 1.0.x spelled Ensembl, INSDC, RefSeq, UCSC; else in lower case',
                },
              },
            },
          },
        },
      },
    },
  },
  ServiceInfo: {
    type: 'object',
    description:
      'With "service" for 1.0.x, with "refget" and the keys of GA4GH service-info for 2.0.0, with both for application/json',
    properties: {
      id: { type: 'string' },
      name: { type: 'string' },
      type: {
        type: 'object',
        properties: {
          group: { const: 'org.ga4gh' },
          artifact: { const: 'refget-sequence' },
          version: { type: 'string' },
        },
      },
      organization: {
        type: 'object',
        properties: { name: { type: 'string' }, url: { type: 'string' } },
      },
      version: { type: 'string' },
      refget: { $ref: '#/components/schemas/Capabilities' },
      service: { $ref: '#/components/schemas/Capabilities' },
    },
  },
  Capabilities: {
    type: 'object',
    required: ['circular_supported', 'algorithms', 'subsequence_limit'],
    properties: {
      circular_supported: { type: 'boolean' },
      algorithms: { type: 'array', items: { type: 'string' } },
      subsequence_limit: { type: ['integer', 'null'] },
      identifier_types: { type: 'array', items: { type: 'string' } },
      supported_api_versions: { type: 'array', items: { type: 'string' } },
    },
  },
  Home: {
    type: 'object',
    properties: {
      name: { type: 'string' },
      version: { type: 'string' },
      sequences: { type: 'integer' },
      residues: { type: 'integer' },
      aliases: { type: 'integer' },
      collections: { type: 'integer' },
      links: { type: 'object', additionalProperties: { type: 'string' } },
      examples: { type: 'array', items: { type: 'object' } },
      exampleCollections: { type: 'array', items: { type: 'object' } },
    },
  },
  Status: {
    type: 'object',
    required: ['status'],
    properties: { status: { const: 'ok' } },
  },
  Error: {
    type: 'object',
    required: ['status', 'error', 'message'],
    properties: {
      status: { type: 'integer' },
      error: { type: 'string', description: 'A code that stays the same' },
      message: { type: 'string', description: 'What is wrong and what to do' },
      supported: { type: 'array', items: { type: 'string' }, description: 'With 406' },
      collections: {
        type: 'array',
        description: 'With 300',
        items: {
          type: 'object',
          required: ['digest'],
          properties: { digest: { type: 'string' }, url: { type: 'string' } },
        },
      },
      sequences: {
        type: 'array',
        description: 'With 300',
        items: {
          type: 'object',
          required: ['id', 'url', 'length'],
          properties: {
            id: { type: 'string' },
            url: { type: 'string' },
            length: { type: 'integer' },
          },
        },
      },
    },
  },
} as const
