import { spawnSync } from 'node:child_process'
import { copyFileSync, mkdirSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'

const root = resolve(import.meta.dirname, '../..')

/** The package and the programs of this folder, compiled, for tests that kill processes. */
export interface Compiled {
  /** Path of a program of this folder, such as `faults-program`. */
  program(name: string): string
  /** Path of the command line. */
  readonly cli: string
  remove(): void
}

/** Compiles `src/` and programs of this folder. */
export function compile(...programs: string[]): Compiled {
  // Below node_modules, so that the compiled program finds the packages.
  const out = join(root, 'node_modules/.cache', `seqkeep-crash-${process.pid}`)
  mkdirSync(out, { recursive: true })
  symlinkSync(join(root, 'package.json'), join(out, 'package.json'))
  const config = {
    extends: join(root, 'tsconfig.json'),
    compilerOptions: { noEmit: false, rootDir: root, outDir: out },
    files: programs.map((name) => join(import.meta.dirname, `${name}.ts`)),
    include: [join(root, 'src/cli')],
  }
  writeFileSync(join(out, 'tsconfig.json'), JSON.stringify(config))
  const tsc = spawnSync(join(root, 'node_modules/.bin/tsc'), ['-p', out], { encoding: 'utf8' })
  if (tsc.status !== 0) throw new Error(`tsc failed: ${tsc.stdout}`)
  for (const name of readdirSync(join(root, 'src/simd'))) {
    if (!name.endsWith('.wasm')) continue
    copyFileSync(join(root, 'src/simd', name), join(out, 'src/simd', name))
  }
  return {
    program: (name) => join(out, 'test/crash', `${name}.js`),
    cli: join(out, 'src/cli/main.js'),
    remove: () => rmSync(out, { recursive: true, force: true }),
  }
}
