import type { Feature } from './feature.ts'
import { type GeneFeatures, linesOf, type TranscriptFeatures } from './hierarchy.ts'
import { partsOf } from './parts.ts'

/**
 * Puts what lies behind the origin of a circle behind what lies before it. GFF3 lets such a feature end
 * beyond the sequence; GenBank's `join(5000..5386,1..100)` and older files have two rows, and the gene
 * may seem to be the whole circle.
 *
 * @param circle - Length of the sequence.
 */
export function acrossOrigin(gene: GeneFeatures, circle: number): GeneFeatures {
  const isAll = ({ start0, end0 }: Feature) => start0 === 0 && end0 === circle
  const lines = [...gene.own, ...gene.transcripts.flatMap(linesOf)]
  const from = firstPiece(
    lines.filter((line) => !isAll(line)),
    circle,
  )
  if (from === undefined) return gene
  const move = (line: Feature) => {
    const { start0, end0 } = line
    return start0 < from ? line.moved(start0 + circle, end0 + circle) : line
  }
  /** Moves the lines of a gene or transcript; all of the circle becomes what its parts cover. */
  const moveOwn = (own: readonly Feature[], parts: readonly Feature[]) => {
    const start0 = parts.reduce((least, part) => Math.min(least, part.start0), 2 * circle)
    const end0 = parts.reduce((most, part) => Math.max(most, part.end0), 0)
    return own.map((line) => {
      if (!isAll(line)) return move(line)
      return start0 < end0 ? line.moved(start0, end0) : line
    })
  }
  const transcripts = gene.transcripts.map(({ own, parts }): TranscriptFeatures => {
    const moved = Object.values(parts).flat().map(move)
    return { own: moveOwn(own, moved), parts: partsOf(moved) }
  })
  return { ...gene, own: moveOwn(gene.own, transcripts.flatMap(linesOf)), transcripts }
}

/**
 * Where the pieces begin, of which some cross the origin or touch it on both sides: behind the widest gap.
 *
 * @returns `undefined` where they are in their order as they are.
 */
function firstPiece(pieces: readonly Feature[], circle: number): number | undefined {
  const ordered = [...pieces].sort((a, b) => a.start0 - b.start0)
  const [first] = ordered
  if (!first || ordered.some(({ strand }) => strand !== first.strand)) return undefined
  let end0 = ordered.reduce((most, piece) => Math.max(most, piece.end0), 0)
  const touches = end0 === circle && first.start0 === 0
  if (!(touches || end0 > circle) || ordered.at(-1)!.start0 >= circle) return undefined
  let widest = first.start0 + circle - end0
  let from: number | undefined
  end0 = first.end0
  for (const piece of ordered) {
    const gap = piece.start0 - end0
    if (gap > widest) [widest, from] = [gap, piece.start0]
    end0 = Math.max(end0, piece.end0)
  }
  return from
}
