import type { Coding, Gene, SequenceRef, StableId, Transcript } from '../annotation/gene.ts'
import type { CodingModel, GeneModel, TranscriptModel } from '../annotation/model.ts'
import type { OnProblem } from '../annotation/problem.ts'
import type { Comparison, ProductKind } from '../annotation/report.ts'
import { compareTranscripts } from '../annotation/transcript-order.ts'
import type { GivenProducts, ProductNames } from './given-products.ts'
import { ProductComparison } from './product-comparison.ts'
import type { ProductStore } from './product-store.ts'

/** What a product has to know of its gene. */
interface GeneContext {
  readonly names: readonly string[]
  /** Whether the gene has one transcript, or one CDS, alone. */
  readonly only: { readonly transcript: boolean; readonly coding: boolean }
}

/** Settles the products of genes: given ones instead of derived ones, names, the order of transcripts. */
export class GeneProducts {
  readonly #products: ProductStore
  readonly #comparisons: ReadonlyMap<ProductKind, ProductComparison>
  readonly #onProblem: OnProblem
  /** Residues that were derived for the gene at hand, where there is something to compare with. */
  readonly #residues = new Map<string, Uint8Array>()

  constructor(
    products: ProductStore,
    given: ReadonlyMap<ProductKind, GivenProducts>,
    onProblem: OnProblem,
  ) {
    this.#products = products
    this.#comparisons = new Map(
      [...given].map(([kind, each]) => [kind, new ProductComparison(kind, each)]),
    )
    this.#onProblem = onProblem
  }

  get comparisons(): Comparison[] {
    return [...this.#comparisons.values()].map(({ result }) => result)
  }

  /** Stores residues that were derived. */
  readonly store = async (residues: Uint8Array): Promise<SequenceRef> => {
    const sequence = await this.#products.store(residues)
    if (this.#comparisons.size > 0) this.#residues.set(sequence.md5, Uint8Array.from(residues))
    return sequence
  }

  /** @param gene - As derived from `model`, its transcripts in the same order. */
  async settle(gene: Gene, model: GeneModel): Promise<Gene> {
    const codings = model.transcripts.reduce((sum, each) => sum + each.codings.length, 0)
    const only = { transcript: model.transcripts.length === 1, coding: codings === 1 }
    const context: GeneContext = { names: names(gene), only }
    const transcripts: Transcript[] = []
    for (const [i, transcript] of gene.transcripts.entries()) {
      transcripts.push(await this.#transcript(transcript, model.transcripts[i]!, context))
    }
    this.#residues.clear()
    return { ...gene, transcripts: transcripts.sort(compareTranscripts) }
  }

  async #transcript(
    transcript: Transcript,
    model: TranscriptModel,
    gene: GeneContext,
  ): Promise<Transcript> {
    const own = names(transcript)
    const cdna = this.#choose(
      'cdna',
      transcript.cdna,
      { own, transcript: own, gene: gene.names },
      gene.only.transcript,
      model.line,
    )
    const isOther = model.edited && cdna === transcript.cdna
    if (cdna && !model.synthetic && !isOther) await this.#products.name(cdna, transcript)
    const codings: Coding[] = []
    for (const [i, coding] of transcript.codings.entries()) {
      codings.push(await this.#coding(coding, model.codings[i]!, model, gene))
    }
    return { ...transcript, cdna, codings }
  }

  async #coding(
    coding: Coding,
    { product, crossReferences, segments, edited }: CodingModel,
    transcript: TranscriptModel,
    gene: GeneContext,
  ): Promise<Coding> {
    const line = segments[0]?.line ?? transcript.line
    const onlyOfTranscript = transcript.codings.length === 1
    const others = { transcript: onlyOfTranscript ? names(transcript) : [], gene: gene.names }
    const own = names(product)
    const cds = this.#choose(
      'cds',
      coding.cds,
      { own: [...own, ...others.transcript], ...others },
      gene.only.coding,
      line,
    )
    const isOtherCds = (edited || transcript.edited) && cds === coding.cds
    if (cds && !transcript.synthetic && !isOtherCds) await this.#products.name(cds, transcript)
    const derived = coding.product?.sequence ?? null
    const sequence = this.#choose('pep', derived, { own, ...others }, gene.only.coding, line)
    if (!sequence) return { ...coding, cds }
    // A protein without an id has its transcript's, which may be made.
    const isMade = transcript.synthetic && product.stableId === transcript.stableId
    const isOther = edited && sequence === derived
    if (!isMade && !isOther) await this.#products.name(sequence, product)
    return { ...coding, cds, product: { ...product, sequence, crossReferences } }
  }

  #choose(
    kind: ProductKind,
    derived: SequenceRef | null,
    given: ProductNames,
    onlyOfGene: boolean,
    line: number,
  ): SequenceRef | null {
    const residues = derived ? this.#residues.get(derived.md5) : undefined
    const chosen = this.#comparisons.get(kind)?.choose(derived, given, onlyOfGene, residues)
    if (!chosen) return derived
    if (chosen.difference !== undefined) {
      this.#onProblem({
        line,
        cause: 'different product',
        feature: given.own[0]!,
        message: `the given ${kind} differs from the derived one by ${chosen.difference} (${chosen.sequence.length} and ${derived?.length} residues); the given one is served`,
      })
    }
    return chosen.sequence
  }
}

function names({ stableId, unversionedStableId }: StableId): string[] {
  return stableId === unversionedStableId ? [stableId] : [stableId, unversionedStableId]
}
