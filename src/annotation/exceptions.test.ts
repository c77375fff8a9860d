import { describe, expect, it } from 'vitest'
import { exceptionsOf } from './exceptions.ts'
import { Feature } from './feature.ts'
import type { Strand } from './gene.ts'
import type { Problem } from './problem.ts'

const row = (start0: number, end0: number, strand: Strand, attributes = '', line = 7) =>
  new Feature(
    line,
    {
      ...{ seqid: '1', source: 'x', type: 'CDS', start1: start0 + 1, end1: end0, strand },
      ...{ score: undefined, phase: 0 as const, attributes },
    },
    false,
  )

function read(transl_except: string, strand: Strand = 1) {
  const problems: Problem[] = []
  const line = row(0, 9, strand, `ID=c;transl_except=${transl_except}`)
  const found = exceptionsOf([line, line], [], 'P', (problem) => problems.push(problem))
  const text = found.map(({ parts, residue }) => [
    residue,
    ...parts.map((part) => `${part.start0 + 1}..${part.end0}${part.strand === -1 ? '-' : '+'}`),
  ])
  return { found: text, problems }
}

describe('transl_except', () => {
  it('is read in every form that a location has, each once', () => {
    for (const [text, strand, ...expected] of [
      ['(pos:4..6,aa:Sec)', 1, ['U', '4..6+']],
      ['(pos:4..6%2Caa:Sec)', 1, ['U', '4..6+']],
      ['(pos:9,aa:TERM)', 1, ['*', '9..9+']],
      ['(pos:8..9,aa:TERM)', 1, ['*', '8..9+']],
      ['(pos:complement(4..6),aa:Pyl)', -1, ['O', '4..6-']],
      ['(pos:4..6,aa:Sec)', -1, ['U', '4..6-']],
      ['(pos:join(4..5,9),aa:Sec)', 1, ['U', '4..5+', '9..9+']],
      ['(pos:join(4..5%2C9)%2Caa:Sec)', 1, ['U', '4..5+', '9..9+']],
      ['(pos:complement(join(4..5,9)),aa:Sec)', -1, ['U', '9..9-', '4..5-']],
      ['(pos:join(complement(9),complement(4..5)),aa:Sec)', -1, ['U', '9..9-', '4..5-']],
      ['(pos:join(4..5,9),aa:Sec)', -1, ['U', '9..9-', '4..5-']],
      ['(pos:1..3,aa:Sec),(pos:7..9,aa:OTHER)', 1, ['U', '1..3+'], ['X', '7..9+']],
      ['(pos:1..3%2Caa:Sec)%2C(pos:7..9%2Caa:TERM)', 1, ['U', '1..3+'], ['*', '7..9+']],
    ] as const) {
      expect([text, read(text, strand)]).toEqual([text, { found: expected, problems: [] }])
    }
  })

  it('is reported where it cannot be read, and the one beside it taken', () => {
    for (const text of [
      '(pos:4..7,aa:Sec)',
      '(pos:6..4,aa:Sec)',
      '(pos:0,aa:TERM)',
      '(pos:4..6,aa:Foo)',
      '(pos:4..6)',
      '(pos:join(1,2,3,4),aa:Sec)',
      `(pos:${'complement('.repeat(50_000)}1..3,aa:Sec)`,
      'true',
    ]) {
      const { found, problems } = read(`(pos:1..3,aa:Sec),${text}`)
      if (text.startsWith('(')) expect(found).toEqual([['U', '1..3+']])
      expect(problems).toMatchObject([{ cause: 'translation exception', line: 7, feature: 'P' }])
    }
  })
})

describe('Rows of selenocysteines', () => {
  const found = (...rows: Feature[]) =>
    exceptionsOf([row(0, 90, rows[0]!.strand)], rows, 'P', () => {}).map(({ parts }) =>
      parts.map(({ start0, end0 }) => [start0, end0]),
    )

  it('are a codon each, or one together where an intron parts it', () => {
    expect(found(row(3, 6, 1), row(30, 33, 1))).toEqual([[[3, 6]], [[30, 33]]])
    expect(found(row(20, 22, 1), row(9, 10, 1))).toEqual([
      [
        [9, 10],
        [20, 22],
      ],
    ])
    expect(found(row(9, 10, -1), row(20, 22, -1), row(30, 33, -1))).toEqual([
      [[30, 33]],
      [
        [20, 22],
        [9, 10],
      ],
    ])
  })
})
