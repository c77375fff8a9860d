import {
  type ASTNode,
  type DocumentNode,
  type FragmentDefinitionNode,
  GraphQLError,
  Kind,
  type SelectionSetNode,
} from 'graphql'
import { overLimit } from './errors.ts'
import { LIMITS } from './limits.ts'

interface Extent {
  readonly depth: number
  readonly fields: number
}

/**
 * Checks a document before it is validated, in time proportional to its size: a fragment is measured
 * once, however often it is spread. Introspection counts for nothing.
 *
 * @returns What it exceeds.
 */
export function checkLimits(document: DocumentNode): GraphQLError | undefined {
  const fragments = new Map<string, FragmentDefinitionNode>()
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) {
      fragments.set(definition.name.value, definition)
    }
  }
  const measured = new Map<string, Extent | 'at work'>()
  let aliases = 0
  let introspectionAliases = 0

  const measure = (set: SelectionSetNode | undefined, introspects = false): Extent => {
    let depth = 0
    let fields = 0
    for (const selection of set?.selections ?? []) {
      if (selection.kind === Kind.FIELD) {
        const { value: name } = selection.name
        const within = introspects || (name.startsWith('__') && name !== '__typename')
        if (selection.alias && within) introspectionAliases++
        else if (selection.alias) aliases++
        const below = measure(selection.selectionSet, within)
        if (within || name === '__typename') continue
        depth = Math.max(depth, 1 + below.depth)
        fields += 1 + below.fields
      } else {
        const below =
          selection.kind === Kind.INLINE_FRAGMENT
            ? measure(selection.selectionSet, introspects)
            : measureFragment(selection.name.value)
        depth = Math.max(depth, below.depth)
        fields += below.fields
      }
    }
    return { depth, fields }
  }

  const measureFragment = (name: string): Extent => {
    const known = measured.get(name)
    // Validation tells of a fragment that spreads itself.
    if (known === 'at work') return { depth: 0, fields: 0 }
    if (known) return known
    measured.set(name, 'at work')
    const fragment = fragments.get(name)
    const introspects = fragment?.typeCondition.name.value.startsWith('__')
    const extent = measure(fragment?.selectionSet, introspects)
    measured.set(name, extent)
    return extent
  }

  for (const definition of document.definitions) {
    if (definition.kind !== Kind.OPERATION_DEFINITION) continue
    const { depth, fields } = measure(definition.selectionSet)
    if (depth > LIMITS.depth) {
      return at(
        definition,
        'DEPTH_LIMIT_EXCEEDED',
        `Query is ${depth} levels deep; at most ${LIMITS.depth} are answered. Ask for less at once.`,
      )
    }
    if (fields > LIMITS.fields) {
      return at(
        definition,
        'FIELD_LIMIT_EXCEEDED',
        `Query has ${fields} fields; at most ${LIMITS.fields} are answered. Ask for less at once.`,
      )
    }
  }
  if (introspectionAliases > LIMITS.introspectionAliases) {
    return overLimit(
      'ALIAS_LIMIT_EXCEEDED',
      `Introspection has ${introspectionAliases} aliases; at most ${LIMITS.introspectionAliases} are answered.`,
    )
  }
  if (aliases <= LIMITS.aliases) return undefined
  return overLimit(
    'ALIAS_LIMIT_EXCEEDED',
    `Query has ${aliases} aliases; at most ${LIMITS.aliases} are answered. Send several requests.`,
  )
}

function at(node: ASTNode, code: string, message: string): GraphQLError {
  return new GraphQLError(message, { nodes: node, extensions: { code } })
}
