import type { Coding, Exon, Gene, SequenceRef, Span, Transcript } from './gene.ts'
import { type GeneticCode, geneticCode } from './genetic-code.ts'
import { holders } from './holders.ts'
import type { CodingModel, GeneModel, TranscriptModel } from './model.ts'
import { exonPhases } from './phases.ts'
import type { OnProblem } from './problem.ts'
import type { Profile } from './profile.ts'
import { liesOn, NoComplementError, type Residues, Splicer } from './splice.ts'
import { STOP, translateCds } from './translate.ts'
import { codonExceptions } from './translation-exceptions.ts'
import { storeUtrs } from './utrs.ts'

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
    const { line, synthetic: _, transSpliced: __, edited: ___, exons, codings, ...own } = model
    const onRegion = checkBounds(model, context)
    const residues = onRegion ? await spliced(this.#cdna, exons, 0, model, context) : undefined
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
    const { exons } = transcript
    const holding = holders(segments, exons)
    const own = {
      segments: segments.map(({ start0, end0, strand }): Span => ({ start0, end0, strand })),
      phases: statedPhases(transcript) ?? exonPhases(exons, segments, holding, missing),
    }
    const pad = profile.padsCds ? missing : 0
    const bases = cdna && (await spliced(this.#cds, segments, pad, transcript, context))
    if (!bases || segments.length === 0) return { ...own, cds: null, product: null }
    const utrs = await storeUtrs(exons, segments, holding, cdna, context.store)
    const cds = await context.store(bases)
    const from = profile.padsCds ? 0 : phase
    const protein = translated(bases, from, pad, model, context)
    if (!protein) return { ...own, cds, ...utrs, product: null }
    const sequence = await context.store(protein)
    const { crossReferences } = model
    return { ...own, cds, ...utrs, product: { ...model.product, sequence, crossReferences } }
  }
}

/** Whether all pieces of a transcript lie on its region, no more of them than it can hold. */
function checkBounds(model: TranscriptModel, { region, regionName, onProblem }: DerivationContext) {
  const { exons, codings, stableId: feature, line } = model
  for (const pieces of [exons, ...codings.map(({ segments }) => segments)]) {
    let bases = 0
    for (const piece of pieces) {
      bases += piece.end0 - piece.start0
      if (liesOn(piece, region)) continue
      const circular = region.circular ? '' : ' and is not circular'
      onProblem({
        line: piece.line,
        cause: 'outside region',
        feature,
        message: `${piece.start0 + 1}-${piece.end0} does not lie on ${regionName}, which has ${region.length} residues${circular}; the transcript has no sequences`,
      })
      return false
    }
    // Pieces of trans-splicing are not checked against each other.
    if (bases <= 2 * region.length) continue
    const message = `its pieces together are longer than both strands of ${regionName}; it has no sequences`
    onProblem({ line, cause: 'overlapping exons', feature, message })
    return false
  }
  return true
}

/** Pieces joined; `undefined` where a letter has no complement, after a problem was told. */
async function spliced(
  splicer: Splicer,
  pieces: readonly (Span & { readonly line: number })[],
  pad: number,
  { stableId: feature }: TranscriptModel,
  { region, regionName, onProblem }: DerivationContext,
): Promise<Uint8Array | undefined> {
  try {
    return await splicer.splice(region, pieces, pad)
  } catch (error) {
    if (!(error instanceof NoComplementError)) throw error
    const { start0, end0, line } = pieces[error.index]!
    const at = `${start0 + 1}-${end0}`
    onProblem({
      line,
      cause: 'no complement',
      feature,
      message: `${at} of ${regionName} is read in reverse and has the letter ${error.letter}, which is no nucleotide; it has no sequences`,
    })
    return undefined
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
  const { firstResidueM } = profile
  // Bases before the first whole codon say too that the 5' end is missing.
  const startsWithM =
    firstResidueM === 'always' ||
    (firstResidueM === 'unless partial' && !model.partial5 && from === 0)
  const exceptions = codonExceptions(model, from - pad, region.length, onProblem)
  const protein = translateCds(bases, from, code, { ...profile, startsWithM }, exceptions)
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
