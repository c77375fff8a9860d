import { copyFileSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { hasTestData, testData } from '../data.ts'
import { output, seqkeepOutput, serve, temporaryDirectory } from '../seqkeep.ts'
import { PYTHON_REFGET, PYTHON_SEQREPO, requireTool } from '../tools.ts'

const ROOT = resolve(import.meta.dirname, '../..')

interface Example {
  readonly title: string
  readonly code: string
  /** What the comments behind the statements say that is printed. */
  readonly printed: string
}

/** The blocks of code of a page. */
function examplesOf(page: string, language: string): Example[] {
  const text = readFileSync(join(ROOT, 'docs', page), 'utf8')
  return [...text.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\`$`, 'gm'))].map(
    ([, code]) => ({
      title: code!.slice(0, code!.indexOf('\n')),
      code: code!,
      // Comments that explain come before a statement, behind an empty line.
      printed: [...code!.matchAll(/(?<!\n\n)^# (.*)$/gm)].map(([, line]) => `${line}\n`).join(''),
    }),
  )
}

const [REFGET_5, REFGET_12] = PYTHON_REFGET

/** The interpreter that has what an example imports. */
function pythonOf(code: string): string {
  if (/^import refget/m.test(code)) return REFGET_5!
  return /^from refget|^import requests/m.test(code) ? REFGET_12! : PYTHON_SEQREPO
}

describe('the pages for other languages', () => {
  let url: string
  let directory: string

  const run = ({ code, printed }: Example, program: string, ...args: string[]) => {
    const here = code.replaceAll('http://127.0.0.1:8080', url)
    expect(printed).not.toBe('')
    return output(program, [...args, here], { cwd: directory, env: { REF_PATH: undefined } })
  }

  beforeAll(async () => {
    directory = await temporaryDirectory()
    const store = join(directory, 'store')
    if (hasTestData) {
      await seqkeepOutput(['add', '--store', store, testData('cram/volvox.fa')])
      copyFileSync(testData('cram/volvox-sorted.cram'), join(directory, 'sample.cram'))
    }
    const examples = [
      '--fasta',
      'phix174.fa',
      '--gff3',
      'phix174.gff3',
      '--manifest',
      'phix174.yaml',
    ]
    const paths = examples.map((each) =>
      each.startsWith('-') ? each : join(ROOT, 'examples', each),
    )
    await seqkeepOutput(['genome', 'add', '--store', store, ...paths])
    url = await serve(store)
  }, 30_000)

  describe.skipIf(![...PYTHON_REFGET, PYTHON_SEQREPO].every(requireTool))('docs/python.md', () => {
    it.each(examplesOf('python.md', 'python'))('$title', async (example) => {
      if (example.code.includes('sample.cram') && !hasTestData) return
      expect(await run(example, pythonOf(example.code), '-c')).toBe(example.printed)
    })
  })

  describe.skipIf(!requireTool('Rscript'))('docs/r.md', () => {
    it.each(examplesOf('r.md', 'r'))('$title', async (example) => {
      expect(await run(example, 'Rscript', '-e')).toBe(example.printed)
    })
  })
})
