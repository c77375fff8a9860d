/**
 * Numbers in a row, in memory that is used again: a slot has up to 18,000 places at which the case changes, and the
 * garbage collector would copy an array that grows to that.
 */
export class NumberColumn {
  values: Float64Array = new Float64Array(256)
  length = 0

  append(numbers: ArrayLike<number>): void {
    // Of most short sequences: to copy nothing is a call all the same.
    if (numbers.length === 0) return
    const end = this.length + numbers.length
    if (end > this.values.length) {
      const grown = new Float64Array(2 * end)
      grown.set(this.values.subarray(0, this.length))
      this.values = grown
    }
    this.values.set(numbers, this.length)
    this.length = end
  }

  clear(): void {
    this.length = 0
  }
}
