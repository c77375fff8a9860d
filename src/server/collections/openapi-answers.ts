import { error } from '../openapi-parts.ts'

/** What names a collection. */
export const COLLECTION = 'Digest (32 base64url characters, no prefix) or `authority:alias`'

export const notAcceptable = { 406: error('JSON is all that can be sent') }
/** Answers of all that looks for something by a name. */
export const lookup = {
  300: error('The alias names several collections; they are listed'),
  404: error('Nothing is known by this name'),
  ...notAcceptable,
}
