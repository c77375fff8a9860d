import type { Differences } from './differences.ts'

type VerdictKind =
  | 'same'
  | 'reordered'
  | 'renamed'
  | 'other-content'
  | 'a-contains-b'
  | 'b-contains-a'
  | 'overlapping'
  | 'nothing-in-common'

/** What two collections are to each other, for people. */
export interface Verdict {
  readonly kind: VerdictKind
  /** Whole sentences, the most important first. */
  readonly sentences: readonly string[]
}

/** Names that are listed before "and N more". */
const LISTED = 5

/**
 * Puts differences in words.
 *
 * @param a What to call the one collection; names of more than a word should be in quotes.
 */
export function verdictOf(differences: Differences, a = 'A', b = 'B'): Verdict {
  const { members, shared, renamed, sameOrder, changed, aOnly, bOnly } = differences
  const order = shared > 1 && !sameOrder
  if (members.a === shared && members.b === shared) {
    if (renamed.length > 0) {
      const where = order ? 'in another order' : 'in the same order'
      const sentences = [`The same sequences ${where}, but for names: ${renamings(differences)}.`]
      return { kind: 'renamed', sentences }
    }
    if (order) {
      const sentences = ['The same sequences under the same names, in another order.']
      return { kind: 'reordered', sentences }
    }
    return { kind: 'same', sentences: ['The same.'] }
  }
  if (shared === 0 && changed.length === 0) {
    return { kind: 'nothing-in-common', sentences: ['Nothing in common: no sequence and no name.'] }
  }

  const sentences: string[] = []
  const sameLength = changed.filter((member) => member.a === member.b).map(({ name }) => name)
  const resized = changed.filter((member) => member.a !== member.b)
  const sameCoordinates =
    aOnly.length === 0 && bOnly.length === 0 && resized.length === 0 && renamed.length === 0
  if (sameCoordinates) {
    const those = sameLength.length === members.a ? 'all' : `${sameLength.length} of ${members.a}`
    sentences.push(
      `The same names and lengths, but the content of ${those} differs: ${listed(sameLength)}.`,
    )
  } else {
    sentences.push(
      shared === 0
        ? 'No sequence in common.'
        : `${sequences(shared)} in common, of ${members.a} in ${a} and ${members.b} in ${b}.`,
    )
    if (aOnly.length > 0) sentences.push(lacks(b, aOnly, a, members.a))
    if (bOnly.length > 0) sentences.push(lacks(a, bOnly, b, members.b))
    if (sameLength.length > 0) {
      sentences.push(`Same name and length, but other content: ${listed(sameLength)}.`)
    }
    if (resized.length > 0) {
      const spelled = resized.map((member) => `${member.name} (${member.a} and ${member.b})`)
      sentences.push(`Same name, but another length and content: ${listed(spelled)}.`)
    }
    if (renamed.length > 0) sentences.push(`Under other names: ${renamings(differences)}.`)
  }
  if (order) sentences.push('What is in common is in another order.')
  const kind: VerdictKind = sameCoordinates
    ? 'other-content'
    : shared === members.b
      ? 'a-contains-b'
      : shared === members.a
        ? 'b-contains-a'
        : 'overlapping'
  return { kind, sentences }
}

function sequences(count: number): string {
  return count === 1 ? '1 sequence' : `${count} sequences`
}

function lacks(who: string, names: readonly string[], whose: string, of: number): string {
  return `${who} lacks ${names.length} of the ${of} of ${whose}: ${listed(names)}.`
}

/** "1 -> chr1, 2 -> chr2 and 15 more", with the rule if there is one. */
function renamings({ renamed }: Differences): string {
  const spelled = listed(renamed.map(({ a, b }) => `${a} -> ${b}`))
  const rule = renamed.length > 1 ? prefixRule(renamed) : undefined
  return rule ? `${spelled} (${rule})` : spelled
}

function prefixRule(renamed: Differences['renamed']): string | undefined {
  const { a, b } = renamed[0]!
  const added = b.endsWith(a) ? b.slice(0, b.length - a.length) : ''
  if (added !== '' && renamed.every((pair) => pair.b === added + pair.a)) {
    return `"${added}" before each name`
  }
  const removed = a.endsWith(b) ? a.slice(0, a.length - b.length) : ''
  if (removed !== '' && renamed.every((pair) => pair.a === removed + pair.b)) {
    return `without the "${removed}" before each name`
  }
  return undefined
}

function listed(texts: readonly string[]): string {
  const more = texts.length - LISTED
  const shown = (more > 1 ? texts.slice(0, LISTED) : texts).join(', ')
  return more > 1 ? `${shown} and ${more} more` : shown
}
