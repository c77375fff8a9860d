import { readFileSync } from 'node:fs'

/** Version of the package, as its package.json states it. */
export const packageVersion: string = JSON.parse(
  readFileSync(new URL('../../package.json', import.meta.url), 'utf8'),
).version
