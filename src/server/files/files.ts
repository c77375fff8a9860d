import { createHash } from 'node:crypto'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import {
  type CollectionFile,
  type CollectionFiles,
  type FileFormat,
  type FileRequest,
  LINE_WIDTH,
} from '../../collection/files/collection-files.ts'
import { FileError } from '../../collection/files/file-error.ts'
import { sha512t24u } from '../../digest/sha512t24u.ts'
import { BGZF_LEVEL } from '../../formats/bgzf-writer.ts'
import type { CollectionStore } from '../../store/collections.ts'
import { effectiveAccept, parseAccept, preference } from '../accept.ts'
import { CACHE } from '../caching.ts'
import { evaluate, rangeApplies } from '../conditions.ts'
import { CORS_HEADERS } from '../cors.ts'
import { ProtocolError } from '../errors.ts'
import { PAGE_HEADERS } from '../html.ts'
import { resource } from '../methods.ts'
import { originOf } from '../origin.ts'
import { type Parameter, parseByteRange, within } from '../range.ts'
import { sendPieces } from '../send-pieces.ts'
import { sendText } from '../send-text.ts'
import { contentDisposition, type Ending, mediaType, parseFileName } from './file-name.ts'
import { type FoundCollection, findFile } from './find-file.ts'
import { listFiles, listingPage } from './listing.ts'
import { sendBgzip } from './send-bgzip.ts'

export interface FilesOptions {
  readonly collections: CollectionStore
  readonly files: CollectionFiles
}

type Query = Readonly<Record<'mask' | 'accept', Parameter>>

const FIXED_HEADERS = Object.entries({
  ...CORS_HEADERS,
  // Names in a file are whatever somebody wrote: no browser may take it for a page.
  'X-Content-Type-Options': 'nosniff',
}).flat()

/** Collections as the files that every tool opens, at `/files/{collection}.fa` and the like. */
export async function files(app: FastifyInstance, options: FilesOptions): Promise<void> {
  const urlOf = (collection: string, ending: Ending | undefined, mask?: string) =>
    `${app.prefix}/files/${encodeURIComponent(collection).replaceAll('%3A', ':')}${ending ? `.${ending}` : ''}${mask ? `?mask=${mask}` : ''}`

  resource(app, '/files/:name', async (request: FastifyRequest, reply: FastifyReply) => {
    const query = request.query as Query
    const name = parseFileName((request.params as { name: string }).name)
    const found = await findFile(options.collections, name, query.mask, (digest, mask) =>
      urlOf(digest, name.ending, mask),
    )
    const mask = typeof query.mask === 'string' ? query.mask : undefined
    if (name.ending === undefined) {
      const listing = await listFiles(options.files, found, (ending) =>
        urlOf(name.collection, ending, mask),
      )
      const accept = parseAccept(effectiveAccept(query.accept, request.headers.accept))
      const html = preference(accept, 'text/html')
      const isPerson = html.specificity === 2 && html.q >= preference(accept, 'application/json').q
      return sendText(request, reply, {
        contentType: isPerson ? 'text/html; charset=utf-8' : 'application/json; charset=utf-8',
        // Files can be added to it.
        cacheControl: CACHE.brief,
        ...(isPerson && { headers: PAGE_HEADERS }),
        body: isPerson ? listingPage(name.collection, listing) : JSON.stringify(listing),
      })
    }
    const origin = originOf(request)
    const uri = origin && origin + urlOf(name.collection, 'fa', mask)
    const { record, describedBy } = found
    const wanted = { record, describedBy, mask: found.mask, uri }
    await sendFile(request, reply, options.files, found, name.collection, name.ending, wanted)
  })
}

async function sendFile(
  request: FastifyRequest,
  reply: FastifyReply,
  files: CollectionFiles,
  { id }: FoundCollection,
  collection: string,
  ending: Ending,
  wanted: FileRequest,
): Promise<void> {
  const { headers, method } = request.raw
  const isHead = method === 'HEAD'
  const isGzip = ending === 'fa.gz'
  // Range is defined for GET alone (RFC 9110, section 14.2).
  const rangeHeader = isHead || isGzip ? undefined : headers.range
  const range = rangeHeader === undefined ? undefined : parseByteRange(rangeHeader)
  const file = await opened(files, isGzip ? 'fa' : ending, wanted)

  const etag = etagOf(id, ending, wanted)
  const verdict = evaluate(headers, etag)
  if (verdict === 'failed') throw new ProtocolError('PRECONDITION_FAILED', { etag })

  const isLasting = collection === id && OF_CONTENT.has(ending)
  let status = verdict === 'not-modified' ? 304 : 200
  let part = { start0: 0, end0: file.size }
  const answer: string[] = [
    ...['Content-Type', mediaType(ending)],
    ...['Content-Disposition', contentDisposition(collection, ending)],
    ...['Accept-Ranges', isGzip ? 'none' : 'bytes'],
    ...['ETag', etag, 'Cache-Control', isLasting ? CACHE.immutable : CACHE.brief],
    ...FIXED_HEADERS,
  ]
  if (status === 200 && range !== undefined && rangeApplies(headers, etag)) {
    const segment = within(range, file.size)
    if (segment === undefined) {
      throw new ProtocolError(
        'EMPTY_FILE_RANGE',
        { value: rangeHeader!, size: file.size },
        { headers: { 'Content-Range': `bytes */${file.size}` } },
      )
    }
    part = segment
    status = 206
    answer.push('Content-Range', `bytes ${part.start0}-${part.end0 - 1}/${file.size}`)
  }
  if (file.warning !== undefined) answer.push('Warning', `299 - "${file.warning}"`)
  if (!isGzip) answer.push('Content-Length', `${part.end0 - part.start0}`)
  if (isHead || status === 304) {
    reply.hijack()
    reply.raw.writeHead(status, answer).end()
    return
  }
  if (isGzip) return sendBgzip(reply, answer, file)
  let at = part.start0
  await sendPieces(reply, status, answer, part.end0 - part.start0, async (into) => {
    await file.read(at, at + into.length, into)
    at += into.length
  })
}

/** What the digest says all of: case and descriptions may come to be those of another file. */
const OF_CONTENT: ReadonlySet<Ending> = new Set<Ending>(['chrom.sizes', 'dict', 'n.bed'])

async function opened(
  files: CollectionFiles,
  format: FileFormat,
  wanted: FileRequest,
): Promise<CollectionFile> {
  try {
    return await files.open(format, wanted)
  } catch (error) {
    if (!(error instanceof FileError)) throw error
    const { code: reason, message } = error
    throw new ProtocolError('FORMAT_LIMIT', {}, { body: { reason, message } })
  }
}

/** Of how files are laid out; to be raised when their bytes change. */
const LAYOUT = 1

/** Strong entity tag, of all that the bytes of a file depend on. */
function etagOf(id: string, ending: Ending, { describedBy, mask, uri }: FileRequest): string {
  const described = sha512t24u(describedBy.described)
  const masked = mask ? sha512t24u(mask) : 'none'
  const lines = `${LINE_WIDTH}`
  const depends: Readonly<Record<Ending, readonly string[]>> = {
    fa: [described, masked, lines],
    'fa.gz': [described, masked, lines, `${BGZF_LEVEL}`, process.versions.zlib!],
    'fa.fai': [described, lines],
    dict: [createHash('sha1').update(`${uri}`).digest('base64url')],
    'chrom.sizes': [],
    'n.bed': [],
    'mask.bed': [masked],
    '2bit': [masked],
  }
  return `"${[id, ending, ...depends[ending], LAYOUT].join(';')}"`
}
