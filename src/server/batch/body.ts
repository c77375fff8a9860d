import { isAscii } from 'node:buffer'
import type { Readable } from 'node:stream'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { Pace } from '../../collection/pace.ts'
import { JsonError, jsonElements, jsonLineElements } from '../../formats/json-elements.ts'
import { type LineBlock, linesIn } from '../../formats/lines.ts'
import { ProtocolError } from '../errors.ts'

/** Bytes of a body, and entries in it: a million of BED, or half a million of JSON, have room. */
export const LIMITS = { bytes: 64 << 20, entries: 1_000_000 } as const

/** What a body is made of, by its media type. */
export type BodyLayout = 'json' | 'lines-of-json' | 'lines'

/** A body that is here as a whole, and sound: what is in it comes a few thousand entries at a time. */
export interface Body {
  readonly layout: BodyLayout
  entries<Entry>(
    onValues: (values: readonly unknown[], first: number) => Entry[],
    onLines: (lines: LineBlock) => Entry[],
  ): Generator<Entry[]>
}

const LAYOUTS: Readonly<Record<string, BodyLayout>> = {
  'application/json': 'json',
  'application/x-ndjson': 'lines-of-json',
  'application/jsonl': 'lines-of-json',
  'text/x-bed': 'lines',
  'text/plain': 'lines',
  'text/tab-separated-values': 'lines',
}

/** Media types of bodies. */
export const BODY_TYPES: readonly string[] = Object.keys(LAYOUTS)

/** Hands bodies to the handlers as streams. */
export function takeStreams(app: FastifyInstance): void {
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', (_request, body, done) => done(null, body))
}

/**
 * Reads a batch. All of it is taken in before the first byte is answered: most clients send their
 * whole body before they read, so that a server that answers meanwhile and waits for them to read
 * would wait for ever. And JSON that is none is found before anything is said.
 *
 * @param key Of the array, where the JSON is an object.
 * @throws {@link ProtocolError} 415, 413, 400.
 */
export async function readBody(request: FastifyRequest, key: string): Promise<Body> {
  const { headers } = request
  const type = headers['content-type'] ?? ''
  const encoding = headers['content-encoding'] ?? 'identity'
  const layout = LAYOUTS[type.split(';')[0]!.trim().toLowerCase()]
  if (layout === undefined || encoding !== 'identity') {
    throw new ProtocolError(
      'BATCH_TYPE',
      { type: encoding === 'identity' ? type : encoding },
      { body: { supported: BODY_TYPES } },
    )
  }
  const length = headers['content-length']
  const stream = request.body as Readable | undefined
  if (Number(length ?? 0) > LIMITS.bytes) {
    stream?.resume()
    throw tooMany('bytes', LIMITS.bytes)
  }
  const bytes = await allOf(stream, length === undefined ? undefined : Number(length))
  const body: Body = {
    layout,
    *entries(onValues, onLines) {
      if (layout === 'lines') {
        for (const lines of lineBlocks(bytes)) yield onLines(lines)
        return
      }
      let first = 0
      const elements = layout === 'json' ? jsonElements(bytes, key) : jsonLineElements(bytes)
      for (const values of elements) {
        yield onValues(values, first)
        first += values.length
      }
    },
  }
  await check(body)
  return body
}

/** Makes sure that the JSON is sound, and that there is not too much of it. */
async function check(body: Body): Promise<void> {
  const pace = new Pace(3)
  let count = 0
  try {
    const counted = (all: readonly unknown[]) => [all.length]
    const countedLines = ({ bytes }: LineBlock) => [
      linesIn(bytes) + (bytes.at(-1) === LINE_FEED ? 0 : 1),
    ]
    for (const [length] of body.entries(counted, countedLines)) {
      count += length!
      if (count > LIMITS.entries) throw tooMany('entries', LIMITS.entries)
      if (pace.due) await pace.rest()
    }
  } catch (error) {
    if (!(error instanceof JsonError)) throw error
    throw new ProtocolError('BAD_BATCH', { reason: error.message })
  }
}

const LINE_FEED = 10

/** Bytes of lines that are decoded at once. */
const LINES_BYTES = 64 * 1024

function* lineBlocks(all: Buffer): Generator<LineBlock> {
  let start = all[0] === 0xef && all[1] === 0xbb && all[2] === 0xbf ? 3 : 0
  for (let first = 1; start < all.length; ) {
    const lf = all.indexOf(LINE_FEED, Math.min(start + LINES_BYTES, all.length))
    const bytes = all.subarray(start, lf < 0 ? all.length : lf + 1)
    yield { first, bytes, encoding: isAscii(bytes) ? 'latin1' : 'utf8' }
    first += linesIn(bytes)
    start += bytes.length
  }
}

async function allOf(stream: Readable | undefined, length: number | undefined): Promise<Buffer> {
  if (!stream) return Buffer.alloc(0)
  const chunks: Buffer[] = []
  let all = length === undefined ? undefined : Buffer.allocUnsafeSlow(length)
  let bytes = 0
  try {
    const incoming: AsyncIterable<Buffer> = stream.iterator({ destroyOnReturn: false })
    for await (const chunk of incoming) {
      bytes += chunk.length
      if (bytes > LIMITS.bytes) throw tooMany('bytes', LIMITS.bytes)
      if (all) chunk.copy(all, bytes - chunk.length)
      else chunks.push(chunk)
    }
  } catch (error) {
    // A client that cannot get rid of the rest would see a reset in place of the answer.
    stream.resume()
    if ((error as NodeJS.ErrnoException).code !== 'ECONNRESET') throw error
    throw new ProtocolError('BAD_BATCH', { reason: 'The body ended before it was complete.' })
  }
  all ??= Buffer.concat(chunks, bytes)
  return all
}

function tooMany(unit: string, limit: number): ProtocolError {
  return new ProtocolError('BATCH_TOO_LARGE', { unit, limit })
}
