// Puts what the compiler has written of the command line into few files, and each thread into one: of 160 modules
// that a command loads each takes 0.2 ms and more. Those that are named here are replaced where they stand; the rest
// stays as it is, for whoever imports the library (docs/decisions/0018). It takes what the compiler has just written: what
// it has bundled, it cannot bundle again.
import { rmSync } from 'node:fs'
import { dirname, isAbsolute, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { rolldown } from 'rolldown'

const dist = fileURLToPath(new URL('../../dist/', import.meta.url))

/** In one file each: a thread that starts waits for nothing else. */
const THREADS = [
  'formats/bgzf-thread.js',
  'ingest/digests/collection-thread.js',
  'ingest/digests/digest-thread.js',
  'store/catalog/lmdb/lookup-thread.js',
  'store/catalog/run-thread.js',
]

/** In one file for each set of commands that needs it. As deep as the entry, so that both find the files beside them. */
const MAIN = 'cli/main.js'
const CHUNKS = 'chunks/[name]-[hash].js'

async function bundle(entry, codeSplitting) {
  const bundled = await rolldown({
    input: dist + entry,
    platform: 'node',
    external: (name) => !name.startsWith('.') && !isAbsolute(name),
    plugins: [placesOf(entry)],
  })
  await bundled.write({ dir: dist, entryFileNames: entry, chunkFileNames: CHUNKS, codeSplitting })
  await bundled.close()
}

/** Modules name threads, WebAssembly and pages by their own place, which is another now. */
function placesOf(entry) {
  return {
    name: 'places',
    transform(code, id) {
      const place = JSON.stringify(relative(dirname(dist + entry), id))
      return code.replaceAll('import.meta.url', `new URL(${place}, import.meta.url).href`)
    },
  }
}

rmSync(`${dist}chunks`, { recursive: true, force: true })
for (const thread of THREADS) await bundle(thread, false)
await bundle(MAIN, true)
