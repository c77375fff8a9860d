/** What is known of a sequence. */
export interface Metadata {
  /** 32 hexadecimal digits. */
  readonly md5: string
  /** `SQ.` and 32 characters of base64url; a server of refget 1 may not give it. */
  readonly id?: string
  readonly length: number
  readonly aliases: readonly SequenceAlias[]
}

export interface SequenceAlias {
  readonly alias: string
  /** Naming authority, as the server spells it. */
  readonly naming_authority: string
}

/** A part of a sequence for {@link SeqkeepClient.sequences}; 0-based, half-open. */
export interface Region {
  readonly id: string
  readonly start?: number
  readonly end?: number
  /** `-` for the reverse complement. */
  readonly strand?: '+' | '-'
}

/** The answer to one region: its residues, or why there are none. */
export type RegionAnswer = Region &
  (
    | { readonly sequence: string; readonly error?: undefined }
    | {
        readonly sequence?: undefined
        readonly error: { readonly status: number; readonly code: string; readonly message: string }
      }
  )

/** A sequence collection at level 2 (GA4GH Sequence Collections 1.0.0). */
export interface Collection {
  readonly names: readonly string[]
  readonly lengths: readonly number[]
  readonly sequences: readonly string[]
  readonly [attribute: string]: readonly unknown[]
}

/** GA4GH's comparison of two collections. */
export interface Comparison {
  readonly digests: { readonly a: string; readonly b: string | null }
  readonly attributes: {
    readonly a_only: readonly string[]
    readonly b_only: readonly string[]
    readonly a_and_b: readonly string[]
  }
  readonly array_elements: {
    readonly a_count: Readonly<Record<string, number>>
    readonly b_count: Readonly<Record<string, number>>
    readonly a_and_b_count: Readonly<Record<string, number>>
    readonly a_and_b_same_order: Readonly<Record<string, boolean | null>>
  }
}

/** A page of collections' digests. */
export interface CollectionPage {
  readonly results: readonly string[]
  readonly pagination: {
    readonly page: number
    readonly page_size: number
    readonly total?: number
  }
}

/** Metadata as any version of refget has them. */
export function readMetadata(answer: unknown): Metadata | undefined {
  const { metadata } = (answer ?? {}) as { metadata?: Record<string, unknown> }
  const { md5, length, ga4gh, id, aliases = [] } = metadata ?? {}
  if (typeof md5 !== 'string' || typeof length !== 'number') return undefined
  // At refget 1, an id is any of the sequence's identifiers.
  const digest = /SQ\..*/.exec(String(ga4gh ?? id))?.[0]
  return {
    md5,
    ...(digest && { id: digest }),
    length,
    aliases: aliases as SequenceAlias[],
  }
}
