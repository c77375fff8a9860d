import { json, listOf, NUMBER, operation, path, shape, TEXT } from '../openapi-parts.ts'
import { COLLECTION, lookup, notAcceptable } from './openapi-answers.ts'

const OBJECT_ID = path('id', COLLECTION)
const ACCESS = path('access_id', 'As the object names it', 'https')

const drsPathsBelow = (base: string, suffix: string) => {
  const drs = (id: string, summary: string, parameters: readonly object[], responses: object) => ({
    get: operation('drs', `${id}${suffix}`, summary, parameters, responses),
  })
  return {
    [`${base}/objects/{id}`]: drs(
      'getObject',
      'The FASTA file of a collection: size, checksums, where it is',
      [OBJECT_ID],
      {
        200: json('A DRS object'),
        ...lookup,
      },
    ),
    [`${base}/objects/{id}/access/{access_id}`]: drs(
      'getAccess',
      'The URL of the file',
      [OBJECT_ID, ACCESS],
      {
        200: json('The URL', shape({ url: TEXT })),
        ...lookup,
      },
    ),
    [`${base}/objects/{id}/index`]: drs(
      'getIndex',
      'Where in the file each sequence begins',
      [OBJECT_ID],
      {
        200: json(
          'Offsets',
          shape({ line_bases: NUMBER, extra_line_bytes: NUMBER, offsets: listOf(NUMBER) }),
        ),
        ...lookup,
      },
    ),
    [`${base}/service-info`]: drs('getDrsServiceInfo', 'What the DRS service can do', [], {
      200: json('Service info'),
      ...notAcceptable,
    }),
  }
}

/** Paths of DRS, where GA4GH has them and where refgenie's server does. */
export const drsPaths = {
  ...drsPathsBelow('/ga4gh/drs/v1', ''),
  ...drsPathsBelow('/fasta', 'Fasta'),
}
