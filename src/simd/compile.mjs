// Compiles assembly/ to residues.wasm: beside the sources, for tests, and into dist/.
import { copyFileSync, mkdirSync, readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import asc from 'assemblyscript/asc'

const root = fileURLToPath(new URL('../../', import.meta.url))
const assembly = 'src/simd/assembly'
const sources = readdirSync(`${root}${assembly}`).map((name) => `${assembly}/${name}`)
const { error, stderr } = await asc.main([
  ...sources.sort(),
  ...['--baseDir', root, '--outFile', 'src/simd/residues.wasm'],
  ...['-O3', '--noAssert', '--runtime', 'stub', '--enable', 'simd'],
  ...['--initialMemory', '1', '--maximumMemory', '1'],
])
if (error) {
  console.error(stderr.toString())
  throw error
}
mkdirSync(`${root}dist/simd`, { recursive: true })
copyFileSync(`${root}src/simd/residues.wasm`, `${root}dist/simd/residues.wasm`)
