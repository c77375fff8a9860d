/** A line of BED with three columns: 0-start, half-open. */
export function bedLine(name: string, start0: number, end0: number): string {
  return `${name}\t${start0}\t${end0}\n`
}

/** Bytes of a {@link bedLine} whose name has so many. */
export function bedLineBytes(nameBytes: number, start0: number, end0: number): number {
  return nameBytes + digits(start0) + digits(end0) + 3
}

function digits(value: number): number {
  let count = 1
  for (let limit = 10; value >= limit; limit *= 10) count++
  return count
}
