import type { Coding, Exon, Gene, SequenceRef, Span, Transcript, Utr } from './gene.ts'
import { type GeneticCode, geneticCode } from './genetic-code.ts'
import type { CodingModel, GeneModel, TranscriptModel } from './model.ts'
import { exonPhases } from './phases.ts'
import type { OnProblem } from './problem.ts'
import type { Profile } from './profile.ts'
import { liesOn, type Residues, Splicer } from './splice.ts'
import { STOP, translateCds } from './translate.ts'
import { applyExceptions } from './translation-exceptions.ts'

/** Where a gene lies, and by which rules its products are made. */
export interface DerivationContext {
  readonly regionName: string
  readonly region: Residues
  readonly profile: Profile
  /** Number of the genetic code of a CDS, or why there is none. */
  readonly codeOf: (coding: CodingModel) => { code: number | undefined; unknown?: string }
  /** Stores residues, which are valid during the call only. */
  readonly store: (residues: Uint8Array) => Promise<SequenceRef>
  readonly onProblem: OnProblem
}

/** Derives the sequences of genes from the residues of their regions. */
export class Deriver {
  readonly #cdna = new Splicer()
  readonly #cds = new Splicer()

  /**
   * Derives all products of a gene, transcripts in the order of the model; what cannot be derived is
   * `null`, and a problem.
   */
  async gene(model: GeneModel, context: DerivationContext): Promise<Gene> {
    const transcripts: Transcript[] = []
    for (const transcript of model.transcripts) {
      transcripts.push(await this.#transcript(transcript, context))
    }
    const { seqid: _, line: __, ...own } = model
    return {
      ...own,
      region: context.regionName,
      transcripts,
    }
  }

  async #transcript(model: TranscriptModel, context: DerivationContext): Promise<Transcript> {
    const { line, synthetic: _, transSpliced: __, exons, codings, ...own } = model
    const onRegion = this.#checkBounds(model, context)
    const residues = onRegion ? await this.#cdna.splice(context.region, exons) : undefined
    const cdna = residues && residues.length > 0 ? await context.store(residues) : null
    const derived: Coding[] = []
    for (const coding of codings) {
      derived.push(await this.#coding(coding, model, residues, context))
    }
    return {
      ...own,
      exons: exons.map(({ line: _line, phases: _phases, ...exon }): Exon => exon),
      cdna,
      codings: derived,
    }
  }

  #checkBounds(model: TranscriptModel, { region, regionName, onProblem }: DerivationContext) {
    const pieces = [...model.exons, ...model.codings.flatMap(({ segments }) => segments)]
    const outside = pieces.find((piece) => !liesOn(piece, region))
    if (!outside) return true
    onProblem({
      line: outside.line,
      cause: 'outside region',
      feature: model.stableId,
      message: `${outside.start0 + 1}-${outside.end0} does not lie on ${regionName}, which has ${region.length} residues${region.circular ? '' : ' and is not circular'}; the transcript has no sequences`,
    })
    return false
  }

  async #coding(
    model: CodingModel,
    transcript: TranscriptModel,
    cdna: Uint8Array | undefined,
    context: DerivationContext,
  ): Promise<Coding> {
    const { segments } = model
    const { profile, onProblem } = context
    const [first] = segments
    const feature = model.product.stableId
    if (first && first.phase === undefined) {
      onProblem({
        line: first.line,
        cause: 'wrong phase',
        feature,
        message: 'its first segment has no phase, which a CDS must have; taken as 0',
      })
    }
    const phase = first?.phase ?? 0
    const missing = (3 - phase) % 3
    const own = {
      segments: segments.map(({ start0, end0, strand }): Span => ({ start0, end0, strand })),
      phases: statedPhases(transcript) ?? exonPhases(transcript.exons, segments, missing),
    }
    if (!cdna || segments.length === 0) return { ...own, cds: null, product: null }
    const utrs = await storeUtrs(transcript.exons, segments, cdna, context)
    const pad = profile.padsCds ? missing : 0
    const bases = await this.#cds.splice(context.region, segments, pad)
    const cds = await context.store(bases)
    const from = profile.padsCds ? 0 : phase
    const protein = translated(bases, from, pad, model, context)
    if (!protein) return { ...own, cds, ...utrs, product: null }
    const sequence = await context.store(protein)
    const { crossReferences } = model
    return { ...own, cds, ...utrs, product: { ...model.product, sequence, crossReferences } }
  }
}

/** The protein of a CDS; `undefined` where there is none to be had, after a problem was told. */
function translated(
  bases: Uint8Array,
  from: number,
  pad: number,
  model: CodingModel,
  { profile, codeOf, onProblem, region }: DerivationContext,
): Uint8Array | undefined {
  const { line } = model.segments[0]!
  const feature = model.product.stableId
  const code = chosenCode(model, codeOf, (message) =>
    onProblem({ line, cause: 'unknown genetic code', feature, message }),
  )
  if (!code) return undefined
  const { firstResidueM, keepsStopBeforePartialCodon } = profile
  const startsWithM =
    firstResidueM === 'always' || (firstResidueM === 'unless partial' && !model.partial5)
  const whole = translateCds(bases, from, code, { startsWithM, keepsStopBeforePartialCodon })
  const protein = applyExceptions(whole, model, from - pad, region.length, onProblem)
  if (protein.length === 0) {
    const message = `its ${bases.length - pad} bases hold no codon but perhaps a stop; it has no protein`
    onProblem({ line, cause: 'no product', feature, message })
    return undefined
  }
  const stops = protein.reduce((sum, residue) => sum + Number(residue === STOP), 0)
  if (stops === 0) return protein
  const message = `${stops} internal stop${stops === 1 ? '' : 's'} by genetic code ${code.id}, the first at residue ${protein.indexOf(STOP) + 1}; the protein is not stored`
  onProblem({ line, cause: 'internal stop', feature, message })
  return undefined
}

function chosenCode(
  model: CodingModel,
  codeOf: DerivationContext['codeOf'],
  onUnknown: (message: string) => void,
): GeneticCode | undefined {
  const { code, unknown } = codeOf(model)
  const found = code === undefined ? undefined : geneticCode(code)
  if (!found) {
    onUnknown(`${unknown ?? `NCBI has no genetic code ${code}`}; the protein is not derived`)
  }
  return found
}

function statedPhases(transcript: TranscriptModel): Coding['phases'] | undefined {
  const phases = transcript.exons.map((exon) => exon.phases).filter((each) => each !== undefined)
  return phases.length === transcript.exons.length ? phases : undefined
}

async function storeUtrs(
  exons: readonly Span[],
  segments: readonly Span[],
  cdna: Uint8Array,
  { store }: DerivationContext,
): Promise<{ fivePrimeUtr?: Utr; threePrimeUtr?: Utr }> {
  const before = basesBefore(exons, fivePrimeBase(segments[0]!))
  const upTo = basesBefore(exons, threePrimeBase(segments.at(-1)!))
  if (before === undefined || upTo === undefined) return {}
  const utr = async (from: number, to: number): Promise<Utr | undefined> => {
    if (from >= to) return undefined
    return { ...spanOf(exons, from, to), sequence: await store(cdna.subarray(from, to)) }
  }
  const five = await utr(0, before)
  const three = await utr(upTo + 1, cdna.length)
  return { ...(five && { fivePrimeUtr: five }), ...(three && { threePrimeUtr: three }) }
}

/** Exonic bases 5' of a base; `undefined` when it lies in no exon. */
function basesBefore(exons: readonly Span[], base0: number): number | undefined {
  let before = 0
  for (const { start0, end0, strand } of exons) {
    if (base0 >= start0 && base0 < end0) {
      return before + (strand === -1 ? end0 - 1 - base0 : base0 - start0)
    }
    before += end0 - start0
  }
  return undefined
}

/** Genomic span of bases `[from, to)` of the spliced exons. */
function spanOf(exons: readonly Span[], from: number, to: number) {
  let before = 0
  let start0 = Number.POSITIVE_INFINITY
  let end0 = 0
  for (const exon of exons) {
    const length = exon.end0 - exon.start0
    const low = Math.max(from - before, 0)
    const high = Math.min(to - before, length)
    if (low < high) {
      const reverse = exon.strand === -1
      start0 = Math.min(start0, reverse ? exon.end0 - high : exon.start0 + low)
      end0 = Math.max(end0, reverse ? exon.end0 - low : exon.start0 + high)
    }
    before += length
  }
  return { start0, end0 }
}

function fivePrimeBase({ start0, end0, strand }: Span): number {
  return strand === -1 ? end0 - 1 : start0
}

function threePrimeBase({ start0, end0, strand }: Span): number {
  return strand === -1 ? start0 : end0 - 1
}
