// Which code made something: what is kept between runs is thrown away with it.
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'

/** A name for the built files of some of the rooms of src/, and for the generators of the benchmarks. */
export function codeOf(...rooms) {
  const hash = createHash('sha256')
  for (const room of rooms) {
    const folder = new URL(`../../dist/${room}/`, import.meta.url)
    for (const name of readdirSync(folder, { recursive: true }).sort()) {
      if (name.endsWith('.js')) hash.update(name).update(readFileSync(new URL(name, folder)))
    }
  }
  for (const name of ['genome.mjs', 'many-sequences.mjs']) {
    hash.update(readFileSync(new URL(name, import.meta.url)))
  }
  return hash.digest('hex').slice(0, 12)
}
