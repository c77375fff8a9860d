import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { FeatureLines } from './feature-lines.ts'
import { readLineBlocks } from './lines.ts'

/** Reads a text that comes in chunks of a size, and what each line is. */
async function read(text: string, size: number) {
  const bytes = Buffer.from(text)
  async function* chunks() {
    for (let at = 0; at < bytes.length; at += size) yield Buffer.from(bytes.subarray(at, at + size))
  }
  const lines = new FeatureLines()
  const found: unknown[] = []
  for await (const block of readLineBlocks(chunks())) {
    lines.open(block)
    for (let kind = lines.next(); kind; kind = lines.next()) {
      const { line, columns } = lines
      if (kind !== 'feature') found.push({ line, kind, columns, text: lines.text })
      else {
        const { seqid, type, attributes } = lines
        found.push({ line, seqid, type, attributes, ...(lines.placement() as object) })
      }
    }
  }
  return found
}

describe('Lines of features', () => {
  it('are told from all else', async () => {
    const text = [
      ...['##gff-version 3', '', '  ', 'track name=x', 'browser', 'trackless', 'a\tb', '>s'],
      'c%2C1\tx\tgene\t3\t9\t.\t-\t.\tID=a\tmore',
    ].join('\n')
    expect(await read(text, 1 << 20)).toEqual([
      { line: 1, kind: 'comment', columns: 1, text: '##gff-version 3' },
      { line: 2, kind: 'blank', columns: 1, text: '' },
      { line: 3, kind: 'blank', columns: 1, text: '  ' },
      { line: 4, kind: 'browser', columns: 1, text: 'track name=x' },
      { line: 5, kind: 'browser', columns: 1, text: 'browser' },
      { line: 6, kind: 'too few columns', columns: 1, text: 'trackless' },
      { line: 7, kind: 'too few columns', columns: 2, text: 'a\tb' },
      { line: 8, kind: 'header', columns: 1, text: '>s' },
      {
        ...{ line: 9, seqid: 'c,1', type: 'gene', attributes: 'ID=a' },
        ...{ start1: 3, end1: 9, strand: -1, phase: undefined },
      },
    ])
  })

  it('are read as a naive reading does, wherever a chunk ends', async () => {
    const word = fc.constantFrom('1', 'chr1', 'a', 'ab', 'exon', 'CDS', 'é', '染色体', 'x%20y')
    const row = fc.tuple(
      ...[word, word, word, fc.integer({ min: 1, max: 1e12 - 1 }).map(String)],
      ...[fc.integer({ min: 1, max: 99 }).map(String), fc.constant('.')],
      ...[fc.constantFrom('+', '-', '.', '?'), fc.constantFrom('.', '0', '1', '2'), word],
    )
    await fc.assert(
      fc.asyncProperty(
        fc.array(row, { minLength: 1, maxLength: 20 }),
        fc.constantFrom('\n', '\r\n'),
        fc.integer({ min: 1, max: 60 }),
        fc.boolean(),
        async (table, end, size, ended) => {
          const text = table.map((columns) => columns.join('\t')).join(end) + (ended ? end : '')
          expect(await read(text, size)).toEqual(
            table.map(([seqid, , type, start, stop, , strand, phase, attributes], i) => ({
              line: i + 1,
              seqid: decodeURIComponent(seqid!),
              type: decodeURIComponent(type!),
              attributes,
              start1: Number(start),
              end1: Number(stop),
              strand: strand === '+' ? 1 : strand === '-' ? -1 : 0,
              phase: phase === '.' ? undefined : Number(phase),
            })),
          )
        },
      ),
    )
  })
})
