import { ATTRIBUTES } from './attributes.ts'

/**
 * The JSON Schema that service-info serves: it covers every attribute, and says which are inherent
 * and transient in the words of Sequence Collections 1.0.0 (top-level `ga4gh`, local `collated`).
 * The published "extended" schema is no valid JSON, so properties are spelled out here.
 */
export const collectionSchema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'Sequence collection',
  description: 'A collection of biological sequences: GA4GH Sequence Collections 1.0.0.',
  type: 'object',
  properties: Object.fromEntries(
    ATTRIBUTES.map(({ name, collated, items, description }) => [
      name,
      { type: 'array', collated, description, items },
    ]),
  ),
  required: ['names', 'lengths', 'sequences'],
  ga4gh: {
    inherent: ATTRIBUTES.filter(({ inherent }) => inherent).map(({ name }) => name),
    transient: ATTRIBUTES.filter(({ transient }) => transient).map(({ name }) => name),
    passthru: [],
  },
} as const
