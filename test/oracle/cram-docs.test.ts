import { createHash } from 'node:crypto'
import { copyFileSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { hasTestData, testData } from '../data.ts'
import { output, SEQKEEP, serve, temporaryDirectory } from '../seqkeep.ts'
import { requireTool } from '../tools.ts'

const PAGE = readFileSync(resolve(import.meta.dirname, '../../docs/cram.md'), 'utf8')
const BLOCKS = [...PAGE.matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)].map(([, kind, code]) => ({
  kind: kind!,
  code: code!,
}))
const SCRIPTS = BLOCKS.filter(({ kind }) => kind === 'sh').map(({ code }) => code)
/** As shared/data/MANIFEST.md has it: the MD5 of what samtools view prints. */
const VOLVOX = '96f793b2f1cd01d686f77c6c4f05ad9b'

const ready = requireTool('samtools') && hasTestData

describe.skipIf(!ready)('docs/cram.md', () => {
  let directory: string
  let url: string

  const run = (code: string) => {
    const { port = '8080' } = url ? new URL(url) : {}
    const here = code.replaceAll('8080', port).replaceAll('/data/', `${directory}/`)
    const script = `set -eu\nseqkeep() { '${process.execPath}' '${SEQKEEP}' "$@"; }\n${here}`
    return output('bash', ['-c', script], {
      cwd: directory,
      env: { REF_PATH: undefined, REF_CACHE: undefined, HOME: directory },
    })
  }

  beforeAll(async () => {
    directory = await temporaryDirectory()
    copyFileSync(testData('cram/volvox.fa'), join(directory, 'genome.fa'))
    copyFileSync(testData('cram/volvox-sorted.cram'), join(directory, 'sample.cram'))
    const [add] = SCRIPTS
    expect(add).toContain('seqkeep add')
    await run(add!)
    url = await serve(join(directory, 'refs'))
  })

  it('has samtools in no code but what is run here', () => {
    const asked = (codes: readonly string[]) => codes.join('').match(/samtools/g)?.length ?? 0
    expect(asked(SCRIPTS)).toBeGreaterThan(10)
    expect(asked(BLOCKS.map(({ code }) => code))).toBe(asked(SCRIPTS))
  })

  it.each(SCRIPTS.slice(1))('%s', async (code) => {
    const printed = await run(code)
    if (code.includes('samtools view')) {
      expect(createHash('md5').update(printed).digest('hex')).toBe(VOLVOX)
    }
  })
})
