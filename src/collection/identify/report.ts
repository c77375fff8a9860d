import type { DictionaryFormat } from '../../formats/sequence-dictionary.ts'
import type { Identification } from './identify.ts'
import type { Difference, Sample } from './match.ts'
import type { Renamed } from './renaming.ts'
import type { Checked, Verdict } from './verdict.ts'

/** What a file has in common with a collection, for programs and people. */
export interface IdentifyMatch {
  /** Of the collection, 32 characters of base64url. */
  readonly digest: string
  readonly verdict: Verdict
  readonly content: Checked
  /** The verdict and the differences, a sentence each. */
  readonly words: readonly string[]
  /** By these, in this order, matches are ranked; of `extra`, fewer are better. */
  readonly score: {
    readonly shared: number
    readonly sameNames: number
    readonly sameOrder: boolean
    readonly extra: number
  }
  /** Of the shared ones, those whose content was compared. */
  readonly checked: number
  readonly members: number
  readonly residues: number
  readonly aliases: readonly string[]
  /** Files that were added as this collection, the default first; `mask` is what `?mask=` takes. */
  readonly files: readonly { readonly mask: string; readonly source: string }[]
  readonly renamed: Sample<Renamed> & { readonly rule: string | null }
  readonly changed: Sample<Difference>
  readonly otherLength: Sample<Difference>
  readonly missing: Sample<string>
  readonly extra: Sample<string>
  /** What writes the FASTA file of the collection, and where it is. */
  readonly command: string
  readonly url: string
}

/** The answer to "which reference is this?". */
export interface IdentifyReport {
  readonly format: DictionaryFormat
  readonly sequences: number
  readonly lengths: number
  readonly checksums: number
  readonly problems: readonly string[]
  /** What was left undone to stay within the limits. */
  readonly capped: string | null
  readonly matches: readonly IdentifyMatch[]
}

/** @param base - Of the URLs of files, without a slash at its end. */
export function reportOf(identification: Identification, base: string): IdentifyReport {
  const { capped, candidates, ...rest } = identification
  return {
    ...rest,
    capped: capped ?? null,
    matches: candidates.map(({ match, digest, aliases, ...candidate }) => {
      const { shared, sameNames, sameOrder, checked, members } = match
      const { renamed, changed, otherLength, missing, extra } = match
      return {
        digest,
        ...candidate,
        score: { shared, sameNames, sameOrder, extra: extra.count },
        ...{ checked, members },
        aliases: aliases.map(({ authority, alias }) => `${authority}:${alias}`),
        renamed: { ...renamed, rule: match.rule ?? null },
        ...{ changed, otherLength, missing, extra },
        command: exportCommand(digest),
        url: `${base}/files/${digest}.fa`,
      }
    }),
  }
}

/** A digest may begin as an option does. */
function exportCommand(digest: string): string {
  return digest.startsWith('-')
    ? `seqkeep export --format fa -- ${digest}`
    : `seqkeep export ${digest} --format fa`
}
