import { posix } from 'node:path'

/** Source files: path from the project's root -> text. */
export type Sources = ReadonlyMap<string, string>

/** Which rooms of src/ a room may import from; the blueprint's arrows. */
const ARROWS: Readonly<Record<string, readonly string[]>> = {
  digest: [],
  threads: [],
  simd: ['digest'],
  formats: ['digest', 'simd', 'threads'],
  store: ['digest', 'simd', 'threads'],
  collection: ['digest', 'simd', 'formats', 'store'],
  annotation: ['digest', 'formats', 'store'],
  ingest: ['digest', 'simd', 'threads', 'formats', 'store', 'collection', 'annotation'],
  server: ['digest', 'formats', 'store', 'collection', 'annotation'],
  client: ['digest'],
  'index.ts': ['digest', 'formats', 'store', 'collection', 'annotation', 'ingest', 'server'],
  cli: ['digest', 'formats', 'store', 'collection', 'annotation', 'ingest', 'server', 'client'],
}

/** One way to keep things or to look them up; only the command line chooses one. */
const ENGINES = /^src\/store\/(?:catalog|blobs)\/[^/]+(?=\/)/

/** Rooms that run in a browser, but for the files that are named. */
const BROWSER = /^src\/(?:digest|client)\/(?!sequence-digest\.ts$)/

/** Tests may import whatever they need: nothing imports them. */
const TESTS = /\.test\.ts$|\/testing\/|^test\//

interface Import {
  readonly specifier: string
  readonly typeOnly: boolean
}

// A statement goes from its keyword to its specifier without a quote or a semicolon between.
const STATEMENT = /\b(?:import|export)(\s+type\b)?\s*(?:[^'";()=]*?\bfrom\s*)?(['"])([^'"\n]+)\2/g
const CALL = /\bimport(?:\.meta\.resolve)?\s*\(\s*(['"`])([^'"`]+)\1/g

/** What a file imports; `export ... from` imports too. */
export function importsOf(source: string): Import[] {
  const code = source.replace(/^\s*\/\*[\s\S]*?\*\/|^\s*\/\/.*/gm, '')
  return [
    ...[...code.matchAll(STATEMENT)].map((match) => ({
      specifier: match[3]!,
      typeOnly: match[1] !== undefined,
    })),
    ...[...code.matchAll(CALL)].map((match) => ({ specifier: match[2]!, typeOnly: false })),
  ]
}

/** Imports against the arrows, one sentence each. */
export function againstArrows(sources: Sources): string[] {
  const problems: string[] = []
  for (const [from, source] of sources) {
    if (TESTS.test(from)) continue
    const room = roomOf(from)
    const allowed = ARROWS[room]
    if (!allowed) {
      problems.push(`${from} is in no room that the arrows know`)
      continue
    }
    for (const { specifier } of importsOf(source)) {
      if (!specifier.startsWith('.')) {
        if (specifier.startsWith('node:') && BROWSER.test(from)) {
          problems.push(`${from} imports ${specifier}, which no browser has`)
        }
        continue
      }
      const to = resolved(from, specifier)
      const engine = ENGINES.exec(to)?.[0]
      if (!sources.has(to) && !to.endsWith('.json')) {
        problems.push(`${from} imports ${to}, which is not there`)
      } else if (TESTS.test(to)) {
        problems.push(`${from} imports ${to}, which is for tests`)
      } else if (engine && room !== 'cli' && ENGINES.exec(from)?.[0] !== engine) {
        problems.push(`${from} imports ${to}, an engine that only cli may choose`)
      } else if (roomOf(to) !== room && !allowed.includes(roomOf(to))) {
        problems.push(`${from} imports ${to} against the arrows`)
      }
    }
  }
  return problems
}

/** Chains of files that import each other in a ring; types alone make none. */
export function cycles(sources: Sources): string[] {
  const found: string[] = []
  const done = new Set<string>()
  const visit = (file: string, chain: readonly string[]): void => {
    const at = chain.indexOf(file)
    if (at >= 0) found.push([...chain.slice(at), file].join(' -> '))
    if (at >= 0 || done.has(file)) return
    for (const { specifier, typeOnly } of importsOf(sources.get(file) ?? '')) {
      if (specifier.startsWith('.') && !typeOnly) {
        visit(resolved(file, specifier), [...chain, file])
      }
    }
    done.add(file)
  }
  for (const file of sources.keys()) visit(file, [])
  return found
}

function resolved(from: string, specifier: string): string {
  return posix.join(posix.dirname(from), specifier)
}

/** `src/store/pack/reader.ts` is in `store`; `src/index.ts` is a room of its own. */
function roomOf(file: string): string {
  return file.split('/')[1]!
}
