import { parseSha512t24u, sha512t24u } from '../../digest/sha512t24u.ts'
import type { CollectionStore } from '../../store/collections.ts'
import type { SequenceStore } from '../../store/store.ts'
import { attributeDigests } from './attribute-digests.ts'
import type { Budget } from './limits.ts'
import type { Query } from './query.ts'

/** How much a look-up tells that names all of a file, compared with one that names a sequence of it. */
const WHOLE = 1000

/** A length is shared by chance more easily than content is. */
const LENGTH = 0.1

/** What a file calls its reference may be anything. */
const NAMED = 0.01

/** Names that are looked up when nothing else is known; many sequences may have each. */
const NAMES = 8

/**
 * Finds the collections that a file may belong to, the likeliest first. What names the whole of it is looked up first, then its
 * sequences one by one: each collection gains the more by a sequence, the fewer others have it.
 *
 * @returns Digests, 24 bytes each, at most as many as the budget has candidates.
 */
export async function findCandidates(
  query: Query,
  store: SequenceStore,
  collections: CollectionStore,
  budget: Budget,
): Promise<Uint8Array[]> {
  const { perProbe, candidates: most } = budget.limits
  const votes = new Map<string, number>()
  const vote = (digests: readonly Uint8Array[], weight: number) => {
    for (const digest of digests) {
      const key = sha512t24u(digest)
      votes.set(key, (votes.get(key) ?? 0) + weight / digests.length)
    }
  }
  const capped = (found: readonly unknown[]) => {
    if (found.length < perProbe) return
    budget.cap(`only the first ${perProbe} collections of each sequence were considered`)
  }

  for (const [attribute, digest] of await attributeDigests(query, budget)) {
    const found = await collections.collections(new Map([[attribute, digest]]), 0, most)
    vote(found.digests, WHOLE * found.digests.length)
  }
  for (const name of assemblyNames(query)) {
    const found = await collections.collectionsByAlias(undefined, name)
    const digests = found.slice(0, perProbe).map(({ digest }) => digest)
    vote(digests, NAMED)
  }
  const unseen = new Set<number>()
  for (const i of probes(query, (i) => query.contents[i] !== undefined, budget.limits.probes)) {
    if (!(await budget.goOn())) break
    const digest = parseSha512t24u(query.contents[i]!)
    const found = digest ? await collections.collectionsOf(digest, perProbe) : []
    vote(found, 1)
    if (found.length === 0) unseen.add(i)
    else capped(found)
  }
  // Where the content is found, lengths add nothing to it.
  const byLength = (i: number) =>
    query.sequences[i]!.length !== undefined && (query.contents[i] === undefined || unseen.has(i))
  for (const i of probes(query, byLength, budget.limits.probes)) {
    if (!(await budget.goOn())) break
    const found = await collections.collectionsWithLength(query.sequences[i]!.length!, perProbe)
    vote(found, LENGTH)
    if (votes.size === 0) capped(found)
  }
  if (votes.size === 0) {
    for (const { name } of query.sequences.slice(0, NAMES)) {
      const [record] = await store.find({ kind: 'bare', alias: name })
      if (record) vote(await collections.collectionsOf(record.digest, perProbe), 1)
    }
  }

  const ranked = [...votes].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))
  if (ranked.length > most)
    budget.cap(`the likeliest ${most} of ${ranked.length} collections were compared`)
  return ranked.slice(0, most).map(([key]) => parseSha512t24u(key)!)
}

/**
 * Positions to look up: half of them the longest sequences, which tell assemblies apart best, and half
 * spread over the file.
 */
function probes(query: Query, test: (i: number) => boolean, most: number): number[] {
  const usable = [...query.sequences.keys()].filter(test)
  if (usable.length <= most) return usable
  const length = (i: number) => query.sequences[i]!.length ?? 0
  const half = most >> 1
  const longest: number[] = []
  for (const i of usable) {
    // A list of the longest so far, kept in order: most sequences are shorter than its last.
    if (longest.length === half && length(i) <= length(longest.at(-1)!)) continue
    const at = longest.findIndex((other) => length(other) < length(i))
    longest.splice(at < 0 ? longest.length : at, 0, i)
    if (longest.length > half) longest.pop()
  }
  const spread = Array.from(
    { length: most - half },
    (_, k) => usable[Math.floor((k * usable.length) / (most - half))]!,
  )
  return [...new Set([...longest, ...spread])]
}

/** What the file calls its reference; of a path or URL also the name of the file in it. */
function assemblyNames(query: Query): Set<string> {
  const names = new Set<string>()
  for (const text of query.dictionary.assemblies) {
    const file = text.replace(/[?#].*$/, '').replace(/^.*\//, '')
    names.add(text).add(file)
    names.add(file.replace(/\.gz$/, '').replace(/\.(fa|fasta|fna|fas)$/, ''))
  }
  return names
}
