// Compiles assembly/ to a .wasm file for each memory: beside the sources, for tests, and into dist/.
import { copyFileSync, mkdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import asc from 'assemblyscript/asc'

const root = fileURLToPath(new URL('../../', import.meta.url))

/** The 40 MiB of layout.ts, which encoder.ts makes. */
const SHARED = ['--importMemory', '--sharedMemory', '--enable', 'threads']

async function compile(name, functions, pages, options) {
  const { error, stderr } = await asc.main([
    ...functions.map((each) => `src/simd/assembly/${each}.ts`),
    ...['--baseDir', root, '--outFile', `src/simd/${name}`],
    ...['-O3', '--noAssert', '--runtime', 'stub', '--enable', 'simd'],
    ...['--initialMemory', pages, '--maximumMemory', pages],
    ...options,
  ])
  if (error) {
    console.error(stderr.toString())
    throw error
  }
  copyFileSync(`${root}src/simd/${name}`, `${root}dist/simd/${name}`)
}

mkdirSync(`${root}dist/simd`, { recursive: true })
await compile('encoder.wasm', ['clean', 'copy', 'crc', 'pack'], '640', SHARED)
await compile('inflate.wasm', ['inflate/inflate'], '640', SHARED)
await compile('decoder.wasm', ['unpack'], '1', [])
// What lies where in its 1.5 MiB, md5-lanes.ts says.
await compile('md5.wasm', ['md5'], '24', [])
await compile('sha512.wasm', ['sha512'], '2', [])
