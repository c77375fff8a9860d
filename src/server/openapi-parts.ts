/** What the OpenAPI documents of all protocols are put together from. */

export const TEXT = { type: 'string' }
export const NUMBER = { type: 'integer', minimum: 0 }

export const path = (name: string, description: string, example?: string) => ({
  ...{ name, in: 'path', required: true, description, schema: TEXT },
  ...(example && { example }),
})
export const query = (name: string, description: string, schema: object = TEXT) => ({
  ...{ name, in: 'query', description, schema },
})
export const position = (name: string, description: string) => query(name, description, NUMBER)
export const header = (name: string, description: string) => ({
  ...{ name, in: 'header', description, schema: TEXT },
})

export const IF_NONE_MATCH = header(
  'If-None-Match',
  'Entity tags: 304 if one is of what would be sent',
)
export const IF_MATCH = header('If-Match', 'Entity tags: 412 unless one is of what would be sent')
export const IF_RANGE = header(
  'If-Range',
  'An entity tag: the Range counts only if it is the current one',
)

/** Parameters of all routes that send residues. */
export const PART_PARAMETERS = [
  position('start', 'First residue, from 0. May be after end on a circular sequence.'),
  position('end', 'The residue after the last'),
  header('Range', 'One range of bytes, instead of start and end'),
  ...[IF_NONE_MATCH, IF_MATCH, IF_RANGE],
]

export const json = (description: string, schema: object = { type: 'object' }) => ({
  description,
  content: { 'application/json': { schema } },
})
export const schemaOf = (name: string) => ({ $ref: `#/components/schemas/${name}` })
export const error = (description: string) => json(description, schemaOf('Error'))

export const shape = (properties: Record<string, object>) => ({
  type: 'object',
  required: Object.keys(properties),
  properties,
})
export const listOf = (items: object) => ({ type: 'array', items })

export const operation = (
  tag: string,
  operationId: string,
  summary: string,
  parameters: readonly object[],
  responses: object,
) => ({ tags: [tag], operationId, summary, parameters, responses })
