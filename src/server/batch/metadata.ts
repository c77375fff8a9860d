import type { FastifyReply, FastifyRequest } from 'fastify'
import { Pace } from '../../collection/pace.ts'
import { jsonRegions } from '../../collection/regions/read-regions.ts'
import { badRegion, MAX_TEXT, type Problem, shortened } from '../../collection/regions/region.ts'
import type { FindSource } from '../../collection/regions/source.ts'
import { SINK_BYTES, type Sink } from '../../collection/regions/write-regions.ts'
import { sequenceId } from '../../digest/identifier.ts'
import { type LineBlock, textsOf } from '../../formats/lines.ts'
import type { SequenceStore } from '../../store/store.ts'
import { describe } from '../sequence-metadata.ts'
import { Answer } from './answer.ts'
import { answerType } from './answer-type.ts'
import type { BatchOptions } from './batch.ts'
import { readBody } from './body.ts'
import { finderOf } from './finder.ts'

/** An identifier, or why there can be no sequence of it. */
interface Wanted {
  readonly id: string
  readonly problem?: Problem
}

type Metadata = ReturnType<typeof describe>

/** How entries are written. */
interface MetadataFormat {
  readonly begin: string
  entry(id: string, metadata: Metadata): string
  refusal(id: string, problem: Problem): string
}

const jsonLines: MetadataFormat = {
  begin: '',
  entry: (id, metadata) => `${JSON.stringify({ id, metadata })}\n`,
  refusal: (id, error) => `${JSON.stringify({ id, error })}\n`,
}

const tabSeparated: MetadataFormat = {
  begin: 'id\tga4gh\tmd5\tlength\taliases\terror\n',
  entry(id, { ga4gh, md5, length, aliases }) {
    const names = aliases.slice(1).map((each) => `${each.naming_authority}:${each.alias}`)
    return `${[id, `ga4gh:${ga4gh}`, md5, length, names.join(' '), ''].map(column).join('\t')}\n`
  },
  refusal: (id, { status, code, message }) =>
    `${[id, '', '', '', '', `${status} ${code}: ${message}`].map(column).join('\t')}\n`,
}

const FORMATS = {
  'application/x-ndjson': jsonLines,
  'application/jsonl': jsonLines,
  'text/tab-separated-values': tabSeparated,
} as const

/** Media types of answers; the first is the default. */
export const METADATA_TYPES = Object.keys(FORMATS) as (keyof typeof FORMATS)[]

/** Answers `POST /metadata`. */
export async function postMetadata(
  request: FastifyRequest,
  reply: FastifyReply,
  options: BatchOptions,
): Promise<void> {
  const body = await readBody(request, 'ids')
  const type = answerType(request, METADATA_TYPES)
  const find = await finderOf(request, options)
  const answer = new Answer(reply, `${type}; charset=utf-8`)
  const writer = new TextWriter(answer)
  const format = FORMATS[type]
  const pace = new Pace(3)
  try {
    if (!(await writer.write(format.begin))) return
    for (const batch of body.entries<Wanted>(jsonRegions, idsOfLines)) {
      for (const wanted of batch) {
        const text = await entryOf(wanted, find, options.store, format)
        if (!(await writer.write(text))) return
        if (pace.due) await pace.rest()
      }
    }
    answer.end(writer.rest)
  } catch (error) {
    answer.fail(error)
  }
}

async function entryOf(
  { id, problem }: Wanted,
  find: FindSource,
  store: SequenceStore,
  format: MetadataFormat,
): Promise<string> {
  const source = problem ?? (await find(id))
  if (!('record' in source)) return format.refusal(id, source)
  const { record } = source
  const aliases = [
    { authority: 'ga4gh', alias: `ga4gh:${sequenceId(record.digest)}` },
    ...(await store.aliases(record.digest)),
  ]
  return format.entry(id, describe(record, aliases))
}

function idsOfLines(lines: LineBlock): Wanted[] {
  const ids: Wanted[] = []
  const { first } = lines
  for (const [i, line] of textsOf(lines).entries()) {
    const id = line.trim()
    if (id === '') continue
    if (id.length <= MAX_TEXT) ids.push({ id })
    else {
      const message = `Line ${first + i}: an identifier has from 1 to ${MAX_TEXT} characters.`
      ids.push({ id: shortened(id), problem: badRegion(message) })
    }
  }
  return ids
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be in a column.
const CONTROL = /[\x00-\x1f\x7f]/g

function column(value: string | number): string {
  return `${value}`.replace(CONTROL, ' ')
}

/** Gathers texts of any length in the buffers of a sink. */
class TextWriter {
  readonly #sink: Sink
  #buffer: Buffer | undefined
  #at = 0

  constructor(sink: Sink) {
    this.#sink = sink
  }

  get rest() {
    return { buffer: this.#buffer!, bytes: this.#at }
  }

  /** `false` when nobody is there any more. */
  async write(text: string): Promise<boolean> {
    const bytes = Buffer.from(text)
    for (let done = 0; ; ) {
      if (this.#buffer === undefined || this.#at === SINK_BYTES) {
        if (this.#buffer) this.#sink.write(this.#buffer, this.#at)
        this.#buffer = await this.#sink.take()
        this.#at = 0
        if (!this.#buffer) return false
      }
      const count = bytes.copy(this.#buffer, this.#at, done)
      done += count
      this.#at += count
      if (done === bytes.length) return true
    }
  }
}
