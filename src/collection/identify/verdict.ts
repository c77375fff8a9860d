import type { Match } from './match.ts'

/**
 * What a collection is to a file, from best to worst:
 *
 * - `exact`: same names, contents and order; all content was compared.
 * - `consistent`: same names, lengths and order; not all content could be compared.
 * - `reordered`: the same in another order.
 * - `renamed`: the same under other names, in whatever order.
 * - `subset`: the collection has all of the file's sequences, and more.
 * - `superset`: the file has all of the collection's sequences, and more.
 * - `near-miss`: same names and lengths, but some sequences differ.
 * - `partial`: some are shared.
 */
export type Verdict =
  | 'exact'
  | 'consistent'
  | 'reordered'
  | 'renamed'
  | 'subset'
  | 'superset'
  | 'near-miss'
  | 'partial'

/** How much of the content of what is shared was compared. */
export type Checked = 'checked' | 'partly-checked' | 'not-checked'

/** The verdict on a collection; `undefined` where nothing is shared. */
export function verdictOf(match: Match): Verdict | undefined {
  const { shared, missing, extra, renamed, sameOrder, changed, otherLength } = match
  if (shared + changed.count === 0) return undefined
  if (changed.count + otherLength.count > 0) {
    const isSamePlaces = missing.count + extra.count + otherLength.count === 0
    return isSamePlaces ? 'near-miss' : 'partial'
  }
  if (missing.count > 0) return extra.count > 0 ? 'partial' : 'superset'
  if (extra.count > 0) return 'subset'
  if (renamed.count > 0) return 'renamed'
  if (!sameOrder) return 'reordered'
  return checkedOf(match) === 'checked' ? 'exact' : 'consistent'
}

/** How much of what is shared was compared by content. */
export function checkedOf({ shared, checked }: Match): Checked {
  if (checked === 0) return 'not-checked'
  return checked === shared ? 'checked' : 'partly-checked'
}

/**
 * Orders matches, the better first: the more sequences are shared, then the more have the same name
 * and length, then the same order, then the fewer there are in the collection alone.
 */
export function compareMatches(a: Match, b: Match): number {
  return (
    b.shared - a.shared ||
    b.sameNames - a.sameNames ||
    Number(b.sameOrder) - Number(a.sameOrder) ||
    a.extra.count - b.extra.count
  )
}
