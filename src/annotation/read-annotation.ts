import { FeatureLines } from '../formats/feature-lines.ts'
import { openInput } from '../formats/input.ts'
import { readLineBlocks } from '../formats/lines.ts'
import { acrossOrigin } from './across-origin.ts'
import { buildGene } from './build-gene.ts'
import type { Dialect, DialectName } from './dialects/dialect.ts'
import { ensembl } from './dialects/ensembl.ts'
import { gencode } from './dialects/gencode.ts'
import { gff3 } from './dialects/gff3.ts'
import { gtf } from './dialects/gtf.ts'
import { ncbi } from './dialects/ncbi.ts'
import { prokka } from './dialects/prokka.ts'
import { Feature } from './feature.ts'
import { genesOf } from './hierarchy.ts'
import { linksOf, namesOf, normalColumn } from './links.ts'
import type { GeneModel } from './model.ts'
import { OpenFeatures } from './open-features.ts'
import type { OnProblem } from './problem.ts'
import { featureType } from './role.ts'
import type { AnnotationScan } from './scan.ts'

const DIALECTS: Readonly<Record<DialectName, Dialect>> = {
  ...{ ensembl, gencode, ncbi, prokka, gtf, gff3 },
}

/** Length of a sequence, if it is circular. */
type CircleOf = (seqid: string) => number | undefined

/**
 * Reads the genes of an annotation file, each when its last line has been read, which the scan knows:
 * children may stand before their parents, and genes between each other's lines.
 *
 * @param circleOf - If others than the file itself know it.
 */
export async function* readAnnotation(
  scan: AnnotationScan,
  onProblem: OnProblem,
  onProgress: (bytesRead: number, size: number | undefined) => void = () => {},
  circleOf: CircleOf = statedCircles(scan),
): AsyncGenerator<GeneModel> {
  const reader = new GeneReader(scan, circleOf, onProblem)
  const lines = new FeatureLines()
  const input = await openInput(scan.path)
  for await (const block of readLineBlocks(input.chunks)) {
    onProgress(input.bytesRead, input.size)
    lines.open(block)
    yield* reader.read(lines)
    if (scan.fastaLine !== undefined && lines.line >= scan.fastaLine) break
  }
  yield* reader.finish()
}

function statedCircles({ regions }: AnnotationScan): CircleOf {
  const circles = regions.filter(({ circular }) => circular)
  const lengths = new Map(circles.map(({ seqid, length }) => [seqid, length]))
  return (seqid) => lengths.get(seqid)
}

class GeneReader {
  readonly #scan: AnnotationScan
  readonly #dialect: Dialect
  readonly #regions: ReadonlyMap<string, AnnotationScan['regions'][number]>
  readonly #open = new OpenFeatures()
  readonly #circleOf: CircleOf
  readonly #onProblem: OnProblem

  constructor(scan: AnnotationScan, circleOf: CircleOf, onProblem: OnProblem) {
    this.#scan = scan
    this.#dialect = DIALECTS[scan.dialect]
    this.#regions = new Map(scan.regions.map((region) => [region.seqid, region]))
    this.#circleOf = circleOf
    this.#onProblem = onProblem
  }

  *read(lines: FeatureLines): Generator<GeneModel> {
    for (let kind = lines.next(); kind; kind = lines.next()) {
      if (lines.line === this.#scan.fastaLine) return
      if (kind === 'feature') {
        const genes = this.#feature(lines)
        if (genes) yield* genes
      } else if (kind === 'too few columns') {
        this.#badLine(lines, `the number of columns is ${lines.columns} instead of 9`)
      } else if (kind === 'comment' && lines.text === '###') {
        yield* this.finish()
      }
    }
  }

  /** Gives the genes that are still open. */
  *finish(): Generator<GeneModel> {
    for (const features of this.#open.closeAll()) yield* this.#genes(features)
  }

  /** Takes a line; gives the genes that are complete with it. */
  #feature(lines: FeatureLines): Iterable<GeneModel> | undefined {
    const { seqid, line } = lines
    const { gtf, closing } = this.#scan
    const placement = this.#placement(lines)
    const type = featureType(lines.type)
    const { role } = type
    if (role === 'ignored' || role === 'container') return undefined
    const column = normalColumn(role, lines.attributes)
    const links = linksOf(role, column, gtf)
    const { containers } = this.#regions.get(seqid)!
    const names = namesOf(role, links, containers, line)
    const group = this.#open.groupOf(seqid, names)
    if (placement) {
      const parents = this.#open.shared(seqid, links.parents)
      const { id, gene } = links
      group.features.push(
        new Feature(line, seqid, type, placement, { id, parents, gene }, column, gtf),
      )
    }
    return names.length === 0 || closing.has(line)
      ? this.#genes(this.#open.close(seqid, group))
      : undefined
  }

  /** A feature that crosses the origin ends beyond the region; older files let it end before its start. */
  #placement(lines: FeatureLines) {
    const placement = lines.placement()
    if (typeof placement === 'string') {
      this.#badLine(lines, placement)
      return undefined
    }
    const { start1, end1 } = placement
    if (start1 <= end1) return placement
    const circle = this.#circleOf(lines.seqid)
    if (circle !== undefined && start1 <= circle) return { ...placement, end1: end1 + circle }
    this.#badLine(lines, `its start ${start1} is after its end ${end1}`)
    return undefined
  }

  #badLine({ line }: FeatureLines, what: string): void {
    this.#onProblem({ line, cause: 'bad line', message: `${what}; the line is left out` })
  }

  *#genes(features: readonly Feature[]): Generator<GeneModel> {
    const [first] = features
    if (!first) return
    const { containers } = this.#regions.get(first.seqid)!
    const circle = this.#circleOf(first.seqid)
    const { roles } = this.#scan
    const isContainer = (id: string) => containers.has(id, first.line)
    for (const found of genesOf(features, { isContainer, roles, circle }, this.#onProblem)) {
      const placed = circle === undefined ? found : acrossOrigin(found, circle)
      const gene = buildGene(placed, this.#dialect, this.#onProblem)
      if (gene) yield gene
    }
  }
}
