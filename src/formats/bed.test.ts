import fc from 'fast-check'
import { expect, it } from 'vitest'
import { type BedRegion, isBedHeader, parseBedLine } from './bed.ts'
import { readBedLines } from './bed-lines.ts'

const column = fc.oneof(
  fc.constantFrom('chr1', 'chr1', 'chr2', '', ' ', '#x', 'track', 'track x', 'browser', 'é', '.'),
  fc.constantFrom('0', '007', '12', '999999999999999', '1000000000000000', '-1', '1e3', '1.0'),
  fc.constantFrom('+', '-', '.', 'gene', '\r'),
  fc.nat().map(String),
)
const line = fc.oneof(
  fc
    .tuple(fc.constantFrom('chr1', 'chr2', 'chr10'), fc.nat(), fc.nat())
    .map((all) => all.join('\t')),
  fc
    .tuple(fc.constantFrom('\t', ' ', '  '), fc.array(column, { maxLength: 8 }))
    .map(([gap, columns]) => columns.join(gap)),
  fc.constantFrom(
    'chr1',
    'chr',
    'track name=x\t1\t2',
    'chr1\t5',
    'chr1\t5\t',
    'chr1\t5\t6\t',
    '\t5\t6',
  ),
)

it('lines in a row are what each of them is', () => {
  fc.assert(
    fc.property(fc.array(line), fc.constantFrom('\n', '\r\n'), fc.boolean(), (lines, end, last) => {
      const text = lines.join(end) + (last ? end : '')
      const found: [BedRegion | string, number, string][] = []
      readBedLines({ first: 7, bytes: Buffer.from(text), encoding: 'utf8' }, (bed, at, slice) =>
        found.push([bed, at, slice()]),
      )
      const expected = text
        .split('\n')
        .map((each) => each.replace(/\r$/, ''))
        .map((each, i) => [parseBedLine(each), 7 + i, each] as const)
        .filter(([, , each]) => !isBedHeader(each))
      expect(found).toEqual(expected)
    }),
    { numRuns: 2000 },
  )
})
