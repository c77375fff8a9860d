import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Deriver } from './derive.ts'
import type { SequenceRef, Span } from './gene.ts'
import type { ProfileName } from './genome.ts'
import type { CodingModel, GeneModel, SegmentModel } from './model.ts'
import type { Problem } from './problem.ts'
import { PROFILES } from './profile.ts'

const id = { stableId: 'X', unversionedStableId: 'X' }
const bare = { ...id, biotype: 'protein_coding', crossReferences: [] }

interface Given {
  readonly region: string
  readonly circular?: boolean
  readonly exons: readonly Span[]
  readonly segments?: readonly SegmentModel[]
  readonly profile?: ProfileName
  readonly code?: number
  readonly coding?: Partial<CodingModel>
}

/** Derives one transcript; the sequences as text. */
async function derive({
  region,
  circular = false,
  exons,
  segments,
  profile = 'ensembl',
  code = 1,
  coding,
}: Given) {
  const texts = new Map<string, string>()
  const problems: Problem[] = []
  const store = async (residues: Uint8Array): Promise<SequenceRef> => {
    const text = Buffer.from(residues).toString()
    const md5 = createHash('md5').update(text).digest('hex')
    texts.set(md5, text)
    return { md5, sha512t24u: '', length: text.length }
  }
  const start0 = Math.min(...exons.map((exon) => exon.start0))
  const end0 = Math.max(...exons.map((exon) => exon.end0))
  const { strand } = exons[0]!
  const span = { start0, end0, strand }
  const model: GeneModel = {
    ...{ ...bare, ...span, seqid: '1', line: 1, alternativeSymbols: [] },
    transcripts: [
      {
        ...{
          ...bare,
          ...span,
          line: 2,
          tags: {},
          synthetic: false,
          transSpliced: false,
          edited: false,
        },
        exons: exons.map((exon, i) => ({ ...exon, ...id, line: 3 + i })),
        codings: segments
          ? [
              {
                product: id,
                crossReferences: [],
                segments,
                exceptions: [],
                edited: false,
                partial5: false,
                partial3: false,
                ...coding,
              },
            ]
          : [],
      },
    ],
  }
  const gene = await new Deriver().gene(model, {
    regionName: '1',
    region: {
      ...{ length: region.length, circular },
      read: (from, to, into) => {
        into.set(Buffer.from(region.slice(from, to)))
        return undefined
      },
    },
    profile: PROFILES[profile],
    codeOf: () => ({ code }),
    store,
    onProblem: (problem) => problems.push(problem),
  })
  const [transcript] = gene.transcripts
  const [found] = transcript!.codings
  const text = (ref: SequenceRef | null | undefined) => (ref ? texts.get(ref.md5)! : null)
  return {
    cdna: text(transcript!.cdna),
    cds: text(found?.cds),
    protein: text(found?.product?.sequence),
    five: text(found?.fivePrimeUtr?.sequence),
    three: text(found?.threePrimeUtr?.sequence),
    coding: found,
    problems,
  }
}

const PAIRS: Readonly<Record<string, string>> = {
  ...{ A: 'T', C: 'G', G: 'C', T: 'A', R: 'Y', Y: 'R', S: 'S', W: 'W', K: 'M', M: 'K' },
  ...{ B: 'V', D: 'H', H: 'D', V: 'B', N: 'N' },
}
const reversed = (text: string) =>
  [...text]
    .reverse()
    .map((base) => PAIRS[base]!)
    .join('')

/** Plain-string splicing; on a circular region the string is written twice. */
function spliced(region: string, pieces: readonly Span[]): string {
  const twice = region + region
  return pieces
    .map(({ start0, end0, strand }) => {
      const text = twice.slice(start0, end0)
      return strand === -1 ? reversed(text) : text
    })
    .join('')
}

/** Exons 5' to 3' and the bounds of a CDS in the spliced transcript, on a region of 60 to 200 bases. */
const transcripts = fc
  .record({
    bases: fc.string({
      unit: fc.constantFrom(...'ACGTACGTACGTRYSWKMBDHVN'),
      minLength: 60,
      maxLength: 200,
    }),
    circular: fc.boolean(),
    reverse: fc.boolean(),
    first: fc.nat(),
    steps: fc.array(
      fc.tuple(
        fc.oneof(fc.constant(1), fc.integer({ min: 1, max: 9 })),
        fc.oneof(fc.constant(1), fc.integer({ min: 1, max: 6 })),
      ),
      { minLength: 1, maxLength: 5 },
    ),
    from: fc.oneof(fc.constant(0), fc.nat()),
    to: fc.oneof(fc.constant(0), fc.nat()),
    phase: fc.constantFrom(0, 1, 2),
  })
  .map(({ bases, circular, reverse, first, steps, from, to, phase }) => {
    const strand = reverse ? -1 : 1
    const size = steps.reduce((sum, [exon, intron]) => sum + exon + intron, 0)
    let at = first % (circular ? bases.length : bases.length - size + 1)
    const exons = steps.map(([exon, intron]): Span => {
      const start0 = at
      at += exon + intron
      return { start0, end0: start0 + exon, strand }
    })
    if (reverse) exons.reverse()
    const length = steps.reduce((sum, [exon]) => sum + exon, 0)
    const start = from % length
    const end = length - (to % (length - start))
    return { region: bases, circular, exons, start, end, phase: phase as 0 | 1 | 2, length }
  })

/** The parts of exons that bases `[start, end)` of the spliced transcript are. */
function segmentsOf(
  exons: readonly Span[],
  start: number,
  end: number,
  phase: 0 | 1 | 2,
): SegmentModel[] {
  let before = 0
  const segments: SegmentModel[] = []
  for (const exon of exons) {
    const size = exon.end0 - exon.start0
    const low = Math.max(start - before, 0)
    const high = Math.min(end - before, size)
    if (low < high) {
      const [start0, end0] =
        exon.strand === -1
          ? [exon.end0 - high, exon.end0 - low]
          : [exon.start0 + low, exon.start0 + high]
      segments.push({
        start0,
        end0,
        strand: exon.strand,
        line: 9,
        ...(segments.length === 0 && { phase }),
      })
    }
    before += size
  }
  return segments
}

describe('Deriving', () => {
  it('splices and cuts as plain strings do, on both strands and across the origin', async () => {
    await fc.assert(
      fc.asyncProperty(transcripts, async ({ region, circular, exons, start, end, phase }) => {
        const segments = segmentsOf(exons, start, end, phase)
        const cdna = spliced(region, exons)
        const padded = await derive({ region, circular, exons, segments })
        expect(padded.cdna).toBe(cdna)
        expect(padded.cds).toBe('N'.repeat((3 - phase) % 3) + cdna.slice(start, end))
        expect(padded.five ?? '').toBe(cdna.slice(0, start))
        expect(padded.three ?? '').toBe(cdna.slice(end))
        const plain = await derive({ region, circular, exons, segments, profile: 'ncbi' })
        expect(plain.cds).toBe(cdna.slice(start, end))
        expect(plain.protein === null).toBe(plain.problems.length > 0)
      }),
      { numRuns: 500 },
    )
  })

  it('gives phases that lead from each coding exon to the next', async () => {
    await fc.assert(
      fc.asyncProperty(
        transcripts,
        async ({ region, circular, exons, start, end, phase, length }) => {
          const segments = segmentsOf(exons, start, end, phase)
          const { coding } = await derive({ region, circular, exons, segments })
          let before = 0
          for (const [i, [first, last]] of coding!.phases.entries()) {
            const size = exons[i]!.end0 - exons[i]!.start0
            const pad = (3 - phase) % 3
            const at = (base: number) => (base - start + pad) % 3
            const codes = before < end && before + size > start
            expect(first).toBe(codes && before >= start ? at(before) : -1)
            expect(last).toBe(codes && before + size <= end ? at(before + size) : -1)
            before += size
          }
          expect(before).toBe(length)
        },
      ),
      { numRuns: 500 },
    )
  })

  const exon = (start0: number, end0: number, strand: 1 | -1 = 1): Span => ({
    start0,
    end0,
    strand,
  })
  const segment = (start0: number, end0: number, phase: 0 | 1 | 2 = 0, strand: 1 | -1 = 1) => ({
    ...{ start0, end0, strand, phase },
    line: 9,
  })

  it('joins the rows of a slippage, which overlap or leave a base out', async () => {
    const region = 'ATGAAATTTCCCTAA'
    const back = await derive({
      region,
      exons: [exon(0, 15)],
      segments: [segment(0, 6), segment(5, 15)],
    })
    expect(back.cds).toBe('ATGAAAATTTCCCTAA')
    const forth = await derive({
      region,
      exons: [exon(0, 15)],
      segments: [segment(0, 6), segment(7, 15)],
    })
    expect(forth.cds).toBe('ATGAAATTCCCTAA')
    // With three bases before and two behind, on either strand.
    const within = 'CCGATGAAATTTCCCTAAGT'
    for (const [first, second] of [
      [9, 8],
      [9, 10],
    ] as const) {
      const forward = await derive({
        ...{ region: within, exons: [exon(0, 20)] },
        segments: [segment(3, first), segment(second, 18)],
      })
      const reverse = await derive({
        ...{ region: reversed(within), exons: [exon(0, 20, -1)] },
        segments: [segment(20 - first, 17, 0, -1), segment(2, 20 - second, 0, -1)],
      })
      for (const found of [forward, reverse]) {
        expect(found.cds).toBe(within.slice(3, first) + within.slice(second, 18))
        expect([found.five, found.three, found.coding?.phases]).toEqual(['CCG', 'GT', [[-1, -1]]])
      }
    }
  })

  it('reads the first codon as each profile does', async () => {
    const given = { region: 'CTGAAATAA', exons: [exon(0, 9)], segments: [segment(0, 9)] }
    expect((await derive(given)).protein).toBe('MK')
    expect((await derive({ ...given, profile: 'ensembl-113' })).protein).toBe('LK')
    expect((await derive({ ...given, profile: 'ncbi' })).protein).toBe('MK')
    expect((await derive({ ...given, profile: 'ncbi', coding: { partial5: true } })).protein).toBe(
      'LK',
    )
    expect((await derive({ ...given, profile: 'plain' })).protein).toBe('LK')
  })

  it('begins a partial codon with N, or leaves it out', async () => {
    const given = { region: 'GGAAATGA', exons: [exon(0, 8)], segments: [segment(0, 8, 2)] }
    const ensembl = await derive(given)
    expect([ensembl.cds, ensembl.protein]).toEqual(['NGGAAATGA', 'XK'])
    const ncbi = await derive({ ...given, profile: 'ncbi' })
    expect([ncbi.cds, ncbi.protein]).toEqual(['GGAAATGA', 'K'])
  })

  it('gives no M to a CDS that begins within a codon, by the rules of NCBI', async () => {
    for (const [region, phase] of [
      ['GCTGAAATAA', 1],
      ['GGCTGAAATAA', 2],
    ] as const) {
      const exons = [exon(0, region.length)]
      const segments = [segment(0, region.length, phase)]
      expect((await derive({ region, exons, segments, profile: 'ncbi' })).protein).toBe('LK')
    }
  })

  it('reads two bases at the end as NCBI does where they tell the residue', async () => {
    const given = { region: 'ATGAAAGC', exons: [exon(0, 8)], segments: [segment(0, 8)] }
    expect((await derive({ ...given, profile: 'ncbi' })).protein).toBe('MKA')
    for (const profile of ['ensembl', 'ensembl-113', 'plain'] as const) {
      expect((await derive({ ...given, profile })).protein).toBe('MK')
    }
  })

  const except = (residue: string, ...parts: readonly Span[]) => ({
    exceptions: [{ parts, residue, line: 4 }],
  })

  it('replaces the codons that the annotation says are read otherwise', async () => {
    const region = 'ATGTGAAAATAA'
    const given = { region, exons: [exon(0, 12)], segments: [segment(0, 12)] }
    expect((await derive({ ...given, coding: except('U', exon(3, 6)) })).protein).toBe('MUK')
    const minus = {
      region: reversed(region),
      exons: [exon(0, 12, -1)],
      segments: [segment(0, 12, 0, -1)],
    }
    expect((await derive({ ...minus, coding: except('U', exon(6, 9, -1)) })).protein).toBe('MUK')
    const shifted = await derive({ ...given, coding: except('U', exon(4, 7)) })
    expect(shifted.protein).toBeNull()
    expect(shifted.problems.map(({ cause }) => cause)).toEqual([
      'translation exception',
      'internal stop',
    ])
    const wrongStrand = await derive({ ...given, coding: except('U', exon(3, 6, -1)) })
    expect(wrongStrand.problems[0]).toMatchObject({ cause: 'translation exception', line: 4 })
  })

  it('replaces a codon that an intron parts, on both strands', async () => {
    // ATG T|GA AAA TAA
    const region = 'ATGTccGAAAATAA'.toUpperCase()
    const forward = {
      region,
      exons: [exon(0, 4), exon(6, 14)],
      segments: [segment(0, 4), segment(6, 14, 2)],
      coding: except('U', exon(3, 4), exon(6, 8)),
    }
    expect(await derive(forward)).toMatchObject({ protein: 'MUK', problems: [] })
    const reverse = {
      region: reversed(region),
      exons: [exon(10, 14, -1), exon(0, 8, -1)],
      segments: [segment(10, 14, 0, -1), segment(0, 8, 2, -1)],
      coding: except('U', exon(10, 11, -1), exon(6, 8, -1)),
    }
    expect(await derive(reverse)).toMatchObject({ protein: 'MUK', problems: [] })
  })

  it('replaces a codon across the origin, wherever its file counts it', async () => {
    const given = {
      ...{ region: 'AAAATAAATGTG', circular: true },
      exons: [exon(7, 19)],
      segments: [segment(7, 19)],
    }
    const split = except('U', exon(10, 12), exon(0, 1))
    const beyond = except('U', exon(10, 13))
    expect(await derive({ ...given, coding: split })).toMatchObject({ protein: 'MUK' })
    expect(await derive({ ...given, coding: beyond })).toMatchObject({ protein: 'MUK' })
  })

  it('keeps a selenocysteine that is the last codon', async () => {
    const given = { region: 'ATGTGA', exons: [exon(0, 6)], segments: [segment(0, 6)] }
    expect((await derive(given)).protein).toBe('M')
    expect((await derive({ ...given, coding: except('U', exon(3, 6)) })).protein).toBe('MU')
  })

  it('finds the codon of a base that a slippage reads twice', async () => {
    // ATG AAA, back by one, ATG ACC TAA
    const found = await derive({
      region: 'ATGAAATGACCTAA',
      exons: [exon(0, 14)],
      segments: [segment(0, 6), segment(5, 14)],
      coding: except('W', exon(5, 8)),
    })
    expect(found).toMatchObject({ protein: 'MKWT', problems: [] })
  })

  it('ends a protein at a stop that poly-A completes, and takes nothing else of part of a codon', async () => {
    const given = { region: 'ATGAAAT', exons: [exon(0, 7)], segments: [segment(0, 7)] }
    const stop = await derive({ ...given, coding: except('*', exon(6, 7)) })
    expect([stop.protein, stop.problems]).toEqual(['MK', []])
    for (const coding of [except('U', exon(6, 7)), except('*', exon(5, 7))]) {
      expect((await derive({ ...given, coding })).problems).toMatchObject([
        { cause: 'translation exception', line: 4 },
      ])
    }
    const stopBefore = await derive({
      ...{ region: 'ATGTAAT', exons: [exon(0, 7)], segments: [segment(0, 7)] },
      coding: except('*', exon(6, 7)),
    })
    expect(stopBefore.problems).toMatchObject([{ cause: 'internal stop' }])
  })

  it('reports a letter that nothing pairs with, and reads it forward as it stands', async () => {
    const given = { region: 'ATGXAATAA', segments: [segment(0, 9)] }
    expect((await derive({ ...given, exons: [exon(0, 9)] })).protein).toBe('MX')
    const reverse = await derive({
      region: 'TTATTXCAT',
      exons: [exon(0, 9, -1)],
      segments: [segment(0, 9, 0, -1)],
    })
    expect([reverse.cdna, reverse.cds, reverse.protein]).toEqual([null, null, null])
    expect(reverse.problems).toMatchObject([{ cause: 'no complement', line: 3, feature: 'X' }])
  })

  it('derives a transcript of 50,000 exons', async () => {
    const count = 50_000
    const exons = Array.from({ length: count }, (_, i) => exon(4 * i, 4 * i + 3))
    const segments = exons.map(({ start0, end0 }) => segment(start0, end0))
    const found = await derive({ region: 'GCAT'.repeat(count), exons, segments })
    expect(found.protein).toBe('A'.repeat(count))
    expect(found.coding?.phases).toEqual(exons.map(() => [0, 0]))
  })

  it('stores no protein with an internal stop, and says how many there are', async () => {
    const found = await derive({
      region: 'ATGTAAAAATGATAA',
      exons: [exon(0, 15)],
      segments: [segment(0, 15)],
    })
    expect([found.protein, found.cds]).toEqual([null, 'ATGTAAAAATGATAA'])
    expect(found.problems).toMatchObject([{ cause: 'internal stop', line: 9 }])
    expect(found.problems[0]!.message).toMatch(
      /^2 internal stops by genetic code 1, the first at residue 2/,
    )
  })

  it('gives nothing of a transcript that leaves its region', async () => {
    for (const given of [
      { region: 'ACGTACGT', exons: [exon(4, 9)] },
      { region: 'ACGTACGT', circular: true, exons: [exon(4, 13)] },
      { region: 'ACGTACGT', exons: [exon(0, 8)], segments: [segment(6, 9)] },
    ]) {
      const found = await derive(given)
      expect(found.cdna).toBeNull()
      expect(found.coding?.cds ?? null).toBeNull()
      expect(found.problems).toMatchObject([{ cause: 'outside region' }])
    }
  })

  it('tells of what has no codon, and of a code that is none', async () => {
    const stop = await derive({ region: 'TAACC', exons: [exon(0, 5)], segments: [segment(0, 3)] })
    expect(stop.problems).toMatchObject([{ cause: 'no product' }])
    const code = await derive({
      region: 'ATGTAA',
      exons: [exon(0, 6)],
      segments: [segment(0, 6)],
      code: 99,
    })
    expect(code.problems).toMatchObject([{ cause: 'unknown genetic code' }])
    expect([code.cds, code.protein]).toEqual(['ATGTAA', null])
  })
})
