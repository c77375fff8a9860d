import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { TranslationException } from './model.ts'
import type { Problem } from './problem.ts'
import { readAnnotation } from './read-annotation.ts'
import { scanAnnotation } from './scan.ts'

let directory: string
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'seqkeep-exceptions-'))
})
afterAll(() => rm(directory, { recursive: true }))

/** Exceptions of a CDS of two rows, 1-40 and 50-90, and rows of selenocysteines below its transcript. */
async function exceptions(
  strand: string,
  attributes: string,
  rows: readonly [number, number][] = [],
) {
  const lines = [
    ['mRNA', 1, 90, 'ID=t'],
    ['exon', 1, 40, 'Parent=t'],
    ['exon', 50, 90, 'Parent=t'],
    ['CDS', 1, 40, `ID=P;Parent=t${attributes}`],
    ['CDS', 50, 90, `ID=P;Parent=t${attributes}`],
    ...rows.map((row) => ['stop_codon_redefined_as_selenocysteine', ...row, 'Parent=t']),
  ].map(([type, start, end, column]) =>
    ['1', 'x', type, start, end, '.', strand, type === 'CDS' ? '0' : '.', column].join('\t'),
  )
  const path = join(directory, 'annotation')
  await writeFile(path, `${lines.join('\n')}\n`)
  const problems: Problem[] = []
  const found: TranslationException[] = []
  const onProblem = (problem: Problem) => {
    if (problem.cause === 'translation exception') problems.push(problem)
  }
  for await (const gene of readAnnotation(await scanAnnotation(path), onProblem)) {
    for (const { codings } of gene.transcripts) found.push(...codings[0]!.exceptions)
  }
  return { found, problems }
}

async function read(transl_except: string, strand = '+') {
  const { found, problems } = await exceptions(strand, `;transl_except=${transl_except}`)
  const text = found.map(({ parts, residue }) => [
    residue,
    ...parts.map((part) => `${part.start0 + 1}..${part.end0}${part.strand === -1 ? '-' : '+'}`),
  ])
  return { found: text, problems }
}

describe('transl_except', () => {
  it('is read in every form that a location has, each once', async () => {
    for (const [text, strand, ...expected] of [
      ['(pos:4..6,aa:Sec)', '+', ['U', '4..6+']],
      ['(pos:4..6%2Caa:Sec)', '+', ['U', '4..6+']],
      ['(pos:9,aa:TERM)', '+', ['*', '9..9+']],
      ['(pos:8..9,aa:TERM)', '+', ['*', '8..9+']],
      ['(pos:complement(4..6),aa:Pyl)', '-', ['O', '4..6-']],
      ['(pos:4..6,aa:Sec)', '-', ['U', '4..6-']],
      ['(pos:join(4..5,9),aa:Sec)', '+', ['U', '4..5+', '9..9+']],
      ['(pos:join(4..5%2C9)%2Caa:Sec)', '+', ['U', '4..5+', '9..9+']],
      ['(pos:complement(join(4..5,9)),aa:Sec)', '-', ['U', '9..9-', '4..5-']],
      ['(pos:join(complement(9),complement(4..5)),aa:Sec)', '-', ['U', '9..9-', '4..5-']],
      ['(pos:join(4..5,9),aa:Sec)', '-', ['U', '9..9-', '4..5-']],
      ['(pos:1..3,aa:Sec),(pos:7..9,aa:OTHER)', '+', ['U', '1..3+'], ['X', '7..9+']],
      ['(pos:1..3%2Caa:Sec)%2C(pos:7..9%2Caa:TERM)', '+', ['U', '1..3+'], ['*', '7..9+']],
    ] as const) {
      expect([text, await read(text, strand)]).toEqual([text, { found: expected, problems: [] }])
    }
  })

  it('is reported where it cannot be read, and the one beside it taken', async () => {
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
      const { found, problems } = await read(`(pos:1..3,aa:Sec),${text}`)
      if (text.startsWith('(')) expect(found).toEqual([['U', '1..3+']])
      expect(problems).toMatchObject([{ cause: 'translation exception', feature: 'P' }])
    }
  })
})

describe('Rows of selenocysteines', () => {
  const parts = async (strand: string, ...rows: [number, number][]) => {
    const { found } = await exceptions(strand, '', rows)
    return found.map((each) => each.parts.map(({ start0, end0 }) => [start0, end0]))
  }

  it('are a codon each, or one together where an intron parts it', async () => {
    expect(await parts('+', [4, 6], [31, 33])).toEqual([[[3, 6]], [[30, 33]]])
    expect(await parts('+', [50, 51], [40, 40])).toEqual([
      [
        [39, 40],
        [49, 51],
      ],
    ])
    expect(await parts('-', [40, 40], [50, 51], [60, 62])).toEqual([
      [[59, 62]],
      [
        [49, 51],
        [39, 40],
      ],
    ])
  })
})
