import { Numbering } from './numbering.ts'
import { Pace } from './pace.ts'

/** What tells a member from others. */
export interface NamedSequence {
  readonly name: string
  /** In residues. */
  readonly length: number
  /** Of the sequence, 24 bytes. */
  readonly digest: Uint8Array
}

/** How two collections differ, member by member: each is in one place. */
export interface Differences {
  readonly members: { readonly a: number; readonly b: number }
  /** Sequences that both have, under whatever name. */
  readonly shared: number
  /** Those among them that have other names, in the order of B. */
  readonly renamed: readonly { readonly a: string; readonly b: string }[]
  /** Whether what is shared has the same order in both. */
  readonly sameOrder: boolean
  /** Members of the same name whose sequences differ, in the order of B. */
  readonly changed: readonly { readonly name: string; readonly a: number; readonly b: number }[]
  /** Names of members of which the other has neither sequence nor name. */
  readonly aOnly: readonly string[]
  readonly bOnly: readonly string[]
}

/**
 * Pairs the members of two collections, in time linear in their number: those of the same sequence
 * and name, then those of the same sequence, then those of the same name.
 *
 * @param a In batches, as `membersOf` gives them.
 */
export async function differencesOf(
  a: AsyncIterable<readonly NamedSequence[]>,
  b: AsyncIterable<readonly NamedSequence[]>,
): Promise<Differences> {
  const [listA, listB] = [await gathered(a), await gathered(b)]
  const pairs = new Pairs(listA.length, listB.length)
  await pairs.match(listA, listB, ({ key, name }) => key + name)
  const identical = pairs.matched
  await pairs.match(listA, listB, ({ key }) => key)
  const shared = pairs.matched
  const renamed: { a: string; b: string }[] = []
  let sameOrder = true
  let last = -1
  for (const [at, of] of pairs.ofB.entries()) {
    if (of < 0) continue
    if (of < last) sameOrder = false
    last = of
    const [nameA, nameB] = [listA[of]!.name, listB[at]!.name]
    if (shared > identical && nameA !== nameB) renamed.push({ a: nameA, b: nameB })
  }
  const before = pairs.ofB.slice()
  await pairs.match(listA, listB, ({ name }) => name)
  const changed: { name: string; a: number; b: number }[] = []
  for (const [at, of] of pairs.ofB.entries()) {
    if (of < 0 || before[at]! >= 0) continue
    changed.push({ name: listB[at]!.name, a: listA[of]!.length, b: listB[at]!.length })
  }
  return {
    members: { a: listA.length, b: listB.length },
    ...{ shared, renamed, sameOrder, changed },
    aOnly: listA.filter((_, i) => pairs.taken[i] === 0).map(({ name }) => name),
    bOnly: listB.filter((_, i) => pairs.ofB[i]! < 0).map(({ name }) => name),
  }
}

interface Listed {
  readonly name: string
  readonly length: number
  /** The digest, a character for each byte. */
  readonly key: string
}

async function gathered(batches: AsyncIterable<readonly NamedSequence[]>): Promise<Listed[]> {
  const list: Listed[] = []
  for await (const batch of batches) {
    for (const { name, length, digest } of batch) {
      const key = Buffer.from(digest.buffer, digest.byteOffset, digest.length).toString('latin1')
      list.push({ name, length, key })
    }
  }
  return list
}

/** Which member of A each of B is paired with; members of the same key are paired in their order. */
class Pairs {
  readonly ofB: Int32Array
  readonly taken: Uint8Array
  matched = 0

  constructor(a: number, b: number) {
    this.ofB = new Int32Array(b).fill(-1)
    this.taken = new Uint8Array(a)
  }

  /** Pairs what has no partner yet and the same key. */
  async match(
    a: readonly Listed[],
    b: readonly Listed[],
    keyOf: (member: Listed) => string,
  ): Promise<void> {
    if (this.matched === a.length || this.matched === b.length) return
    const numbering = new Numbering()
    const pace = new Pace()
    const first = new Int32Array(a.length)
    const next = new Int32Array(a.length)
    for (let i = a.length - 1; i >= 0; i--) {
      if (this.taken[i]) continue
      const known = numbering.size
      const number = numbering.add(keyOf(a[i]!))
      next[i] = number < known ? first[number]! : -1
      first[number] = i
      if ((i & 1023) === 0 && pace.due) await pace.rest()
    }
    for (let i = 0; i < b.length; i++) {
      if (this.ofB[i]! >= 0) continue
      const number = numbering.find(keyOf(b[i]!))
      const partner = number < 0 ? -1 : first[number]!
      if (partner >= 0) {
        first[number] = next[partner]!
        this.ofB[i] = partner
        this.taken[partner] = 1
        this.matched++
      }
      if ((i & 1023) === 0 && pace.due) await pace.rest()
    }
  }
}
