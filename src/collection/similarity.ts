import { type AttributeName, LEVEL2_ATTRIBUTES } from './attributes.ts'
import type { Comparable } from './comparable.ts'
import { Numbering } from './numbering.ts'
import { Pace } from './pace.ts'

/** Jaccard index (0 to 1) of each attribute that both collections have. */
export type Similarities = Partial<Record<AttributeName, number>>

/**
 * Measures how similar collections are to one: for each attribute, the elements in common over
 * those of either, as multisets. The elements of the one are numbered once.
 */
export class SimilarityMeter {
  readonly #to: Comparable
  readonly #prepared = new Map<AttributeName, Promise<Elements>>()

  constructor(to: Comparable) {
    this.#to = to
  }

  async measure(other: Comparable): Promise<Similarities> {
    const similarities: Similarities = {}
    for (const { name } of LEVEL2_ATTRIBUTES) {
      const facts = this.#to.attributes.get(name)
      const otherFacts = other.attributes.get(name)
      if (facts?.count === undefined || otherFacts?.count === undefined) continue
      if (name === 'sorted_sequences' && this.#to.sortsItself && other.sortsItself) {
        similarities[name] = similarities.sequences!
        continue
      }
      const equal =
        facts.digest && otherFacts.digest && Buffer.compare(facts.digest, otherFacts.digest) === 0
      const common = equal ? facts.count : await this.#common(name, other)
      const either = facts.count + otherFacts.count - common
      similarities[name] = either === 0 ? 0 : common / either
    }
    return similarities
  }

  async #common(name: AttributeName, other: Comparable): Promise<number> {
    let prepared = this.#prepared.get(name)
    if (!prepared) {
      prepared = Elements.of(this.#to.elements(name))
      this.#prepared.set(name, prepared)
    }
    return (await prepared).common(other.elements(name))
  }
}

/** A multiset of canonical JSON. */
class Elements {
  readonly #numbering = new Numbering()
  #counts: Uint32Array = new Uint32Array(1024)

  static async of(batches: AsyncIterable<readonly string[]>): Promise<Elements> {
    const elements = new Elements()
    const pace = new Pace()
    for await (const batch of batches) {
      for (const text of batch) elements.#add(elements.#numbering.add(text))
      if (pace.due) await pace.rest()
    }
    return elements
  }

  /** Size of the intersection with others. */
  async common(batches: AsyncIterable<readonly string[]>): Promise<number> {
    const left = this.#counts.slice()
    const pace = new Pace()
    let common = 0
    for await (const batch of batches) {
      for (const text of batch) {
        const number = this.#numbering.find(text)
        if (number >= 0 && left[number]! > 0) {
          left[number]!--
          common++
        }
      }
      if (pace.due) await pace.rest()
    }
    return common
  }

  #add(number: number): void {
    if (number >= this.#counts.length) {
      const larger = new Uint32Array(2 * number)
      larger.set(this.#counts)
      this.#counts = larger
    }
    this.#counts[number]!++
  }
}
