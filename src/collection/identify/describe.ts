import type { Difference, Match, Sample } from './match.ts'
import { checkedOf, verdictOf } from './verdict.ts'
import { count, many } from './words.ts'

/** Names that a sentence lists. */
const NAMED = 3

/** The verdict on a collection, and how it differs from the file, as sentences for a person. */
export function describeMatch(match: Match): string[] {
  const { shared, sequences, renamed, rule, sameOrder, changed, otherLength } = match
  const words = [`${headline(match)}${certainty(match)}.`]
  if (shared > 0 && shared < sequences) {
    words.push(`${count(shared)} of the file's ${many(sequences, 'sequence')} are in it.`)
  }
  if (changed.count > 0) {
    words.push(
      `${many(changed.count, 'sequence')} of the same length ${differ(changed.count)} in content: ${places(changed)}.`,
    )
  }
  if (otherLength.count > 0) {
    words.push(
      `${many(otherLength.count, 'sequence')} ${differ(otherLength.count)} in length: ${lengths(otherLength)}.`,
    )
  }
  if (renamed.count > 0) {
    const named = listed(renamed, ({ from, to }) => `${from} is ${to}`)
    words.push(`Names in it, from the file's${rule ? `: ${rule}` : ''} (${named}).`)
  }
  if (!sameOrder && shared > 1) words.push('The order is another.')
  const { missing, extra } = match
  if (missing.count > 0)
    words.push(`It lacks ${count(missing.count)} of the file's: ${names(missing)}.`)
  if (extra.count > 0) words.push(`It has ${count(extra.count)} more: ${names(extra)}.`)
  return words
}

function headline(match: Match): string {
  const where = match.lengthChecked === match.shared ? 'names and lengths' : 'names'
  switch (verdictOf(match)) {
    case 'exact':
      return 'Exactly this: same names, same sequences, same order'
    case 'consistent':
      return `Consistent with this: same ${where}, same order`
    case 'reordered':
      return checkedOf(match) === 'checked'
        ? 'The same sequences in another order'
        : `Consistent with this in another order: same ${where}`
    case 'renamed':
      return checkedOf(match) === 'checked'
        ? 'The same sequences under other names'
        : 'Consistent with this under other names: same lengths'
    case 'subset':
      return "All of the file's sequences are in this, which has more"
    case 'superset':
      return 'All of this is in the file, which has more'
    case 'near-miss':
      return match.sameNames === match.sequences
        ? 'Not this, but close: same names and lengths, other content'
        : 'Not this, but close: same lengths, other content'
    default:
      return 'A part is the same'
  }
}

function certainty(match: Match): string {
  const { shared, checked } = match
  if (shared === 0) return ''
  switch (checkedOf(match)) {
    case 'checked':
      return ''
    case 'partly-checked':
      return `; the content of ${count(checked)} of ${count(shared)} was checked`
    default:
      return match.lengthChecked === 0
        ? '; neither lengths nor content checked'
        : '; content not checked'
  }
}

function places(sample: Sample<Difference>): string {
  return listed(sample, ({ name, collectionName }) =>
    name === collectionName ? name : `${name} (here ${collectionName})`,
  )
}

function lengths(sample: Sample<Difference>): string {
  return listed(
    sample,
    ({ name, length, collectionLength }) =>
      `${name} (${length === undefined ? 'not stated' : count(length)}, here ${count(collectionLength)})`,
  )
}

function names(sample: Sample<string>): string {
  return listed(sample, (name) => name)
}

function listed<T>(sample: Sample<T>, text: (thing: T) => string): string {
  const first = sample.first.slice(0, NAMED).map(text).join(', ')
  const others = sample.count - Math.min(NAMED, sample.first.length)
  return others > 0 ? `${first} and ${many(others, 'other')}` : first
}

function differ(value: number): string {
  return value === 1 ? 'differs' : 'differ'
}
