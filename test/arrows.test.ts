import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve, sep } from 'node:path'
import { describe, expect, it } from 'vitest'
import { againstArrows, cycles, importsOf } from './arrows.ts'

const root = resolve(import.meta.dirname, '..')

const sources = new Map(
  readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => [
      `src/${file.replaceAll(sep, '/')}`,
      readFileSync(join(root, 'src', file), 'utf8'),
    ]),
)

/** A sound set of files, with one more. */
function withFile(path: string, source: string): string[] {
  const sound: [string, string][] = [
    ['src/digest/hex.ts', ''],
    ['src/digest/sequence-digest.ts', "import { createHash } from 'node:crypto'"],
    ['src/formats/fasta.ts', "import { hex } from '../digest/hex.ts'"],
    ['src/store/store.ts', "import type { hex } from '../digest/hex.ts'"],
    ['src/store/catalog/lmdb/engine.ts', "import { tables } from './tables.ts'"],
    ['src/store/catalog/lmdb/tables.ts', "import { store } from '../../store.ts'"],
    ['src/store/blobs/local/blobs.ts', "import { open } from 'node:fs/promises'"],
    ['src/ingest/add-fasta.ts', "import { fasta } from '../formats/fasta.ts'"],
    ['src/server/app.ts', "import { store } from '../store/store.ts'"],
    ['src/server/app.test.ts', "import { engine } from '../store/catalog/lmdb/engine.ts'"],
    ['src/cli/main.ts', "import { engine } from '../store/catalog/lmdb/engine.ts'"],
  ]
  return againstArrows(new Map([...sound, [path, source]]))
}

describe('the sources', () => {
  it('import along the arrows only', () => {
    expect(sources.size).toBeGreaterThan(50)
    expect(againstArrows(sources)).toEqual([])
  })

  it('import each other in no ring', () => {
    expect(cycles(sources)).toEqual([])
  })
})

describe('the check of the arrows', () => {
  it('finds an import against them, of whatever form', () => {
    for (const source of [
      "import { createApp } from '../server/app.ts'",
      "import type { Options } from '../server/app.ts'",
      "import {\n  createApp,\n  type Options,\n} from '../server/app.ts'",
      "import '../server/app.ts'",
      "export * from '../server/app.ts'",
      "export { createApp } from '../server/app.ts'",
      "const late = await import('../server/app.ts')",
      "type App = import('../server/app.ts').App",
    ]) {
      expect([source, withFile('src/store/wrong.ts', source)]).toEqual([
        source,
        ['src/store/wrong.ts imports src/server/app.ts against the arrows'],
      ])
    }
  })

  it.each([
    ['src/digest/wrong.ts', '../formats/fasta.ts', 'against the arrows'],
    ['src/formats/wrong.ts', '../store/store.ts', 'against the arrows'],
    ['src/store/wrong.ts', '../formats/fasta.ts', 'against the arrows'],
    ['src/store/pack/wrong.ts', '../../ingest/add-fasta.ts', 'against the arrows'],
    ['src/server/refget/wrong.ts', '../../ingest/add-fasta.ts', 'against the arrows'],
    ['src/ingest/wrong.ts', '../server/app.ts', 'against the arrows'],
    ['src/server/wrong.ts', '../cli/main.ts', 'against the arrows'],
    ['src/client/wrong.ts', '../store/store.ts', 'against the arrows'],
    ['src/index.ts', './cli/main.ts', 'against the arrows'],
    ['src/digest/wrong.ts', 'node:crypto', 'which no browser has'],
    ['src/client/wrong.ts', 'node:http', 'which no browser has'],
    ['src/ingest/wrong.ts', '../store/catalog/lmdb/engine.ts', 'an engine that only cli'],
    ['src/store/wrong.ts', './blobs/local/blobs.ts', 'an engine that only cli'],
    ['src/store/blobs/local/wrong.ts', '../../catalog/lmdb/tables.ts', 'an engine that only cli'],
    ['src/cli/wrong.ts', '../server/app.test.ts', 'which is for tests'],
    ['src/cli/wrong.ts', './nowhere.ts', 'which is not there'],
    ['src/attic/wrong.ts', '../digest/hex.ts', 'in no room'],
  ])('finds %s importing %s', (path, specifier, problem) => {
    expect(withFile(path, `import { x } from '${specifier}'`)).toEqual([
      expect.stringMatching(`^${path} .*${problem}`),
    ])
  })

  it('lets pass what goes along them', () => {
    for (const [path, specifier] of [
      ['src/store/right.ts', '../digest/hex.ts'],
      ['src/digest/sequence-digest.ts', 'node:crypto'],
      ['src/cli/commands/right.ts', '../../store/catalog/lmdb/engine.ts'],
      ['src/store/catalog/lmdb/right.ts', './tables.ts'],
      ['src/store/catalog/lmdb/right.ts', '../../store.ts'],
      ['src/store/right.test.ts', './catalog/lmdb/engine.ts'],
    ] as const) {
      expect(withFile(path, `import { x } from '${specifier}'`)).toEqual([])
    }
  })

  it('reads no import out of a comment or a message', () => {
    const source = [
      "// import { a } from './a.ts'",
      "/** @example import { b } from './b.ts' */",
      "throw new Error('import of the file failed')",
      "export const from = 'c.ts'",
      "import type { D } from './d.ts'",
    ].join('\n')
    expect(importsOf(source)).toEqual([{ specifier: './d.ts', typeOnly: true }])
  })

  it('finds a ring of files, but not one of types', () => {
    const ring = (statement: string) =>
      cycles(
        new Map([
          ['src/store/a.ts', "import { b } from './b.ts'"],
          ['src/store/b.ts', "import { c } from './c.ts'"],
          ['src/store/c.ts', statement],
        ]),
      )
    expect(ring("import { a } from './a.ts'")).toEqual([
      'src/store/a.ts -> src/store/b.ts -> src/store/c.ts -> src/store/a.ts',
    ])
    expect(ring("import type { A } from './a.ts'")).toEqual([])
  })
})
