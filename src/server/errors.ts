/** Every error that a client can meet: its code, status, and a message that says what to do. */
const ERRORS = {
  SEVERAL_SEQUENCES: [300, 'Several sequences are known as "{id}". Choose one of "sequences".'],
  SEVERAL_COLLECTIONS: [
    300,
    'Several collections are known as "{id}". Choose one of "collections".',
  ],
  BAD_REQUEST: [400, 'The request is not valid HTTP for this server. Check the URL and headers.'],
  BAD_URL: [400, 'The URL is not percent-encoded UTF-8. Encode the identifier and ask again.'],
  BAD_POSITION: [
    400,
    '"{name}" must be given once, as a whole number of digits up to {limit}, not as "{value}".',
  ],
  START_BEYOND_SEQUENCE: [
    400,
    '"start" is {start}, but the sequence has {length} residues. Ask for a start below {length}.',
  ],
  BAD_RANGE: [
    400,
    'The Range header "{value}" is not one range of bytes. Send "bytes=FIRST-LAST", "bytes=FIRST-" or "bytes=-COUNT".',
  ],
  RANGE_AND_POSITIONS: [
    400,
    'A Range header and "start" or "end" exclude each other. Send one or the other.',
  ],
  BAD_LEVEL: [
    400,
    '"level" is "{value}". Ask for level 1 (digests of attributes) or 2 (arrays); residues are at /sequence/.',
  ],
  BAD_PAGE: [
    400,
    '"{name}" must be given once, as a whole number from {least} on, not as "{value}".',
  ],
  PAGE_TOO_LARGE: [400, '"page_size" is {value}; at most {limit} are sent on a page.'],
  PAGE_BEYOND_END: [400, 'There are {total} in all: pages of {size} end before page {page}.'],
  UNKNOWN_FILTER: [
    400,
    '"{name}" is no attribute to filter by. Use one of {known}, or "page" and "page_size".',
  ],
  REPEATED_PARAMETER: [400, '"{name}" is given more than once. Send it once.'],
  BAD_COLLECTION: [400, 'The posted collection cannot be used: {reason}.'],
  BODY_CUT_SHORT: [400, 'The body ended before it was complete. Send it again.'],
  ALIASES_NOT_LISTED: [400, 'There is no list of names of "{kind}". There is one of "collection".'],
  COLLECTION_NOT_FOUND: [
    404,
    'No collection is known as "{id}". Ask by its digest (32 characters, no prefix) or by authority:alias; /list/collection has all.',
  ],
  ATTRIBUTE_NOT_FOUND: [404, 'No collection has an attribute "{name}" of the digest "{digest}".'],
  ATTRIBUTE_UNKNOWN: [404, 'There is no attribute "{name}". The attributes are {known}.'],
  ATTRIBUTE_TRANSIENT: [
    404,
    '"{name}" is known by its digest alone (transient), not by its value.',
  ],
  ALIAS_NOT_FOUND: [404, 'Nothing is known as "{id}". Check the naming authority and the alias.'],
  ACCESS_NOT_FOUND: [404, 'There is no access "{id}" to this object. Use "{known}".'],
  FILE_NOT_READ: [
    400,
    'The body does not tell its reference; "cause" says why. Send a header of SAM, BAM, CRAM, VCF or BCF, a .fai, .dict, .chrom.sizes, FASTA, or JSON with names, lengths and md5s.',
  ],
  BAD_BATCH: [400, '{reason}'],
  SEQUENCE_NOT_FOUND: [
    404,
    'No sequence is known as "{id}". Ask by MD5, ga4gh:SQ. identifier, TRUNC512 or authority:alias.',
  ],
  SHA1_NOT_KEPT: [
    404,
    'This store keeps no SHA-1. Ask by MD5, or add the files to a new store with "seqkeep add --sha1".',
  ],
  FILE_NOT_FOUND: [
    404,
    'No collection is known as "{id}", and no file of one ends so. Files end in one of "formats".',
  ],
  MASK_NOT_FOUND: [
    404,
    'This collection has no mask "{mask}". Ask for "none", or for the id of one of "masks".',
  ],
  ROUTE_NOT_FOUND: [404, 'Nothing is at this URL. See {docs} for what there is.'],
  METHOD_NOT_ALLOWED: [405, '{method} is not possible here. Use {allow}.'],
  NOT_ACCEPTABLE: [
    406,
    'None of the media types in Accept can be sent. Ask for one of those in "supported".',
  ],
  REQUEST_TIMEOUT: [408, 'The request did not arrive in time. Send it again.'],
  FORMAT_LIMIT: [409, 'This format cannot hold the collection.'],
  PRECONDITION_FAILED: [412, 'If-Match names another version. This one is {etag}.'],
  BODY_TOO_LARGE: [413, 'The body is longer than this URL takes. Send less of it at once.'],
  POST_TOO_LARGE: [413, 'The body is longer than {limit} bytes. Send a smaller collection.'],
  FILE_TOO_LONG: [
    413,
    'The body is longer than is read here; see "cause". "seqkeep identify --remote" digests a file where it is and sends what is needed.',
  ],
  BATCH_TOO_LARGE: [413, 'A batch has at most {limit} {unit}. Send several.'],
  URL_TOO_LONG: [414, 'The URL is longer than {limit} bytes. Ask by a digest, which is short.'],
  NOT_JSON: [
    415,
    'The body is of type "{type}". Send JSON, with Content-Type: application/json and no Content-Encoding.',
  ],
  BATCH_TYPE: [
    415,
    'The body is of type "{type}". Send one of "supported", without a Content-Encoding.',
  ],
  EMPTY_RANGE: [
    416,
    'The Range "{value}" holds none of the {length} residues of this sequence. Ask within 0-{last}.',
  ],
  EMPTY_FILE_RANGE: [
    416,
    'The Range "{value}" holds none of the {size} bytes of this file. Ask within them.',
  ],
  OUT_OF_BOUNDS: [
    416,
    '"{name}" is {value}, but the sequence has {length} residues. Ask within them.',
  ],
  NOT_CIRCULAR: [
    416,
    '"start" ({start}) is after "end" ({end}), and this sequence is not circular. Exchange them.',
  ],
  OVER_LIMIT: [
    416,
    'A part of {asked} residues was asked for; at most {limit} are sent. Ask for smaller parts, or for the whole sequence.',
  ],
  START_AFTER_END: [422, '"start" ({start}) is after "end" ({end}). Exchange them.'],
  HEADERS_TOO_LARGE: [431, 'The URL and headers are too large together. Send less of them.'],
  INTERNAL: [500, 'The server failed. Its log says why; ask again later.'],
  STORAGE_FAULT: [
    500,
    'The stored sequence could not be read faultlessly, so it is not sent. The operator should run "seqkeep verify".',
  ],
  TOO_MANY_MEMBERS: [
    501,
    'The collections here have more than {limit} members to look at, too many for one answer. Compare with one of them at /comparison.',
  ],
  BUSY: [
    503,
    'The server is at work on as many big requests as it can hold. Ask again in half a minute.',
  ],
  NOT_READY: [503, 'The store does not answer. Ask again later.'],
} as const satisfies Record<string, readonly [status: number, message: string]>

export type ErrorCode = keyof typeof ERRORS

/** What an error may carry beside its code. */
export interface ErrorExtras {
  /** Headers of the answer, such as `Content-Range` or `Allow`. */
  readonly headers?: Readonly<Record<string, string>>
  /** Further keys of the JSON body. */
  readonly body?: Readonly<Record<string, unknown>>
}

/** An answer that is an error. Throw it in a handler; the application sends it. */
export class ProtocolError extends Error {
  override readonly name = 'ProtocolError'
  readonly code: ErrorCode
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string

  /** @param values Fill the `{placeholders}` of the message; long ones are cut. */
  constructor(
    code: ErrorCode,
    values: Readonly<Record<string, string | number>> = {},
    extras: ErrorExtras = {},
  ) {
    const [status, template] = ERRORS[code]
    super(template.replace(/\{(\w+)\}/g, (_, key: string) => shortened(values[key])))
    this.code = code
    this.status = status
    this.headers = extras.headers ?? {}
    this.body = JSON.stringify({ status, error: code, message: this.message, ...extras.body })
  }
}

function shortened(value: string | number | undefined): string {
  const text = String(value)
  return text.length <= 100 ? text : `${text.slice(0, 100)}...`
}
