// What a library is asked in its own process.
import { random } from '../harness/genome.mjs'
import { SECONDS } from '../harness/settings.mjs'

/** As JSON, with ranges whose residues are to be compared. */
export function planOf({ large, small, length, size, checks, round }) {
  const next = random(round)
  return JSON.stringify({
    ...{ length, size, seconds: SECONDS, seed: round },
    large: large.map(({ id }) => id),
    small: small.map(({ id }) => id),
    checks: Array.from({ length: checks }, () => {
      const { id, residues } = large[next() % large.length]
      const start = next() % (length - size)
      return [id, start, start + size, residues.toString('latin1', start, start + size)]
    }),
  })
}
