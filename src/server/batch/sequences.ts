import type { FastifyReply, FastifyRequest } from 'fastify'
import {
  fasta,
  jsonLines,
  type RegionFormat,
  tabSeparated,
} from '../../collection/regions/format.ts'
import { bedRegions, jsonRegions } from '../../collection/regions/read-regions.ts'
import { writeRegions } from '../../collection/regions/write-regions.ts'
import { Answer } from './answer.ts'
import { answerType } from './answer-type.ts'
import type { BatchOptions } from './batch.ts'
import { type BodyLayout, readBody } from './body.ts'
import { finderOf } from './finder.ts'

const FORMATS = {
  'text/x-fasta': fasta,
  'text/plain': fasta,
  'application/x-ndjson': jsonLines,
  'application/jsonl': jsonLines,
  'text/tab-separated-values': tabSeparated,
} as const satisfies Record<string, RegionFormat>

type Type = keyof typeof FORMATS

/** Media types of answers; the first of the list is the default, which is like what was sent. */
export function sequenceTypes(layout: BodyLayout): readonly Type[] {
  const types = Object.keys(FORMATS) as Type[]
  return layout === 'lines' ? types : [...new Set<Type>(['application/x-ndjson', ...types])]
}

/** Answers `POST /sequences`. */
export async function postSequences(
  request: FastifyRequest,
  reply: FastifyReply,
  options: BatchOptions,
): Promise<void> {
  const body = await readBody(request, 'regions')
  const type = answerType(request, sequenceTypes(body.layout))
  const find = await finderOf(request, options)
  const answer = new Answer(reply, `${type}; charset=utf-8`)
  try {
    const rest = await writeRegions(
      body.entries(jsonRegions, bedRegions),
      {
        ...{ find, residues: options.residues, limit: options.subsequenceLimit },
        format: FORMATS[type],
      },
      answer,
    )
    if (rest) answer.end(rest)
  } catch (error) {
    answer.fail(error)
  }
}
