import { readBedLines } from '../../formats/bed-lines.ts'
import type { LineBlock } from '../../formats/lines.ts'
import { badRegion, MAX_TEXT, type Region, shortened } from './region.ts'

/** Regions of lines of BED. */
export function bedRegions(lines: LineBlock): Region[] {
  const regions: Region[] = []
  readBedLines(lines, (bed, line, text) => {
    if (typeof bed === 'string') {
      regions.push(refused(text().split('\t', 1)[0]!, `Line ${line}: ${bed}.`))
      return
    }
    const { chrom: id, start0, end0, name, reverse } = bed
    const region: Region = { id, start0, end0, reverse, line, ...(name !== undefined && { name }) }
    regions.push(isShort(region) ? region : tooLong(id, `Line ${line}`))
  })
  return regions
}

/**
 * Regions of values of JSON: `{id, start, end, strand, name}`, of which all but the first may be
 * missing, or an `id` alone.
 *
 * @param first Number of the first value, from 0.
 */
export function jsonRegions(values: readonly unknown[], first: number): Region[] {
  return values.map((value, i) => jsonRegion(value, `Region ${first + i}`))
}

function jsonRegion(value: unknown, where: string): Region {
  if (typeof value === 'string') return jsonRegion({ id: value }, where)
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return refused('', `${where} must be an object such as {"id": "chr1", "start": 0, "end": 10}.`)
  }
  const { id, start, end, strand, name } = value as Record<string, unknown>
  if (typeof id !== 'string' || id === '') {
    return refused('', `${where}: "id" must be a text that names a sequence.`)
  }
  for (const [key, position] of [
    ['start', start],
    ['end', end],
  ] as const) {
    if (position != null && !(Number.isSafeInteger(position) && (position as number) >= 0)) {
      return refused(
        id,
        `${where}: "${key}" must be a whole number from 0 on, not ${shortened(JSON.stringify(position))}.`,
      )
    }
  }
  if (strand != null && strand !== '+' && strand !== '-' && strand !== '.') {
    return refused(
      id,
      `${where}: "strand" must be "+", "-" or ".", not ${shortened(JSON.stringify(strand))}.`,
    )
  }
  if (name != null && typeof name !== 'string') {
    return refused(id, `${where}: "name" must be a text.`)
  }
  const region = {
    ...{ id, reverse: strand === '-' },
    ...(start != null && { start0: start as number }),
    ...(end != null && { end0: end as number }),
    ...(name != null && { name }),
  }
  return isShort(region) ? region : tooLong(id, where)
}

function isShort({ id, name = '' }: Region): boolean {
  return id.length <= MAX_TEXT && name.length <= MAX_TEXT
}

function tooLong(id: string, where: string): Region {
  return refused(id, `${where}: an identifier and a name have at most ${MAX_TEXT} characters.`)
}

function refused(id: string, message: string): Region {
  return { id: shortened(id), reverse: false, problem: badRegion(message) }
}

const BRACED = /^\{(.+)\}(?::(.+))?$/
const SUFFIX = /^(.+):([^:]*)$/
const POSITIONS = /^(\d[\d,]*)?(-(\d[\d,]*)?)?$/

/**
 * Regions of lines as `samtools faidx -r` reads them: `name`, `name:start`, `name:start-end`,
 * `name:-end`, 1-start, fully-closed, `{name}:...` where a name has a colon. A line that is a name as a
 * whole is one.
 *
 * @param isName Whether there is a sequence of this name.
 */
export async function namedRegions(
  lines: readonly string[],
  first: number,
  isName: (text: string) => Promise<boolean>,
  reverse: boolean,
): Promise<Region[]> {
  const regions: Region[] = []
  for (const [i, text] of lines.entries()) {
    if (text === '') continue
    const line = first + i
    const given = { title: text, line, reverse }
    const [, id, positions] =
      BRACED.exec(text) ??
      ((await isName(text)) ? [text, text] : (SUFFIX.exec(text) ?? [text, text]))
    const [matched, from, , to] = POSITIONS.exec(positions ?? '') ?? []
    const start1 = from === undefined ? 1 : position(from)
    if (text.length > MAX_TEXT) regions.push(tooLong(text, `Line ${line}`))
    else if (matched === undefined || start1 === 0) {
      regions.push(refused(text, `Line ${line}: "${shortened(text)}" is no NAME:START-END.`))
    } else {
      const end0 = to === undefined ? {} : { end0: position(to) }
      const start0 = from === undefined ? {} : { start0: start1 - 1 }
      regions.push({ id: id!, ...given, ...start0, ...end0 })
    }
  }
  return regions
}

function position(text: string): number {
  return Number(text.replaceAll(',', ''))
}
