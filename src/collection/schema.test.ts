import { describe, expect, it } from 'vitest'
import { ATTRIBUTES } from './attributes.ts'
import { collectionSchema } from './schema.ts'

describe('the schema', () => {
  it('covers every attribute, and says which are inherent, collated and transient', () => {
    expect(Object.keys(collectionSchema.properties)).toEqual(ATTRIBUTES.map(({ name }) => name))
    expect(collectionSchema.ga4gh).toEqual({
      inherent: ['names', 'sequences'],
      transient: ['sorted_name_length_pairs'],
      passthru: [],
    })
    const collated = Object.entries(collectionSchema.properties).filter(
      ([, value]) => value.collated,
    )
    expect(collated.map(([name]) => name)).toEqual([
      ...['names', 'lengths', 'sequences', 'name_length_pairs'],
    ])
    expect(collectionSchema.required).toEqual(['names', 'lengths', 'sequences'])
  })
})
