import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { expect, it } from 'vitest'

const DIST = resolve(import.meta.dirname, '../dist')
const textOf = (path: string) => readFileSync(join(DIST, path), 'utf8')
const files = readdirSync(DIST, { recursive: true, encoding: 'utf8' })

/** Files that a file of the build imports, at once or later. */
function importsOf(path: string): string[] {
  const named = textOf(path).matchAll(/(?:\bfrom |\bimport\(|^import )["'](\.[^"']+)["']/gm)
  return [...named].map(([, name]) => join(dirname(path), name!))
}

it('Commands load chunks alone', () => {
  const open = ['cli/main.js']
  const loaded = new Set(open)
  for (const file of open) {
    for (const next of importsOf(file)) {
      expect(next, file).toMatch(/^chunks\//)
      if (!loaded.has(next)) open.push(next)
      loaded.add(next)
    }
  }
  expect(loaded.size).toBeGreaterThan(20)
  expect(loaded.size).toBeLessThan(100)
})

it('Each thread is one file', () => {
  const sources = readdirSync(resolve(import.meta.dirname, '../src'), { recursive: true })
  const threads = sources
    .map(String)
    .filter((name) => name.endsWith('-thread.ts') && !name.endsWith('answering-thread.ts'))
    .map((name) => name.replace(/ts$/, 'js'))
  expect(threads.length).toBeGreaterThan(4)
  for (const thread of threads) {
    expect(files).toContain(thread)
    expect(importsOf(thread), thread).toEqual([])
  }
})
