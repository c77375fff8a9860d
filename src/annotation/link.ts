import { type Feature, firstOf } from './feature.ts'
import type { OnProblem } from './problem.ts'
import { isLeaf, type Role } from './role.ts'

/** A feature that is no part of a transcript, of one or more lines, and what names it as Parent. */
export interface Node {
  /** Empty where the file has no line for it: GTF's lines name genes and transcripts that may have none. */
  readonly lines: Feature[]
  readonly role: Role
  readonly parents: Node[]
  readonly children: Node[]
  /** Exons, CDS and the like, in the order of the file. */
  readonly parts: Feature[]
  /** ID, where the file has no line for it. */
  readonly id?: string
  /** None of its Parents is there. */
  orphan: boolean
}

/** What features are put together with, beside each other. */
export interface Surroundings {
  /** Whether an ID is that of a sequence or an operon, which are no parents. */
  readonly isContainer: (id: string) => boolean
  /** Roles of all features of the file. */
  readonly roles: ReadonlySet<Role>
  /** Length of the sequence, if it is circular. */
  readonly circle: number | undefined
}

/** Far more genes than an operon has; beyond, copies of a transcript would outgrow the file. */
const MAX_PARENTS = 32

/**
 * Puts lines together to features by their IDs, and features to each other by Parent.
 *
 * @param features - All that may name each other, in the order of the file.
 */
export function link(
  features: readonly Feature[],
  surroundings: Surroundings,
  onProblem: OnProblem,
): Node[] {
  const { isContainer, circle } = surroundings
  const nodes: Node[] = []
  const byId = new Map<string, Node>()
  const lonelyCodings = new Map<string, Node>()
  const parts: Feature[] = []
  for (const feature of features) {
    if (isLeaf(feature.kind.role)) parts.push(feature)
    else addLine(feature, nodes, byId, circle, onProblem)
  }
  const imply = (id: string, role: Role) => {
    const known = byId.get(id)
    if (known) return known
    const node = { ...newNode(role, []), id }
    byId.set(id, node)
    nodes.push(node)
    return node
  }
  implyGtf(features, imply)
  implyLayer(features, surroundings, byId, imply, onProblem)
  for (const node of nodes) joinParents(node, byId, isContainer, onProblem)
  for (const part of parts) {
    if (part.parents.every(isContainer)) addLonely(part, nodes, lonelyCodings, onProblem)
    else addPart(part, byId, isContainer, onProblem)
  }
  return nodes
}

const LEFT_OUT = 'left out'
const OTHERS = 'its other Parents count'

function newNode(role: Role, lines: Feature[]): Node {
  return { lines, role, parents: [], children: [], parts: [], orphan: false }
}

function addLine(
  feature: Feature,
  nodes: Node[],
  byId: Map<string, Node>,
  circle: number | undefined,
  onProblem: OnProblem,
): void {
  const { id, line } = feature
  const known = id === undefined ? undefined : byId.get(id)
  if (known && continues(known, feature, circle)) {
    known.lines.push(feature)
  } else if (known) {
    const message = `line ${known.lines[0]!.line} has this ID already for something else; this line is left out`
    onProblem({ line, cause: 'duplicate id', feature: id!, message })
  } else {
    const node = newNode(feature.kind.role, [feature])
    nodes.push(node)
    if (id !== undefined) byId.set(id, node)
  }
}

/** Whether a line is a further one of a feature: of a gene that is trans-spliced or crosses the origin. */
function continues(
  { lines: [first], role }: Node,
  feature: Feature,
  circle: number | undefined,
): boolean {
  if (role !== feature.kind.role || feature.parents.join() !== first!.parents.join()) return false
  const { start0, end0 } = first!
  if (start0 === 0 && feature.end0 === circle) return true
  if (feature.start0 === 0 && end0 === circle) return true
  const { attributes } = feature
  return (
    firstOf(attributes, 'part') !== undefined ||
    /trans-splicing/.test(firstOf(attributes, 'exception') ?? '')
  )
}

function addPart(
  part: Feature,
  byId: ReadonlyMap<string, Node>,
  isContainer: (id: string) => boolean,
  onProblem: OnProblem,
): void {
  let missing: string | undefined
  let outcome = LEFT_OUT
  for (const id of part.parents) {
    const parent = byId.get(id)
    if (parent) outcome = OTHERS
    else if (!isContainer(id)) missing ??= id
    if (parent && parent.role !== 'protein') parent.parts.push(part)
  }
  if (missing !== undefined) missingParent(part, missing, outcome, onProblem)
}

/** A part without a Parent: Prokka's CDS, which has neither a gene nor a transcript. */
function addLonely(
  feature: Feature,
  nodes: Node[],
  codings: Map<string, Node>,
  onProblem: OnProblem,
): void {
  const { role } = feature.kind
  if (role === 'cds') {
    const known = feature.id === undefined ? undefined : codings.get(feature.id)
    if (known) {
      known.parts.push(feature)
      return
    }
    const node = newNode(role, [])
    node.parts.push(feature)
    nodes.push(node)
    if (feature.id !== undefined) codings.set(feature.id, node)
  } else if (role === 'exon') {
    const message = 'it has no Parent, so that it is of no transcript; left out'
    onProblem({ ...about(feature), cause: 'missing parent', message })
  }
}

type Imply = (id: string, role: Role) => Node

/** GTF need not have lines for genes and transcripts: their ids stand on every exon. */
function implyGtf(features: readonly Feature[], imply: Imply): void {
  for (const { gene: geneId, parents, kind } of features) {
    if (geneId === undefined) continue
    if (kind.role === 'transcript') imply(geneId, 'gene')
    if (!isLeaf(kind.role)) continue
    const transcript = imply(parents[0]!, 'transcript')
    // AUGUSTUS does not say on a transcript's line which gene it is of.
    if (transcript.parents.length > 0 || transcript.lines[0]?.parents.length) continue
    const gene = imply(geneId, 'gene')
    transcript.parents.push(gene)
    gene.children.push(transcript)
  }
}

/**
 * Files of which someone kept transcripts alone, or CDS, still name what is above them. Where any line
 * of a layer is there, a missing one is a fault, and stays missing.
 */
function implyLayer(
  features: readonly Feature[],
  { isContainer, roles }: Surroundings,
  byId: ReadonlyMap<string, Node>,
  imply: Imply,
  onProblem: OnProblem,
): void {
  if (roles.has('gene')) return
  const isImplied = ({ kind: { role } }: Feature) =>
    role === 'transcript' || (isLeaf(role) && !roles.has('transcript') && !roles.has('other'))
  for (const feature of features) {
    if (feature.gene !== undefined || !isImplied(feature)) continue
    const { role } = feature.kind
    for (const id of feature.parents) {
      if (isContainer(id) || byId.has(id)) continue
      imply(id, role === 'transcript' ? 'gene' : 'transcript')
      const message = `no line of the file has the ID of its Parent ${id}, nor is any of a gene; one is made`
      onProblem({ ...about(feature), cause: 'missing parent', message })
    }
  }
}

function joinParents(
  node: Node,
  byId: ReadonlyMap<string, Node>,
  isContainer: (id: string) => boolean,
  onProblem: OnProblem,
): void {
  if (node.role === 'protein') return
  const ids = new Set(node.lines.flatMap(({ parents }) => parents))
  let missing: string | undefined
  for (const id of ids) {
    if (isContainer(id)) continue
    const parent = byId.get(id)
    if (!parent) {
      missing ??= id
    } else if (parent.role !== 'protein') {
      if (node.parents.length === MAX_PARENTS) {
        const message = `it has ${ids.size} Parents; it is taken for the first ${MAX_PARENTS} of them`
        onProblem({ ...about(node.lines[0]!), cause: 'too many parents', message })
        break
      }
      node.parents.push(parent)
      parent.children.push(node)
    }
  }
  if (missing === undefined) return
  node.orphan = node.parents.length === 0 && node.role !== 'gene'
  // What is neither gene nor transcript may well hang on something that no gene is made of.
  if (node.role === 'other') return
  const outcome = node.role === 'gene' ? 'it stands for itself' : node.orphan ? LEFT_OUT : OTHERS
  missingParent(node.lines[0]!, missing, outcome, onProblem)
}

function missingParent(feature: Feature, parent: string, outcome: string, onProblem: OnProblem) {
  const message = `no gene or transcript on its sequence, up to the next ###, has the ID of its Parent ${parent}; ${outcome}`
  onProblem({ ...about(feature), cause: 'missing parent', message })
}

/** Line and ID of a feature, for a report. */
export function about({ line, id }: Feature): { line: number; feature?: string } {
  return { line, ...(id !== undefined && { feature: id }) }
}
