import type { SequenceRef } from '../annotation/gene.ts'
import type { Comparison, ProductKind } from '../annotation/report.ts'
import { digestSequence } from '../digest/sequence-digest.ts'
import { sha512t24u } from '../digest/sha512t24u.ts'
import type { GivenProducts, ProductNames } from './given-products.ts'

/** Puts given sequences in the place of derived ones, and counts how they compare. */
export class ProductComparison {
  readonly #kind: ProductKind
  readonly #given: GivenProducts
  readonly #different = new Map<string, number>()
  #identical = 0
  #notDerived = 0

  constructor(kind: ProductKind, given: GivenProducts) {
    this.#kind = kind
    this.#given = given
  }

  /**
   * The sequence to serve: the given one where there is one.
   *
   * @param residues - Of the derived sequence, to tell why the given one differs.
   * @returns `undefined` when nothing is given, and why the given one differs from the derived.
   */
  choose(
    derived: SequenceRef | null,
    names: ProductNames,
    onlyOfGene: boolean,
    residues: Uint8Array | undefined,
  ): { sequence: SequenceRef; difference?: string } | undefined {
    const sequence = this.#given.match(names, onlyOfGene)
    if (!sequence) return undefined
    if (!derived) {
      this.#notDerived++
      return { sequence }
    }
    if (derived.sha512t24u === sequence.sha512t24u) {
      this.#identical++
      return { sequence }
    }
    const difference = differenceOf(sequence, derived, residues)
    this.#different.set(difference, (this.#different.get(difference) ?? 0) + 1)
    return { sequence, difference }
  }

  get result(): Comparison {
    return {
      kind: this.#kind,
      given: this.#given.records,
      unmatched: this.#given.unmatched,
      identical: this.#identical,
      notDerived: this.#notDerived,
      different: Object.fromEntries(this.#different),
    }
  }
}

const LETTERS = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ']

/** Changes of a derived sequence that are known to tell it from a published one. */
const CAUSES: readonly (readonly [cause: string, changes: (residues: string) => string[]])[] = [
  ['start codon', (residues) => [`M${residues.slice(1)}`]],
  ['partial codon', (residues) => LETTERS.map((letter) => residues + letter)],
  ['first codon', (residues) => [residues.replace(/^X/, '')]],
  ['padding', (residues) => [residues.replace(/^N{1,2}/, '')]],
]

/** Why a published sequence differs, as far as digests can tell. */
function differenceOf(
  given: SequenceRef,
  derived: SequenceRef,
  residues: Uint8Array | undefined,
): string {
  const text = Buffer.from(residues ?? []).toString('latin1')
  const isGiven = (changed: string) =>
    changed.length === given.length &&
    sha512t24u(digestSequence(Buffer.from(changed, 'latin1')).sha512t24u) === given.sha512t24u
  const cause = CAUSES.find(([, changes]) => changes(text).some(isGiven))?.[0]
  return cause ?? (given.length === derived.length ? 'residues' : 'length')
}
