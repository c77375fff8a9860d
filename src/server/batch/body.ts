import type { Readable } from 'node:stream'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { Pace } from '../../collection/pace.ts'
import { JsonError, jsonElements, jsonLineElements } from '../../formats/json-elements.ts'
import { ProtocolError } from '../errors.ts'

/** Bytes of a body, and entries in it: a million of BED, or half a million of JSON, have room. */
export const LIMITS = { bytes: 64 << 20, entries: 1_000_000 } as const

/** What a body is made of, by its media type. */
export type BodyLayout = 'json' | 'lines-of-json' | 'lines'

/** A body that is here as a whole, and sound: what is in it comes a few thousand entries at a time. */
export interface Body {
  readonly layout: BodyLayout
  /** @param onLines - What lines of text become, from the number of the first, 1-based. */
  entries<Entry>(
    onValues: (values: readonly unknown[], first: number) => Entry[],
    onLines: (lines: readonly string[], first: number) => Entry[],
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
      let first = layout === 'lines' ? 1 : 0
      if (layout === 'lines') {
        for (const lines of lineBatches(bytes)) {
          yield onLines(lines, first)
          first += lines.length
        }
        return
      }
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
    for (const [length] of body.entries(counted, counted)) {
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
const CARRIAGE_RETURN = 13

/** Bytes of lines that are decoded at once. */
const LINES_BYTES = 64 * 1024

function* lineBatches(bytes: Buffer): Generator<string[]> {
  let start = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0
  const last = bytes.at(-1) === LINE_FEED ? bytes.length - 1 : bytes.length
  while (start < bytes.length) {
    const lf = bytes.indexOf(LINE_FEED, Math.min(start + LINES_BYTES, bytes.length))
    const end = lf < 0 ? last : lf
    const text = bytes.toString('utf8', start, bytes[end - 1] === CARRIAGE_RETURN ? end - 1 : end)
    start = end + 1
    yield text.split(text.includes('\r') ? /\r?\n/ : '\n')
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
