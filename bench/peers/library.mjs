// Reads from a store in this process, as a program that imports seqkeep does: node library.mjs STORE < PLAN, with the
// same plan as gtars-peer.py. Prints JSON.
import { json } from 'node:stream/consumers'
import { engines } from '../../dist/cli/engines.js'
import { openStore, parseIdentifier } from '../../dist/index.js'
import { random } from '../harness/genome.mjs'

/** Of a whole sequence at a time. */
const PIECE = 1 << 20

const { large, small, length, size, seconds, seed } = await json(process.stdin)
const store = await openStore(process.argv[2], engines)
const next = random(seed)
const any = (list) => list[next() % list.length]
const into = Buffer.alloc(PIECE)

async function read(id, start, end) {
  const [record] = await store.find(parseIdentifier(id))
  await store.read(record, start, end, into)
  return into.latin1Slice(0, end - start)
}

/** Calls a second, and CPU microseconds a call. */
async function repeat(call) {
  const [started, before] = [performance.now(), process.cpuUsage()]
  let calls = 0
  while (performance.now() - started < seconds * 1000) {
    for (let i = 0; i < 100; i++) await call()
    calls += 100
  }
  const { user, system } = process.cpuUsage(before)
  return { rate: calls / ((performance.now() - started) / 1000), cpu: (user + system) / calls }
}

const ranges = await repeat(() => {
  const start = next() % (length - size)
  return read(any(large), start, start + size)
})
const metadata = await repeat(() => store.find(parseIdentifier(any(small))))

const started = performance.now()
for (const id of large) {
  for (let at = 0; at < length; at += PIECE) await read(id, at, Math.min(at + PIECE, length))
}
const whole = (large.length * length) / 1e6 / ((performance.now() - started) / 1000)
await store.close()
console.log(
  JSON.stringify({
    'library: ranges/s': ranges.rate,
    'library: range CPU us': ranges.cpu,
    'library: metadata/s': metadata.rate,
    'library: whole MB/s': whole,
  }),
)
