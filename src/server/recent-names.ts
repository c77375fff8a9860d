/** Names at hand; a power of two. */
const PLACES = 4096

/**
 * Tells names that come again from those that come once: where millions are asked for in no order, what was kept for
 * each would only be collected as garbage again, which took 3 us of 30.
 */
export class RecentNames {
  readonly #names: string[] = new Array(PLACES).fill('')

  /** Whether a name came before, not long ago. */
  isAgain(name: string): boolean {
    const { length } = name
    // Digests differ in any of their letters; names of a series in the last ones.
    let place = length
    for (let i = Math.max(length - 6, 0); i < length; i++) place = 31 * place + name.charCodeAt(i)
    place &= PLACES - 1
    if (this.#names[place] === name) return true
    this.#names[place] = name
    return false
  }
}
