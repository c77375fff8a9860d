/**
 * A reader in a process of its own. `hold DIRECTORY` never lets go of what it reads. `watch
 * DIRECTORY` asks everything again and again, says how many files of the scenario it sees whenever
 * that changes, and ends with the number of its rounds when its input ends.
 */
import { writeSync } from 'node:fs'
import { setImmediate } from 'node:timers/promises'
import { StoreReader } from '../../src/store/reader.ts'
import { answersOf, engines } from './scenario.ts'

const [mode, directory] = process.argv.slice(2)
const store = await StoreReader.open(directory!, engines)
const say = (line: string) => writeSync(1, `${line}\n`)

if (mode === 'hold') {
  const digest = new Uint8Array(24)
  void store.catalog.sequence(digest)
  say('holds')
  // In one turn of the event loop all look-ups share a transaction.
  for (;;) void store.catalog.sequence(digest)
}

let ended = false
process.stdin.on('end', () => {
  ended = true
})
process.stdin.resume()

/** Which files the answers are of: each member's sequence is there or not, and right if it is. */
function filesOf({ sequences }: Awaited<ReturnType<typeof answersOf>>): string {
  const there = Object.values(sequences).map((found) => {
    if (found === undefined) return false
    const { right } = found as { right: boolean }
    if (!right) throw new Error('wrong residues')
    return true
  })
  return there.map(Number).join('')
}

let seen = ''
let rounds = 0
for (; !ended; rounds++) {
  // What is committed between two questions makes a mixture of the answers, so only equal ones count.
  const before = (await store.stats()).journal
  const answers = await answersOf(store)
  const after = (await store.stats()).journal
  if (before === after) {
    const now = `${before} ${filesOf(answers)}`
    if (now !== seen) say(now)
    seen = now
  }
  await setImmediate()
}
say(`rounds ${rounds}`)
await store.close()
