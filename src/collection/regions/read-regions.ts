import { isBedHeader, parseBedLine } from '../../formats/bed.ts'
import { badRegion, MAX_TEXT, type Region, shortened } from './region.ts'

/**
 * Regions of lines of BED.
 *
 * @param first Number of the first line, for what is said of one that is none.
 */
export function bedRegions(lines: readonly string[], first: number): Region[] {
  const regions: Region[] = []
  for (const [i, line] of lines.entries()) {
    if (isBedHeader(line)) continue
    const bed = parseBedLine(line)
    regions.push(
      typeof bed === 'string'
        ? refused(line.split('\t', 1)[0]!, `Line ${first + i}: ${bed}.`)
        : checked({ id: bed.chrom, ...bed }, `Line ${first + i}`),
    )
  }
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
  if (typeof value === 'string') return checked({ id: value, reverse: false }, where)
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
  return checked(region, where)
}

function checked(region: Region, where: string): Region {
  const { id, name = '' } = region
  if (id !== '' && id.length <= MAX_TEXT && name.length <= MAX_TEXT) return region
  return refused(id, `${where}: an identifier and a name have from 1 to ${MAX_TEXT} characters.`)
}

function refused(id: string, message: string): Region {
  return { id: shortened(id), reverse: false, problem: badRegion(message) }
}
