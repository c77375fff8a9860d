import { error, PART_PARAMETERS } from '../openapi-parts.ts'

const digits = (name: string, length: number, example: string, description: string) => ({
  ...{ name, in: 'path', required: true, description, example },
  schema: { type: 'string', pattern: `^[0-9A-Fa-f]{${length}}$` },
})

// Of "ACGT".
const MD5 = 'f1f8f4bf413b16ad135722aa4591043e'
const SHA1 = '2108994e17f6cca9ff2352ada92b6511db076034'

const reference = (
  operationId: string,
  summary: string,
  ...ids: readonly ReturnType<typeof digits>[]
) => ({
  get: {
    tags: ['cram'],
    operationId,
    summary,
    parameters: [...ids, ...PART_PARAMETERS],
    responses: {
      200: {
        description: 'All residues, in upper case and without a line end',
        content: { 'text/plain': { schema: { type: 'string', pattern: '^[A-Z]*$' } } },
      },
      206: {
        description: 'Those of the Range',
        content: { 'text/plain': { schema: { type: 'string', pattern: '^[A-Z]*$' } } },
      },
      304: { description: 'The client has it already' },
      400: error('A position or Range that is malformed, or both together'),
      404: error('No such sequence is known'),
      412: error('If-Match names another version'),
      416: error('The part is outside of the sequence, or longer than this server sends'),
      500: error('The stored sequence could not be read faultlessly'),
    },
  },
})

/** Where CRAM readers look for references. Refget answers below `/ena/cram/sequence` too. */
export const cramPaths = {
  '/ena/cram/md5/{md5}': reference(
    'getReferenceByMd5',
    'A reference, as REF_PATH=http:://host::port/ena/cram/md5/%s asks for it',
    digits('md5', 32, MD5, 'MD5, as in M5 of an @SQ line'),
  ),
  '/ena/cram/sha1/{sha1}': reference(
    'getReferenceBySha1',
    'A reference by SHA-1, where the store keeps it (seqkeep add --sha1)',
    digits('sha1', 40, SHA1, 'SHA-1'),
  ),
  '/{md5}': reference(
    'getReference',
    'A reference, as REF_PATH=http:://host::port/%s and ref-cache ask for it',
    digits('md5', 32, MD5, 'MD5'),
  ),
  '/{first}/{second}/{rest}': reference(
    'getReferenceBySplitMd5',
    'A reference, as REF_PATH=http:://host::port/%2s/%2s/%s asks for it',
    digits('first', 2, MD5.slice(0, 2), 'Digits 1 and 2 of the MD5'),
    digits('second', 2, MD5.slice(2, 4), 'Digits 3 and 4'),
    digits('rest', 28, MD5.slice(4), 'The other 28'),
  ),
}
