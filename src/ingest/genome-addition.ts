import { hash } from 'node:crypto'
import { encodeBody } from '../annotation/body.ts'
import { chooseCode, defaultCode } from '../annotation/code-of-region.ts'
import { Deriver } from '../annotation/derive.ts'
import type { Gene } from '../annotation/gene.ts'
import type { Genome, ProfileName, Region } from '../annotation/genome.ts'
import type { Identity } from '../annotation/identity.ts'
import type { Manifest } from '../annotation/manifest.ts'
import type { GeneModel } from '../annotation/model.ts'
import type { Problem } from '../annotation/problem.ts'
import { defaultProfile, PROFILES } from '../annotation/profile.ts'
import { readAnnotation } from '../annotation/read-annotation.ts'
import {
  type GenomeReport,
  Problems,
  type ProductKind,
  type ReportedFile,
} from '../annotation/report.ts'
import type { AnnotationScan } from '../annotation/scan.ts'
import { LOCAL } from '../digest/authority.ts'
import { DIGEST_BYTES, sha512t24u } from '../digest/sha512t24u.ts'
import { FormatError } from '../formats/errors.ts'
import type { Change } from '../store/change.ts'
import type { NamedCollection } from '../store/collections.ts'
import { StoreError } from '../store/store.ts'
import type { StoreWriter } from '../store/writer.ts'
import { sourceName } from './add-fasta.ts'
import { digestEvents } from './digests/digest-events.ts'
import { readEmbeddedFasta } from './embedded-fasta.ts'
import { FastaAddition, type FastaSummary } from './fasta-addition.ts'
import { GeneProducts } from './gene-products.ts'
import { GenomeCounter } from './genome-counter.ts'
import { geneNames, geneSpans, genomeKeywords } from './genome-keys.ts'
import { nameGenome } from './genome-names.ts'
import { GenomeRegions } from './genome-regions.ts'
import { addGivenProducts, type GivenProducts } from './given-products.ts'
import { naming } from './naming.ts'
import { ProductStore } from './product-store.ts'
import { type Progress, readDigestedFasta } from './read-fasta.ts'
import { RegionResidues } from './region-residues.ts'

export interface AddGenomeOptions {
  /** FASTA file of the genome; what follows `##FASTA` in the annotation if absent. */
  readonly fasta?: string
  /** GFF3 or GTF file. */
  readonly annotation: string
  readonly manifest?: Manifest
  /** FASTA files of products, which stand above what is derived. */
  readonly given?: Readonly<Partial<Record<ProductKind, readonly string[]>>>
  /** Names of regions that are circular. */
  readonly circular?: ReadonlySet<string>
  /** Told of each stage as it begins; what it returns is told how far the stage is. */
  readonly onStage?: (label: string, unit: string) => Progress
}

/** To be counted up whenever the same files give other products than before. */
const RULES = 3

/** Adds the parts of a genome with its annotation to a change, one after the other. */
export class GenomeAddition {
  readonly #writer: StoreWriter
  readonly #change: Change
  readonly #scan: AnnotationScan
  readonly #identity: Identity
  readonly #notes: string[]
  readonly #options: AddGenomeOptions
  readonly #manifest: Manifest
  readonly #sha1: boolean
  readonly #regions = new GenomeRegions()
  readonly #given = new Map<ProductKind, GivenProducts>()
  readonly #problems = new Problems()
  readonly #counter = new GenomeCounter()
  readonly #products: ProductStore
  #fasta: FastaSummary | undefined
  #collection: NamedCollection | undefined
  #comparisons: GenomeReport['comparisons'] = []

  constructor(
    writer: StoreWriter,
    change: Change,
    scan: AnnotationScan,
    identity: Identity,
    notes: string[],
    options: AddGenomeOptions,
  ) {
    this.#writer = writer
    this.#change = change
    this.#scan = scan
    this.#identity = identity
    this.#notes = notes
    this.#options = options
    this.#manifest = options.manifest ?? {}
    this.#sha1 = writer.settings.sha1
    this.#products = new ProductStore(change, this.#sha1, authorityOfIds(scan))
  }

  get newSequences(): number {
    return (this.#fasta?.new ?? 0) + this.#products.new
  }

  get report(): GenomeReport {
    const { annotation, fasta, given = {} } = this.#options
    const files: ReportedFile[] = [
      { role: 'genome', name: sourceName(fasta ?? annotation) },
      { role: 'annotation', name: sourceName(annotation) },
      ...KINDS.flatMap((role) =>
        (given[role] ?? []).map((path) => ({ role, name: sourceName(path) })),
      ),
    ]
    return {
      files,
      dialect: this.#scan.dialect,
      counts: this.#counter.counts(this.#regions.regions.length),
      notes: this.#notes,
      problems: this.#problems.groups(),
      comparisons: this.#comparisons,
    }
  }

  /** Adds the sequences of the genome, and those that are given of its products. */
  async sequences(): Promise<void> {
    const { annotation, fasta, given = {}, onStage = () => () => {} } = this.#options
    const path = fasta ?? annotation
    const onRecord = this.#regions.addRecord.bind(this.#regions)
    const sha1 = this.#sha1
    await naming(path, async () => {
      const addition = new FastaAddition(this.#change, { readable: true, onRecord })
      await addition.add(this.#fastaEvents(onStage(path, 'MB')))
      this.#fasta = await addition.finish(sourceName(path))
      this.#collection = addition.named
    })
    for (const kind of KINDS) {
      const paths = given[kind] ?? []
      if (paths.length === 0) continue
      const progress = (each: string) => onStage(each, 'MB')
      this.#given.set(
        kind,
        await addGivenProducts(kind, this.#change, sha1, paths, progress, this.#problems.add),
      )
    }
  }

  #fastaEvents(onProgress: Progress) {
    const { annotation, fasta } = this.#options
    if (fasta !== undefined) return readDigestedFasta(fasta, this.#sha1, onProgress)
    const { fastaLine } = this.#scan
    if (fastaLine === undefined) {
      throw new FormatError('it holds no sequences (##FASTA); give those of the genome (--fasta)')
    }
    return digestEvents(readEmbeddedFasta(annotation, fastaLine, onProgress), this.#sha1)
  }

  /** @throws {@link StoreError} when the genome of this id has other files or another manifest. */
  assertSame(known: Genome): void {
    if (known.fingerprint === this.#fingerprint()) return
    throw new StoreError(
      `the store has a genome ${known.genomeId} of other files, another manifest or an older seqkeep: remove it first (seqkeep genome remove ${known.genomeId}), or give this one a genome_id of its own in the manifest`,
    )
  }

  /** Adds regions and genes, and all that is derived. */
  async genes(): Promise<void> {
    const { annotation, circular = new Set<string>(), onStage = () => () => {} } = this.#options
    const onNote = (note: string) => this.#notes.push(note)
    this.#regions.settle(this.#scan.regions, this.#manifest, circular, onNote)
    for (const { digest, organelle: _, geneticCode: __, ...region } of this.#regions.regions) {
      if (region.circular) await this.#change.circular(digest, true)
      const body = encodeBody(region satisfies Region)
      await this.#change.region({ name: region.name, body })
    }
    const { profile = defaultProfile(this.#scan.dialect, this.#manifest.release_number) } =
      this.#manifest
    const products = new GeneProducts(this.#products, this.#given, this.#problems.add)
    const residues = new RegionResidues(this.#change)
    const deriver = new Deriver()
    const { taxonId } = this.#identity.organism
    const { genetic_code = {} } = this.#manifest
    const byDefault = defaultCode(genetic_code.default, taxonId, this.#scan.dialect)
    const notes = new Set<string>()
    const ids = new Set<string>()
    const progress = onStage(`${annotation}: genes`, 'MB')
    const circleOf = (seqid: string) => {
      const region = this.#regions.find(seqid)
      return region?.circular ? region.length : undefined
    }
    const models = readAnnotation(this.#scan, this.#problems.add, progress, circleOf)
    for await (const model of models) {
      const region = this.#regions.find(model.seqid)
      if (!region) {
        this.#problems.add({
          line: model.line,
          cause: 'unknown region',
          feature: model.stableId,
          message: `the genome has no sequence ${model.seqid}; the gene is left out (the manifest can give it: synonyms)`,
        })
        continue
      }
      const { name, length, digest } = region
      const derived = await deriver.gene(model, {
        regionName: name,
        region: residues.of(digest, length, region.circular),
        profile: PROFILES[profile],
        codeOf: ({ geneticCode }) => {
          const choice = chooseCode(region, geneticCode, taxonId, byDefault)
          if (choice.note !== undefined) notes.add(choice.note)
          return choice
        },
        store: products.store,
        onProblem: this.#problems.add,
      })
      if (ids.has(model.stableId)) this.#problems.add(notTheFirst(model))
      ids.add(model.stableId)
      await this.#addGene(await products.settle(derived, model), length)
    }
    this.#notes.push(...notes)
    this.#comparisons = products.comparisons
    await this.#finish(profile)
  }

  async #addGene(gene: Gene, regionLength: number): Promise<void> {
    this.#counter.add(gene)
    await this.#change.gene({
      names: geneNames(gene),
      spans: geneSpans(gene, regionLength),
      body: encodeBody(gene),
    })
  }

  async #finish(profile: ProfileName): Promise<void> {
    const { assembly } = this.#identity
    const named = assembly.name === assembly.accession ? this.#regions.assembly : undefined
    const called = { ...assembly, name: named ?? assembly.name }
    const onNote = (note: string) => this.#notes.push(note)
    await nameGenome(this.#writer, this.#change, this.#collection!, called, onNote)
    const { regions, genes, transcripts, proteins } = this.#counter.counts(
      this.#regions.regions.length,
    )
    const genome: Genome = {
      ...this.#identity,
      assembly: called,
      collection: this.#fasta!.collection,
      fingerprint: this.#fingerprint(),
      profile,
      counts: { regions, genes, transcripts, proteins },
    }
    await this.#change.annotation({
      keywords: genomeKeywords(genome),
      body: encodeBody(genome),
      report: encodeBody(this.report),
    })
  }

  #fingerprint(): string {
    const { circular = new Set<string>() } = this.#options
    const sources = {
      rules: RULES,
      annotation: this.#scan.digest,
      fasta: this.#fasta!.collection,
      given: [...this.#given].map(([kind, { collections }]) => [kind, collections]),
      manifest: Object.entries(this.#manifest).sort(([a], [b]) => (a < b ? -1 : 1)),
      circular: [...circular].sort(),
    }
    return sha512t24u(hash('sha512', JSON.stringify(sources), 'buffer').subarray(0, DIGEST_BYTES))
  }
}

const KINDS: readonly ProductKind[] = ['cdna', 'cds', 'pep']

/** Whose ids are those whose form does not tell it. Anyone writes GTF; Ensembl's says when it was built. */
function authorityOfIds({ dialect, pragmas }: AnnotationScan): string {
  const ensembls = dialect === 'gtf' ? pragmas.genebuildDate !== undefined : dialect === 'ensembl'
  return ensembls || dialect === 'gencode' ? 'ensembl' : LOCAL
}

function notTheFirst({ line, stableId }: GeneModel): Problem {
  const message = 'a gene before has this id; both are kept, and the first is found by it'
  return { line, cause: 'duplicate id', feature: stableId, message }
}
