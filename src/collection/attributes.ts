/**
 * Attributes of a sequence collection, with the qualifiers of Sequence Collections 1.0.0: the one
 * table from which the schema, the levels, the filters and the comparison are made.
 */
export interface Attribute {
  readonly name: AttributeName
  /** Enters the digest of the collection. */
  readonly inherent: boolean
  /** Has an element for each member, in the order of the members. */
  readonly collated: boolean
  /** Known by its digest alone: neither in level 2 nor by itself, nor compared. */
  readonly transient: boolean
  /** Of the elements, for the schema. */
  readonly items: object
  readonly description: string
}

export type AttributeName =
  | 'names'
  | 'lengths'
  | 'sequences'
  | 'name_length_pairs'
  | 'sorted_name_length_pairs'
  | 'sorted_sequences'

const SEQUENCE = { type: 'string', pattern: '^SQ\\.[0-9A-Za-z_-]{32}$' }
const LENGTH = { type: 'integer', minimum: 0 }

/** In the order in which ingest states them and answers list them. */
export const ATTRIBUTES: readonly Attribute[] = [
  {
    name: 'names',
    ...{ inherent: true, collated: true, transient: false },
    items: { type: 'string' },
    description: 'Name of each sequence: the first word of its FASTA header.',
  },
  {
    // Not inherent since the decision of October 2024: the sequences imply it.
    name: 'lengths',
    ...{ inherent: false, collated: true, transient: false },
    items: LENGTH,
    description: 'Residues of each sequence.',
  },
  {
    name: 'sequences',
    ...{ inherent: true, collated: true, transient: false },
    items: SEQUENCE,
    description: 'Refget 2.0.0 identifier of each sequence, without a namespace.',
  },
  {
    name: 'name_length_pairs',
    ...{ inherent: false, collated: true, transient: false },
    items: {
      type: 'object',
      properties: { length: LENGTH, name: { type: 'string' } },
      required: ['length', 'name'],
    },
    description: 'Name and length of each sequence: a coordinate system.',
  },
  {
    name: 'sorted_name_length_pairs',
    ...{ inherent: false, collated: false, transient: true },
    items: { type: 'string', pattern: '^[0-9A-Za-z_-]{32}$' },
    description: 'Digests of the name_length_pairs, sorted: a coordinate system in any order.',
  },
  {
    // Comparisons of the compliance suite list it, so it is not transient.
    name: 'sorted_sequences',
    ...{ inherent: false, collated: false, transient: false },
    items: SEQUENCE,
    description: 'The sequences, sorted as ASCII: what is there, in any order.',
  },
]

/** Those that level 2 shows and comparisons compare. */
export const LEVEL2_ATTRIBUTES: readonly Attribute[] = ATTRIBUTES.filter(
  ({ transient }) => !transient,
)

/** The attribute of a name, if there is one. */
export function findAttribute(name: string): Attribute | undefined {
  return ATTRIBUTES.find((attribute) => attribute.name === name)
}
