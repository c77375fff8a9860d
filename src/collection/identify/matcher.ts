import type { Member } from '../../store/collections.ts'
import { FreePositions } from './index-of.ts'
import type { Difference, Match, Sample } from './match.ts'
import type { Query } from './query.ts'
import { type Renamed, RenamingRule } from './renaming.ts'

/** Members that are looked at between two turns of others. */
const AT_ONCE = 4096

/** Things of each kind that are listed. */
const LISTED = 10

/** What a sequence of the file and a member of the collection have in common. */
type Kind = 'content' | 'length' | 'name' | 'changed' | 'other-length'

/** A member that no sequence of the file was found for by name, but might be otherwise. */
interface Pending {
  readonly index: number
  readonly name: string
  readonly length: number
  readonly content: string
}

/**
 * Compares the members of a collection with a file, in time linear in both. A member is told by name
 * and content first, then by content, by name alone, and last by a name that differs by habit only
 * (`chr1`, `1`) or, where the content is not known, by a length that no other sequence has.
 */
export class Matcher {
  readonly #query: Query
  readonly #kinds: (Kind | undefined)[]
  /** Of each sequence of the file, the index of its member. */
  readonly #partners: Int32Array
  readonly #byName: FreePositions<string>
  readonly #byContent: FreePositions<string>
  #pending: Pending[] = []
  readonly #renamed = new Sampler<Renamed>()
  readonly #rule = new RenamingRule()
  readonly #changed = new Sampler<Difference>()
  readonly #otherLength = new Sampler<Difference>()
  /** The first members that nothing in the file can be. */
  readonly #strange: { readonly index: number; readonly name: string }[] = []
  /** How many members have a length that the file has. */
  readonly #lengths = new Map<number, number>()
  #changedByName = 0
  #members = 0

  constructor(query: Query) {
    this.#query = query
    this.#kinds = new Array(query.sequences.length)
    this.#partners = new Int32Array(query.sequences.length).fill(-1)
    const isFree = (i: number) => this.#kinds[i] === undefined
    this.#byName = new FreePositions(query.byName, isFree)
    this.#byContent = new FreePositions(query.byContent, isFree)
  }

  /** Takes the next members, in order. */
  add(members: readonly Member[]): void {
    const { byName, byContent, byLength } = this.#query
    for (const { name, length, digest } of members) {
      const content = Buffer.from(digest.buffer, digest.byteOffset, digest.length).toString(
        'base64url',
      )
      const member = { index: this.#members++, name, length, content }
      const hasLength = byLength.has(length)
      if (hasLength) this.#lengths.set(length, (this.#lengths.get(length) ?? 0) + 1)
      if (this.#takeSame(member)) continue
      const isPlausible =
        byContent.has(content) ||
        byName.has(name) ||
        hasLength ||
        this.#query.byPlainName(name) >= 0
      if (isPlausible) this.#pending.push(member)
      else if (this.#strange.length < LISTED) this.#strange.push(member)
    }
  }

  /**
   * What was found, after the last member.
   *
   * @param turn Lets others have their turn.
   */
  async finish(turn: () => Promise<void> = async () => {}): Promise<Match> {
    await this.#each((member) => this.#takeContent(member), turn)
    await this.#each((member) => this.#takeName(member), turn)
    await this.#each((member) => this.#takePlainName(member), turn)
    await this.#each((member) => this.#takeLength(member), turn)
    return this.#result()
  }

  async #each(take: (member: Pending) => boolean, turn: () => Promise<void>): Promise<void> {
    const left: Pending[] = []
    for (const [i, member] of this.#pending.entries()) {
      if (!take(member)) left.push(member)
      if (i % AT_ONCE === 0) await turn()
    }
    this.#pending = left
  }

  /** Same name, and the same content as far as that is known. */
  #takeSame(member: Pending): boolean {
    const { sequences, contents } = this.#query
    const i = this.#byName.find(member.name, (i) => {
      const content = contents[i]
      if (content !== undefined) return content === member.content
      const { length } = sequences[i]!
      return length === undefined || length === member.length
    })
    if (i < 0) return false
    if (contents[i] !== undefined) return this.#shareContent(i, member)
    return this.#share(i, member, sequences[i]!.length === undefined ? 'name' : 'length')
  }

  #takeContent(member: Pending): boolean {
    const i = this.#byContent.find(member.content)
    return i >= 0 && this.#shareContent(i, member)
  }

  /** A sequence that is stated to have another length than its checksum says is not shared. */
  #shareContent(i: number, member: Pending): boolean {
    if (!this.#query.contradictions.has(i)) return this.#share(i, member, 'content')
    return this.#differ(i, member, 'other-length')
  }

  /** Same name, but not the same content. */
  #takeName(member: Pending): boolean {
    const i = this.#byName.find(member.name)
    if (i < 0) return false
    const { length } = this.#query.sequences[i]!
    const isSameLength = length === undefined || length === member.length
    return this.#differ(i, member, isSameLength ? 'changed' : 'other-length')
  }

  #takePlainName(member: Pending): boolean {
    const i = this.#query.byPlainName(member.name)
    return i >= 0 && this.#takeLikely(i, member)
  }

  /** A length that one sequence and one member have, or the same place in a list as long. */
  #takeLength(member: Pending): boolean {
    const { byLength, sequences } = this.#query
    const isUnique = byLength.isUnique(member.length) && this.#lengths.get(member.length) === 1
    const isSamePlace = sequences.length === this.#members
    const i = isUnique ? byLength.first(member.length) : isSamePlace ? member.index : -1
    return i >= 0 && this.#query.contents[i] === undefined && this.#takeLikely(i, member)
  }

  #takeLikely(i: number, member: Pending): boolean {
    if (this.#kinds[i] !== undefined || this.#query.sequences[i]!.length !== member.length) {
      return false
    }
    if (this.#query.contents[i] === undefined) return this.#share(i, member, 'length')
    return this.#differ(i, member, 'changed')
  }

  #share(i: number, member: Pending, kind: Kind): true {
    this.#kinds[i] = kind
    this.#partners[i] = member.index
    const { name } = this.#query.sequences[i]!
    if (name === member.name) return true
    this.#renamed.add({ from: name, to: member.name })
    this.#rule.add({ from: name, to: member.name })
    return true
  }

  #differ(i: number, member: Pending, kind: 'changed' | 'other-length'): true {
    this.#kinds[i] = kind
    this.#partners[i] = member.index
    const { name, length } = this.#query.sequences[i]!
    const into = kind === 'changed' ? this.#changed : this.#otherLength
    if (kind === 'changed' && name === member.name) this.#changedByName++
    into.add({ name, length, collectionName: member.name, collectionLength: member.length })
    return true
  }

  #result(): Match {
    const { sequences } = this.#query
    const missing = new Sampler<string>()
    const counts = { content: 0, length: 0, name: 0, changed: 0, 'other-length': 0 }
    let last = -1
    let sameOrder = true
    for (const [i, { name }] of sequences.entries()) {
      const kind = this.#kinds[i]
      if (kind === undefined) missing.add(name)
      else counts[kind]++
      if (kind === undefined || kind === 'changed' || kind === 'other-length') continue
      sameOrder &&= this.#partners[i]! > last
      last = this.#partners[i]!
    }
    const taken = sequences.length - missing.count
    const shared = counts.content + counts.length + counts.name
    const extra = [...this.#strange, ...this.#pending.slice(0, LISTED)]
      .sort((a, b) => a.index - b.index)
      .slice(0, LISTED)
      .map(({ name }) => name)
    return {
      sequences: sequences.length,
      members: this.#members,
      shared,
      checked: counts.content,
      lengthChecked: counts.content + counts.length,
      sameNames: shared - this.#renamed.count + this.#changedByName,
      sameOrder,
      renamed: this.#renamed.sample(),
      rule: this.#rule.words,
      changed: this.#changed.sample(),
      otherLength: this.#otherLength.sample(),
      missing: missing.sample(),
      extra: { count: this.#members - taken, first: extra },
    }
  }
}

/** Counts things and keeps the first of them. */
class Sampler<T> {
  readonly #first: T[] = []
  count = 0

  add(thing: T): void {
    this.count++
    if (this.#first.length < LISTED) this.#first.push(thing)
  }

  sample(): Sample<T> {
    return { count: this.count, first: this.#first }
  }
}
