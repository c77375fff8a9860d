import type { Feature } from './feature.ts'
import { firstOf } from './feature.ts'
import type { OnProblem } from './problem.ts'
import { type Role, roleOf } from './role.ts'

/** A gene's features, before any dialect is asked what they mean. */
export interface GeneFeatures {
  /** `undefined` where the file has no line for the gene; several where it lies in parts. */
  readonly own: readonly Feature[]
  readonly transcripts: readonly TranscriptFeatures[]
}

export interface TranscriptFeatures {
  /** Empty where the file has no line for the transcript. */
  readonly own: readonly Feature[]
  readonly parts: Parts
}

/** The features below a transcript, in the order of the file. */
type Parts = Readonly<Record<LeafRole, readonly Feature[]>>

type LeafRole = 'exon' | 'cds' | 'utr' | 'stop codon' | 'selenocysteine'

const LEAVES: readonly LeafRole[] = ['exon', 'cds', 'utr', 'stop codon', 'selenocysteine']

/** A feature of one or more lines, and what names it as Parent. */
interface Node {
  readonly lines: Feature[]
  readonly children: Node[]
  readonly role: Role
  hasParent: boolean
  visited: boolean
}

/**
 * Puts features together by ID and Parent into genes: by their place in the hierarchy, not by the
 * names of their types, and with the layers made that a file leaves out.
 *
 * @param features - All that may name each other, in the order of the file.
 */
export function* genesOf(
  features: readonly Feature[],
  onProblem: OnProblem,
): Generator<GeneFeatures> {
  const nodes = link(features, onProblem)
  for (const node of nodes) {
    if (!node.hasParent) yield* genesBelow(node)
  }
  for (const node of nodes) {
    if (node.visited || node.role === 'ignored') continue
    const [feature] = node.lines
    if (!feature) continue
    onProblem({
      line: feature.line,
      cause: 'parent cycle',
      ...(feature.id !== undefined && { feature: feature.id }),
      message: 'it is its own ancestor; it and what is below it are left out',
    })
    visit(node)
  }
}

function link(features: readonly Feature[], onProblem: OnProblem): Node[] {
  const nodes: Node[] = []
  const byId = new Map<string, Node>()
  for (const feature of features) {
    const role = roleOf(feature.type)
    const known = feature.id === undefined ? undefined : byId.get(feature.id)
    if (known && continues(known, feature, role)) {
      known.lines.push(feature)
      continue
    }
    if (known && !isLeaf(role)) {
      onProblem({
        line: feature.line,
        cause: 'duplicate id',
        feature: feature.id!,
        message: `line ${known.lines[0]!.line} has this ID already for something else; this line is left out`,
      })
      continue
    }
    const node = { lines: [feature], children: [], role, hasParent: false, visited: false }
    nodes.push(node)
    if (feature.id !== undefined && !known) byId.set(feature.id, node)
  }
  implyParents(nodes, byId)
  for (const node of nodes) {
    const parents = new Set(node.lines.flatMap(({ parents }) => parents))
    node.hasParent = parents.size > 0
    for (const id of parents) {
      const parent = byId.get(id)
      if (parent) parent.children.push(node)
      else if (node.role !== 'ignored') orphan(node, id, onProblem)
    }
    if (node.role === 'ignored') node.visited = true
  }
  return nodes
}

/** GTF need not have lines for genes and transcripts: their ids stand on every exon. */
function implyParents(nodes: Node[], byId: Map<string, Node>): void {
  for (const node of [...nodes]) {
    const [feature] = node.lines
    for (const id of feature?.impliedParents ?? []) {
      if (byId.has(id)) continue
      const role = id.startsWith('gene:') ? 'gene' : 'transcript'
      const implied: Node = { lines: [], children: [], role, hasParent: false, visited: false }
      byId.set(id, implied)
      nodes.push(implied)
      if (role === 'gene') continue
      const gene = byId.get(feature!.gene ?? '')
      gene?.children.push(implied)
      implied.hasParent = gene !== undefined
    }
  }
}

/** Whether a line is a further one of a feature: a CDS in parts, a gene that is trans-spliced. */
function continues({ lines: [first], role }: Node, feature: Feature, own: Role): boolean {
  if (own !== role || feature.parents.join() !== first!.parents.join()) return false
  if (isLeaf(own)) return true
  const { attributes } = feature
  return attributes.has('part') || /trans-splicing/.test(firstOf(attributes, 'exception') ?? '')
}

function orphan(node: Node, parent: string, onProblem: OnProblem): void {
  const [{ line, id } = { line: 0, id: undefined }] = node.lines
  node.visited = true
  onProblem({
    line,
    cause: 'missing parent',
    ...(id !== undefined && { feature: id }),
    message: `its Parent ${parent} is not in the file, or beyond a ### line; left out`,
  })
}

function* genesBelow(node: Node): Generator<GeneFeatures> {
  const below = node.children.filter(({ role }) => !isLeaf(role) && role !== 'ignored')
  // Genes below a gene, as of an operon, are genes of their own.
  const genes = below.filter(({ role }) => role === 'gene')
  if (isLeaf(node.role)) {
    visit(node)
    // Prokka's CDS has neither a gene nor a transcript.
    if (node.role === 'cds') yield { own: [], transcripts: [{ own: [], parts: partsOf([node]) }] }
    return
  }
  if (node.role === 'gene' || below.some(({ role }) => role !== 'gene')) {
    visit(node, (child) => !genes.includes(child))
    const transcripts = transcriptsOf(node, genes)
    if (transcripts.length > 0 || node.role === 'gene') yield { own: node.lines, transcripts }
  } else {
    visit(node, (child) => !genes.includes(child))
    const hasLeaves = node.children.some(({ role }) => isLeaf(role))
    if (node.role === 'transcript' || hasLeaves) {
      yield { own: [], transcripts: [{ own: node.lines, parts: partsOf(node.children) }] }
    }
  }
  for (const gene of genes) yield* genesBelow(gene)
}

function transcriptsOf(gene: Node, genes: readonly Node[]): TranscriptFeatures[] {
  const transcripts: TranscriptFeatures[] = []
  const seen = new Set<Node>([gene])
  const walk = (node: Node) => {
    for (const child of node.children) {
      if (seen.has(child) || genes.includes(child)) continue
      if (isLeaf(child.role) || child.role === 'ignored') continue
      seen.add(child)
      transcripts.push({ own: child.lines, parts: partsOf(child.children) })
      walk(child)
    }
  }
  walk(gene)
  const leaves = gene.children.filter(({ role }) => isLeaf(role))
  const coding = leaves.filter(({ role }) => role === 'cds')
  const others = leaves.filter(({ role }) => role !== 'cds')
  // NCBI's bacteria and organelles: each CDS below a gene is what one transcript gives.
  for (const group of groupsOf(coding.flatMap(({ lines }) => lines))) {
    const parts = { ...partsOf(transcripts.length === 0 ? others : []), cds: group }
    transcripts.push({ own: [], parts })
  }
  if (transcripts.length === 0) transcripts.push({ own: [], parts: partsOf(others) })
  return transcripts
}

/** Lines of CDS by their ID or protein. */
export function groupsOf(lines: readonly Feature[]): Feature[][] {
  const groups = new Map<string, Feature[]>()
  for (const line of lines) {
    const key = line.id ?? firstOf(line.attributes, 'protein_id') ?? ''
    const group = groups.get(key)
    if (group) group.push(line)
    else groups.set(key, [line])
  }
  return [...groups.values()]
}

function partsOf(nodes: readonly Node[]): Parts {
  const of = (leaf: LeafRole) =>
    nodes
      .filter(({ role }) => role === leaf)
      .flatMap(({ lines }) => lines)
      .sort((a, b) => a.line - b.line)
  return Object.fromEntries(LEAVES.map((leaf) => [leaf, of(leaf)])) as unknown as Parts
}

function visit(node: Node, which: (child: Node) => boolean = () => true): void {
  if (node.visited) return
  node.visited = true
  for (const child of node.children) if (which(child)) visit(child)
}

function isLeaf(role: Role): role is LeafRole {
  return (LEAVES as readonly Role[]).includes(role)
}

/** All features of a gene. */
export function* featuresOf({ own, transcripts }: GeneFeatures): Generator<Feature> {
  yield* own
  for (const transcript of transcripts) {
    yield* transcript.own
    for (const leaf of LEAVES) yield* transcript.parts[leaf]
  }
}
