import type { Renamed } from './renaming.ts'

/** How many there are, and the first of them. */
export interface Sample<T> {
  readonly count: number
  readonly first: readonly T[]
}

/** A sequence that a file and a collection have in one place, but not with the same content. */
export interface Difference {
  /** In the file. */
  readonly name: string
  readonly length: number | undefined
  /** In the collection. */
  readonly collectionName: string
  readonly collectionLength: number
}

/** What the sequences of a file and the members of a collection have in common. */
export interface Match {
  /** Of the file. */
  readonly sequences: number
  /** Of the collection. */
  readonly members: number
  /** Sequences of the file that the collection has, as far as the file tells. */
  readonly shared: number
  /** Those of them whose content was compared. */
  readonly checked: number
  /** Those of them whose length was compared, or whose content was. */
  readonly lengthChecked: number
  /** Sequences that the collection has by the same name and in the same length, whatever their content. */
  readonly sameNames: number
  /** Whether those that are shared come in the same order. */
  readonly sameOrder: boolean
  /** Shared under another name. */
  readonly renamed: Sample<Renamed>
  /** The rule by which all of the names differ, if there is one. */
  readonly rule: string | undefined
  /** Same name (or one that differs by habit) and length, other content. */
  readonly changed: Sample<Difference>
  /** Same name, other length. */
  readonly otherLength: Sample<Difference>
  /** In the file alone. */
  readonly missing: Sample<string>
  /** In the collection alone. */
  readonly extra: Sample<string>
}
