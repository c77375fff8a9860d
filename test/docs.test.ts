import { readdirSync, readFileSync, statSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { openapi } from '../src/server/openapi.ts'

const ROOT = resolve(import.meta.dirname, '..')
const PAGES = [
  ...readdirSync(ROOT).filter((name) => name.endsWith('.md')),
  ...readdirSync(join(ROOT, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
]
const textOf = (page: string) => readFileSync(join(ROOT, page), 'utf8')
const withoutCode = (text: string) => text.replace(/^```[\s\S]*?^```$/gm, '')

/** The anchors of a page's headings, as GitHub makes them. */
function anchorsOf(page: string): string[] {
  return [...withoutCode(textOf(page)).matchAll(/^#+ (.*)$/gm)].map(([, heading]) =>
    heading!
      .toLowerCase()
      .replace(/[^\w\- ]/g, '')
      .replaceAll(' ', '-'),
  )
}

describe('the documents', () => {
  it.each(PAGES)('%s leads nowhere that is not there', (page) => {
    const links = [...withoutCode(textOf(page)).matchAll(/\]\(([^)\s]+)\)/g)].map(([, to]) => to!)
    for (const link of links) {
      if (/^https?:/.test(link)) continue
      const [path, anchor] = link.split('#')
      const target = path ? resolve(ROOT, dirname(page), path) : join(ROOT, page)
      expect(statSync(target, { throwIfNoEntry: false }), `${page}: ${link}`).toBeDefined()
      if (anchor) expect(anchorsOf(relative(ROOT, target)), `${page}: ${link}`).toContain(anchor)
    }
  })

  it('are all to be found from the README', () => {
    const readme = textOf('README.md')
    for (const page of PAGES) {
      if (page === 'README.md' || page.startsWith('docs/decisions/')) continue
      expect(readme).toContain(`](${page}`)
    }
  })

  it('name every command in the README', () => {
    const commands = readdirSync(join(ROOT, 'src/cli/commands')).filter((name) =>
      /\.ts$/.test(name),
    )
    const table = textOf('README.md')
      .match(/^\| `.*$/gm)!
      .join('\n')
    for (const name of commands) expect(table).toContain(`| \`${name.replace('.ts', '')}`)
  })

  it('name every route in docs/http.md or a page for its protocol', () => {
    const pages = ['http', 'cram', 'seqrepo'].map((name) => textOf(`docs/${name}.md`)).join('\n')
    for (const path of Object.keys(openapi('', '', { collections: true }).paths)) {
      const stem = path.replace(/\{.*/, '').replace(/(?<=.)\/$/, '')
      expect(pages, path).toContain(stem)
    }
  })

  it('name every room, and the rooms in it, in docs/architecture.md', () => {
    const [, listing] = textOf('docs/architecture.md').split('```')
    for (const path of readdirSync(join(ROOT, 'src'), { recursive: true, encoding: 'utf8' })) {
      if (!statSync(join(ROOT, 'src', path)).isDirectory()) continue
      if (/testing$|^cli\/commands\/|^store\/(catalog|blobs)$/.test(path)) continue
      // A room in a room is indented below it.
      const [room, ...inner] = path.split('/')
      const part = listing!.slice(listing!.indexOf(`\nsrc/${room}/`) + 1).split(/\n(?=\w)/)[0]!
      const name = inner.length > 0 ? `\n  ${inner.join('/')}/` : `src/${room}/`
      expect(part, path).toContain(name)
    }
  })
})
