// Where install.sh puts the peers.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { runProgram } from '../harness/run-program.mjs'

const PEERS =
  process.env.SEQKEEP_BENCH_PEERS ??
  fileURLToPath(new URL('../../node_modules/.cache/peers', import.meta.url))

/** A program of a peer, or undefined where it is not installed. */
export function programOf(...path) {
  const program = join(PEERS, ...path)
  return existsSync(program) ? program : undefined
}

/** A script that stands beside this one. */
export function script(name) {
  return fileURLToPath(new URL(name, import.meta.url))
}

/** Versions of packages in a Python of a peer. */
export async function pythonVersions(python, ...packages) {
  const code = `import importlib.metadata as m, sys
print(", ".join(f"{name} {m.version(name)}" for name in sys.argv[1:]))`
  return (await runProgram(python, ['-c', code, ...packages])).stdout.trim()
}
