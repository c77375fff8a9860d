import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'

const VENVS = resolve(
  process.env.SEQKEEP_TEST_PYTHON ?? join(import.meta.dirname, '../node_modules/.cache/python'),
)

/** What `test/python.sh` installs. */
export const PYTHON: string = join(VENVS, 'refget/bin/python')
export const REFGET_COMPLIANCE: string = join(VENVS, 'refget/bin/refget-compliance')
/** With `refget` 0.12.0: its compliance suite and its clients. */
export const PYTHON_SEQCOL: string = join(VENVS, 'seqcol/bin/python')
/** Each with another major version of the GraphQL client gql, and with `refget.RefGetClient`. */
export const PYTHON_GQL: readonly string[] = ['gql3', 'gql4'].map((name) =>
  join(VENVS, name, 'bin/python'),
)

/** `refget` 0.5.0 (`RefGetClient`) and 0.12.0 (`SequenceClient`). */
export const PYTHON_REFGET: readonly string[] = [PYTHON_GQL[1]!, PYTHON_SEQCOL]
/** With biocommons.seqrepo, its REST service, `ga4gh.vrs` and pysam. */
export const PYTHON_SEQREPO: string = join(VENVS, 'seqrepo/bin/python')

const INSTALL: Record<string, string> = {
  samtools: 'apt-get install samtools',
  curl: 'apt-get install curl',
  gffread: 'apt-get install gffread',
  chromium: 'apt-get install chromium',
  Rscript: 'apt-get install r-base-core r-cran-httr',
}

/**
 * Whether a real client is there to test with. Its tests are skipped where it is not, but in CI,
 * where a skip would hide that nothing was tested.
 *
 * @throws Error in CI, when it is not there.
 */
export function requireTool(name: string): boolean {
  const there = name.includes('/') ? existsSync(name) : !spawnSync(name, ['--version']).error
  if (there) return true
  const message = `${name} is not here (${INSTALL[name] ?? 'bash test/python.sh'})`
  if (process.env.CI) throw new Error(message)
  console.warn(`${message}: its tests are skipped`)
  return false
}
