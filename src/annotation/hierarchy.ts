import type { Feature } from './feature.ts'
import { about, link, type Node, type Surroundings } from './link.ts'
import { codingGroups, type Parts, partsOf } from './parts.ts'
import type { OnProblem } from './problem.ts'

/** A gene's features, before any dialect is asked what they mean. */
export interface GeneFeatures {
  /** Empty where the file has no line for the gene; several where it lies in parts. */
  readonly own: readonly Feature[]
  readonly transcripts: readonly TranscriptFeatures[]
  /** ID by which its parts name it, where the file has no line for it. */
  readonly id?: string
}

export interface TranscriptFeatures {
  /** Empty where the file has no line for the transcript. */
  readonly own: readonly Feature[]
  readonly parts: Parts
}

/** All lines of a transcript that say where it lies, its own first. */
export function linesOf({ own, parts }: TranscriptFeatures): Feature[] {
  return [...own, ...parts.exon, ...parts.cds, ...parts.utr, ...parts['stop codon']]
}

/**
 * Puts features together into genes: by their place in the hierarchy, by the names of their types
 * only where the place does not tell, and with the layers made that a file leaves out.
 *
 * @param features - All that may name each other, in the order of the file.
 */
export function* genesOf(
  features: readonly Feature[],
  surroundings: Surroundings,
  onProblem: OnProblem,
): Generator<GeneFeatures> {
  const nodes = link(features, surroundings, onProblem)
  const reached = reachable(nodes, onProblem)
  const nested = new Set<Node>()
  for (const node of nodes) {
    if (!reached.has(node)) continue
    if (isGene(node)) {
      const below = transcriptsBelow(node, nested).map(ofNode)
      const transcripts = withDirectParts(node, below, onProblem)
      yield { own: node.lines, transcripts, ...idOf(node) }
    } else if (node.parents.length === 0 && (node.role === 'cds' || isTranscript(node))) {
      const below = transcriptsBelow(node, nested).map(ofNode)
      yield { own: [], transcripts: [ofNode(node), ...below], ...idOf(node) }
    }
  }
}

function idOf({ id }: Node): Pick<GeneFeatures, 'id'> {
  return id === undefined ? {} : { id }
}

/** Whether it is a transcript by itself, or for its parts: whatever stands between gene and exon. */
function isOwnTranscript({ role, parts }: Node): boolean {
  return role === 'transcript' || (role === 'other' && parts.length > 0)
}

/** FlyBase's `pseudogene` and TAIR's `mRNA_TE_gene` are transcripts of the gene above them. */
function isGenesTranscript({ role, lines, parents, children, parts }: Node): boolean {
  return (
    role === 'gene' &&
    parts.length > 0 &&
    lines[0]?.kind.term !== 'gene' &&
    parents.some((parent) => parent.role === 'gene') &&
    !children.some(isOwnTranscript)
  )
}

function isTranscript(node: Node): boolean {
  return isOwnTranscript(node) || isGenesTranscript(node)
}

function isGene(node: Node): boolean {
  if (node.role === 'gene') return !isGenesTranscript(node)
  return node.role === 'other' && node.parents.length === 0 && node.children.some(isOwnTranscript)
}

/** What is below a feature that has no parent; all else goes round in circles, or lacks its Parent. */
function reachable(nodes: readonly Node[], onProblem: OnProblem): ReadonlySet<Node> {
  const reached = new Set<Node>()
  const leftOut = new Set<Node>()
  for (const node of nodes) {
    if (node.parents.length === 0) visit(node, node.orphan ? leftOut : reached)
  }
  for (const node of nodes) {
    if (reached.has(node) || leftOut.has(node)) continue
    const message = 'it is its own ancestor; it and what is below it are left out'
    onProblem({ ...about(node.lines[0]!), cause: 'parent cycle', message })
    visit(node, leftOut)
  }
  return reached
}

/** Once each, and without recursion, whatever a file makes of Parent. */
function visit(start: Node, visited: Set<Node>): void {
  const open = [start]
  for (let node = open.pop(); node; node = open.pop()) {
    if (visited.has(node)) continue
    visited.add(node)
    for (const child of node.children) open.push(child)
  }
}

/**
 * Transcripts of a gene, and those below them: mature forms of a primary transcript.
 *
 * @param nested - Those below transcripts that a gene has already.
 */
function transcriptsBelow(gene: Node, nested: Set<Node>): Node[] {
  const found = new Set<Node>()
  const open = gene.children.toReversed()
  for (let node = open.pop(); node; node = open.pop()) {
    if (found.has(node) || isGene(node)) continue
    if (isTranscript(node)) found.add(node)
    for (const child of node.children.toReversed()) {
      if (nested.has(child)) continue
      nested.add(child)
      open.push(child)
    }
  }
  return [...found]
}

function ofNode({ lines, parts, role }: Node): TranscriptFeatures {
  return { own: role === 'cds' ? [] : lines, parts: partsOf(parts) }
}

/** Gives the exons and CDS that stand right below a gene to a transcript, of which some must be made. */
function withDirectParts(
  { parts, lines }: Node,
  transcripts: readonly TranscriptFeatures[],
  onProblem: OnProblem,
): readonly TranscriptFeatures[] {
  if (parts.length === 0 && transcripts.length > 0) return transcripts
  const ids = new Set(transcripts.flatMap(({ own }) => own.map(({ id }) => id)))
  const direct = partsOf(parts.filter(({ parents }) => !parents.some((id) => ids.has(id))))
  const [only] = transcripts
  if (!only) return made(direct)
  const isEmpty = only.parts.exon.length === 0 && only.parts.cds.length === 0
  if (transcripts.length === 1 && isEmpty) return [{ own: only.own, parts: direct }]
  const coding = made({ ...partsOf([]), cds: direct.cds }).filter(
    ({ parts }) => parts.cds.length > 0,
  )
  for (const exon of direct.exon) {
    const message = `its Parent ${lines[0]?.id ?? ''} has transcripts, of which none has this exon; left out`
    onProblem({ ...about(exon), cause: 'missing parent', message })
  }
  return [...transcripts, ...coding]
}

/** NCBI's bacteria and organelles: each CDS below a gene is what one transcript gives. */
function made(parts: Parts): TranscriptFeatures[] {
  const groups = codingGroups(parts.cds)
  if (groups.length < 2) return [{ own: [], parts }]
  return groups.map((cds, i) => ({ own: [], parts: { ...(i === 0 ? parts : partsOf([])), cds } }))
}
