import { sha512t24u } from '../../digest/sha512t24u.ts'
import type { DictionaryFormat, SequenceDictionary } from '../../formats/sequence-dictionary.ts'
import type { CollectionRecord, CollectionStore } from '../../store/collections.ts'
import type { Alias, SequenceStore } from '../../store/store.ts'
import { findCandidates } from './candidates.ts'
import { describeMatch } from './describe.ts'
import { Budget, IDENTIFY_LIMITS, type IdentifyLimits } from './limits.ts'
import type { Match } from './match.ts'
import { Matcher } from './matcher.ts'
import { Query } from './query.ts'
import { type Checked, checkedOf, compareMatches, type Verdict, verdictOf } from './verdict.ts'

/** A collection that a file may belong to. */
interface Candidate {
  /** 32 characters of base64url. */
  readonly digest: string
  readonly verdict: Verdict
  readonly content: Checked
  /** The verdict and the differences in words: one sentence each. */
  readonly words: readonly string[]
  readonly match: Match
  readonly residues: number
  readonly aliases: readonly Alias[]
  /** Files that were added as this collection and differ in case only, the default first. */
  readonly files: readonly { readonly mask: string; readonly source: string }[]
}

/** Which reference a file belongs to. */
export interface Identification {
  readonly format: DictionaryFormat
  /** In the file. */
  readonly sequences: number
  /** Those of them whose length the file tells. */
  readonly lengths: number
  /** Those of them whose content the file tells, by a checksum or as FASTA. */
  readonly checksums: number
  /** What is odd about the file, in sentences. */
  readonly problems: readonly string[]
  /** What was left undone to stay within the limits, if anything was. */
  readonly capped: string | undefined
  /** The best first. */
  readonly candidates: readonly Candidate[]
}

/** Members that are read at once. */
const PAGE = 10_000

/** Candidates that are told of. */
const TOLD = 10

/** Aliases of a candidate that are told. */
const ALIASES = 20

/**
 * Finds the collections of a store that a file with this dictionary belongs to. Takes time linear in
 * the file and in the collections that are compared, of which there are at most as many as the limits say.
 */
export async function identify(
  dictionary: SequenceDictionary,
  store: SequenceStore,
  collections: CollectionStore,
  limits: IdentifyLimits = IDENTIFY_LIMITS,
): Promise<Identification> {
  const budget = new Budget(limits)
  const query = await Query.of(dictionary, store, budget)
  const found: { record: CollectionRecord; match: Match }[] = []
  for (const digest of await findCandidates(query, store, collections, budget)) {
    const record = await collections.collection(digest)
    if (!record) continue
    const match = await compare(record, new Matcher(query), collections, budget)
    if (match && verdictOf(match)) found.push({ record, match })
  }
  // Digests decide between equals, so that the answer is the same each time.
  found.sort(
    (a, b) => compareMatches(a.match, b.match) || Buffer.compare(a.record.digest, b.record.digest),
  )
  const candidates: Candidate[] = []
  for (const { record, match } of found.slice(0, TOLD)) {
    candidates.push(await candidateOf(record, match, collections))
  }
  return {
    format: dictionary.format,
    sequences: query.sequences.length,
    lengths: query.sequences.filter(({ length }) => length !== undefined).length,
    checksums: query.sequences.filter(({ md5, digest }) => md5 !== undefined || digest).length,
    problems: query.problems(),
    capped: budget.capped,
    candidates,
  }
}

async function compare(
  { digest, members, masks }: CollectionRecord,
  matcher: Matcher,
  store: CollectionStore,
  budget: Budget,
): Promise<Match | undefined> {
  if (!budget.takeMembers(members)) return undefined
  const mask = masks[0]!.id
  for (let from = 0; from < members; from += PAGE) {
    const page = await store.members(digest, mask, from, PAGE)
    if (page.length === 0) break
    matcher.add(page)
    if (!(await budget.goOn())) return undefined
  }
  return matcher.finish(() => budget.turn())
}

async function candidateOf(
  { digest, residues, masks }: CollectionRecord,
  match: Match,
  store: CollectionStore,
): Promise<Candidate> {
  const aliases = await store.collectionAliases(digest)
  const unique = new Map(
    aliases.map(({ authority, alias }) => [`${authority}:${alias}`, { authority, alias }]),
  )
  return {
    digest: sha512t24u(digest),
    verdict: verdictOf(match)!,
    content: checkedOf(match),
    words: describeMatch(match),
    match,
    residues,
    aliases: [...unique.values()].slice(0, ALIASES),
    files: masks.map(({ id, source }) => ({ mask: sha512t24u(id), source })),
  }
}
