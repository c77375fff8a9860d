import { parseFeatureLine } from '../formats/gff3.ts'
import { openInput } from '../formats/input.ts'
import { readLineBlocks } from '../formats/lines.ts'
import { buildGene } from './build-gene.ts'
import type { Dialect, DialectName } from './dialects/dialect.ts'
import { ensembl } from './dialects/ensembl.ts'
import { gencode } from './dialects/gencode.ts'
import { gff3 } from './dialects/gff3.ts'
import { gtf } from './dialects/gtf.ts'
import { ncbi } from './dialects/ncbi.ts'
import { prokka } from './dialects/prokka.ts'
import { Feature } from './feature.ts'
import { featuresOf, genesOf } from './hierarchy.ts'
import type { GeneModel } from './model.ts'
import type { OnProblem } from './problem.ts'
import { roleOf } from './role.ts'
import type { AnnotationScan } from './scan.ts'

const DIALECTS: Readonly<Record<DialectName, Dialect>> = {
  ...{ ensembl, gencode, ncbi, prokka, gtf, gff3 },
}

/**
 * Reads the genes of an annotation file, in its order but for regions that are mixed.
 *
 * Features of a region are held until no later one can belong to them: up to `###`, or to the last
 * line of the region, which the scan knows. So children may stand before their parents, and a
 * human genome without `###` takes the memory of its largest chromosome's lines.
 */
export async function* readAnnotation(
  scan: AnnotationScan,
  onProblem: OnProblem,
  onProgress: (bytesRead: number, size: number | undefined) => void = () => {},
): AsyncGenerator<GeneModel> {
  const dialect = DIALECTS[scan.dialect]
  const lastLines = new Map(scan.regions.map(({ seqid, lastLine }) => [seqid, lastLine]))
  const circular = new Set(scan.regions.filter((r) => r.circular).map(({ seqid }) => seqid))
  const lengths = new Map(scan.regions.map(({ seqid, length }) => [seqid, length]))
  const open = new Map<string, Feature[]>()

  function* genes(features: readonly Feature[]): Generator<GeneModel> {
    for (const found of genesOf(features, onProblem)) {
      const gene = buildGene(found, dialect, onProblem)
      for (const feature of featuresOf(found)) feature.release()
      if (gene) yield gene
    }
  }

  const input = await openInput(scan.path)
  reading: for await (const { first, lines } of readLineBlocks(input.chunks)) {
    onProgress(input.bytesRead, input.size)
    for (let i = 0; i < lines.length; i++) {
      const text = lines[i]!
      const line = first + i
      if (line === scan.fastaLine) break reading
      if (text.startsWith('#') || /^ *$/.test(text)) {
        if (!text.startsWith('###')) continue
        for (const features of open.values()) yield* genes(features)
        open.clear()
        continue
      }
      const columns = parseFeatureLine(text)
      if (typeof columns === 'string') {
        onProblem({ line, cause: 'bad line', message: `${columns}; the line is left out` })
        continue
      }
      const { seqid } = columns
      const feature = placed(columns, circular.has(seqid), lengths.get(seqid))
      if (!feature) {
        const message = `its start ${columns.start1} is after its end ${columns.end1}; the line is left out`
        onProblem({ line, cause: 'bad line', message })
      } else if (roleOf(feature.type) !== 'ignored') {
        const features = open.get(seqid)
        const read = new Feature(line, feature, scan.gtf)
        if (features) features.push(read)
        else open.set(seqid, [read])
      }
      if (lastLines.get(seqid) === line) {
        yield* genes(open.get(seqid) ?? [])
        open.delete(seqid)
      }
    }
  }
  for (const features of open.values()) yield* genes(features)
}

/** A feature that crosses the origin ends beyond the region; older files let it end before its start. */
function placed<T extends { readonly start1: number; readonly end1: number }>(
  columns: T,
  circular: boolean,
  length: number | undefined,
): T | undefined {
  if (columns.start1 <= columns.end1) return columns
  return circular && length !== undefined ? { ...columns, end1: columns.end1 + length } : undefined
}
