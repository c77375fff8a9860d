import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { chooseCode } from './code-of-region.ts'
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
        ...{ ...bare, ...span, line: 2, tags: {}, synthetic: false, transSpliced: false },
        exons: exons.map((exon, i) => ({ ...exon, ...id, line: 3 + i })),
        codings: segments
          ? [
              {
                product: id,
                crossReferences: [],
                segments,
                exceptions: [],
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

  it('replaces the codons that the annotation says are read otherwise', async () => {
    const region = `ATG${'TGA'}AAATAA`
    const exception = (start0: number, end0: number, residue: string, strand: 1 | -1 = 1) => ({
      exceptions: [{ start0, end0, strand, residue, line: 4 }],
    })
    const given = { region, exons: [exon(0, 12)], segments: [segment(0, 12)] }
    expect((await derive({ ...given, coding: exception(3, 6, 'U') })).protein).toBe('MUK')
    const minus = {
      region: reversed(region),
      exons: [exon(0, 12, -1)],
      segments: [segment(0, 12, 0, -1)],
    }
    expect((await derive({ ...minus, coding: exception(6, 9, 'U', -1) })).protein).toBe('MUK')
    const shifted = await derive({ ...given, coding: exception(4, 7, 'U') })
    expect(shifted.protein).toBeNull()
    expect(shifted.problems.map(({ cause }) => cause)).toEqual([
      'translation exception',
      'internal stop',
    ])
    const completed = { region: 'ATGAAAT', exons: [exon(0, 7)], segments: [segment(0, 7)] }
    const stop = await derive({ ...completed, coding: exception(6, 7, '*') })
    expect([stop.protein, stop.problems]).toEqual(['MK', []])
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

describe('The genetic code of a CDS', () => {
  const codeOf = (name: string, stated?: number, taxon = 1, codes = {}, organelle?: string) =>
    chooseCode({ name, organelle }, stated, taxon, codes).code

  it('is what the manifest says, then the line, then the organelle, then the standard one', () => {
    expect(codeOf('1')).toBe(1)
    expect(codeOf('1', 11)).toBe(11)
    expect(codeOf('1', 11, 1, { 1: 4 })).toBe(4)
    expect(codeOf('1', undefined, 1, { default: 12 })).toBe(12)
    expect(codeOf('MT', undefined, 9606)).toBe(2)
    expect(codeOf('Mito', undefined, 559292)).toBe(3)
    expect(codeOf('NC_1.1', undefined, 9606, {}, 'mitochondrion')).toBe(2)
    expect(codeOf('Pt')).toBe(11)
  })

  it('is never guessed on a mitochondrion', () => {
    for (const name of ['MT', 'chrM', 'Mito', 'mitochondrion_genome', 'MtDNA']) {
      expect([name, codeOf(name, undefined, 1, { default: 1 })]).toEqual([name, undefined])
    }
    expect(chooseCode({ name: 'MT' }, undefined, 1).unknown).toMatch(/genetic_code: \{MT: 2\}/)
  })
})
