import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, it } from 'vitest'
import { run, temporaryDirectory } from './seqkeep.ts'

const BENCH = resolve(import.meta.dirname, '../bench')
/** Side by side: each waits for most of its 15 s. */
const GROUPS = ['range stream workers', 'lookup peers ingest']

/** Figures that `npm run bench:check` compares, by benchmark. */
const EXPECTED = JSON.parse(readFileSync(join(BENCH, 'expected.json'), 'utf8'))

/** GNU time measures what a command takes, and the system is asked through /proc. */
const there = existsSync('/usr/bin/time') && process.platform === 'linux'
if (!there) console.warn('no /usr/bin/time (apt-get install time): benchmarks are not tried')

describe.skipIf(!there).concurrent('at a tiny scale', () => {
  it.for(GROUPS)(
    '%s run, or say what they lack',
    { timeout: 180_000 },
    async (group, { expect }) => {
      const names = group.split(' ')
      const folder = await temporaryDirectory()
      const env = {
        SEQKEEP_BENCH_ROUNDS: '1',
        SEQKEEP_BENCH_WARM_UP: 'no',
        SEQKEEP_BENCH_SCALE: '0.001',
        SEQKEEP_BENCH_SECONDS: '1',
        SEQKEEP_BENCH_RESULTS: join(folder, 'results'),
        SEQKEEP_BENCH_CACHE: join(folder, 'cache'),
        // The installed ones take 10 s more.
        SEQKEEP_BENCH_PEERS: join(folder, 'peers'),
      }
      const ran = await run(process.execPath, [join(BENCH, 'run.mjs'), ...names], { env })
      expect(ran.code, ran.stderr).toBe(0)
      let skipped = 0
      for (const name of names) {
        const file = join(folder, 'results', `${name}.json`)
        if (!existsSync(file)) {
          skipped++
          continue
        }
        const { rows, facts } = JSON.parse(readFileSync(file, 'utf8'))
        const figures = Object.keys(EXPECTED[name] ?? {}).filter(
          (figure) => facts.nginx || !figure.includes('nginx'),
        )
        expect(Object.keys(rows[0]), name).toEqual(expect.arrayContaining(figures))
      }
      expect(ran.stdout.match(/ {2}skipped: /g) ?? []).toHaveLength(skipped)
    },
  )
})
