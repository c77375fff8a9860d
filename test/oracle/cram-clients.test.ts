import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { hasTestData, testData } from '../data.ts'
import { output, run, seqkeepJson, serve, temporaryDirectory } from '../seqkeep.ts'
import { requireTool } from '../tools.ts'
import { forward } from './forwarder.ts'
import { naiveFasta } from './naive-fasta.ts'

const ready = requireTool('samtools') && requireTool('curl') && hasTestData

/** As shared/data/MANIFEST.md has them: records, and the MD5 of what samtools view prints. */
const CRAMS = [
  ['yeast-Mito.mitoAlignmentStartTest.cram', 22_912, '10d76ac1d61df6256c2d8909922b064e'],
  ['volvox-sorted.cram', 10_000, '96f793b2f1cd01d686f77c6c4f05ad9b'],
  ['1402_index_3ref.cram', 910, 'fee60242c38dafb7edd8c24587a1d753'],
  [
    'NA12878.20.21.1-100.100-SeqsPerSlice.500-unMapped.cram',
    853,
    '8491c8f6ae0a413dd6351a84b4db0a3e',
  ],
] as const

const FORMS = [
  '/sequence/%s',
  '/ena/cram/md5/%s',
  '/ena/cram/sequence/%s',
  '/%s',
  '/%2s/%2s/%s',
] as const

describe.skipIf(!ready)('CRAM without the EBI', () => {
  let home: string
  let url: string

  beforeAll(async () => {
    home = await temporaryDirectory()
    const store = join(home, 'store')
    const files = [
      'yeast-r64/Saccharomyces_cerevisiae.R64-1-1.dna.toplevel.fa.gz',
      ...['cram/ce.fa', 'cram/volvox.fa', 'cram/human_g1k_v37.20.21.1-100.fasta'],
    ]
    const report = await seqkeepJson([
      ...['add', '--sha1', '--store', store],
      ...files.map(testData),
    ])
    expect(report).toMatchObject({ failed: [] })
    url = await serve(store, ['--base-path', '/refs'])
  }, 60_000)

  /** A home of its own, so that no cache of references stands in for the server. */
  const environment = (refPath: string, refCache?: string): NodeJS.ProcessEnv => ({
    REF_PATH: refPath,
    REF_CACHE: refCache,
    HOME: home,
    XDG_CACHE_HOME: undefined,
  })

  const view = (file: string, env: NodeJS.ProcessEnv) =>
    run('samtools', ['view', testData(`cram/${file}`)], { env })

  const expectAll = (text: string, [, records, md5]: (typeof CRAMS)[number]) => {
    expect(text.split('\n')).toHaveLength(records + 1)
    expect(createHash('md5').update(text).digest('hex')).toBe(md5)
  }

  describe.each(['', '/refs'])('below "%s"', (prefix) => {
    it.each(FORMS)('samtools decodes every CRAM with %s in REF_PATH', async (form) => {
      for (const cram of CRAMS) {
        const { code, stdout, stderr } = await view(cram[0], environment(`${url}${prefix}${form}`))
        expect([cram[0], code, stderr]).toEqual([cram[0], 0, ''])
        expectAll(stdout, cram)
      }
    })

    it('curl gets the same by SHA-1', async () => {
      const { residues } = naiveFasta(testData('cram/volvox.fa'))[0]!
      const upper = residues.toUpperCase()
      const sha1 = createHash('sha1').update(upper).digest('hex')
      expect(await output('curl', ['-fsS', `${url}${prefix}/ena/cram/sha1/${sha1}`])).toBe(upper)
    })
  })

  it('samtools decodes nothing from a server that lacks the reference', async () => {
    const store = join(home, 'other')
    await seqkeepJson(['add', '--store', store, testData('cram/ce.fa')])
    const other = await serve(store)
    const { code, stdout, stderr } = await view(CRAMS[0][0], environment(`${other}/%s`))
    expect([code === 0, stdout]).toEqual([false, ''])
    expect(stderr).toContain('reference')
  })

  it('curl goes on where it stopped', async () => {
    const { residues } = naiveFasta(testData('cram/volvox.fa'))[0]!
    const upper = residues.toUpperCase()
    const md5 = createHash('md5').update(upper).digest('hex')
    const broken = await forward(url, { atHalf: true })
    const file = join(home, 'resumed')
    const { code } = await run('curl', ['-sS', '-o', file, `${broken.url}/ena/cram/md5/${md5}`])
    await broken.close()
    expect([code, readFileSync(file, 'latin1').length]).toEqual([18, upper.length >> 1])
    await output('curl', ['-fsS', '-C', '-', '-o', file, `${url}/ena/cram/md5/${md5}`])
    expect(readFileSync(file, 'latin1')).toBe(upper)
  })

  it('samtools needs no server when REF_CACHE has been filled', async () => {
    const cache = join(home, 'cache')
    const server = await forward(url)
    const env = environment(`${server.url}/ena/cram/md5/%s`, `${cache}/%2s/%2s/%s`)
    for (const cram of CRAMS) expectAll((await view(cram[0], env)).stdout, cram)
    const asked = server.connections()
    expect(asked).toBeGreaterThanOrEqual(5)
    // While the server is still there, to see that it is not asked; then without it.
    for (const cram of CRAMS) expectAll((await view(cram[0], env)).stdout, cram)
    expect(server.connections()).toBe(asked)
    await server.close()
    for (const cram of CRAMS) expectAll((await view(cram[0], env)).stdout, cram)
    const files = readdirSync(cache, { recursive: true, encoding: 'utf8' })
    for (const file of files.filter((name) => /^..\/..\/.{28}$/.test(name))) {
      const md5 = createHash('md5')
        .update(readFileSync(join(cache, file)))
        .digest('hex')
      expect(md5).toBe(file.replaceAll('/', ''))
    }
  })

  it.each(FORMS)('a transfer that breaks at half gives no wrong record, with %s', async (form) => {
    const broken = await forward(url, { atHalf: true })
    const cache = join(home, `broken${FORMS.indexOf(form)}`)
    for (const refCache of [undefined, `${cache}/%2s/%2s/%s`]) {
      for (const [file] of CRAMS) {
        const { code, stdout } = await view(file, environment(`${broken.url}${form}`, refCache))
        // Nothing at all: every file needs its reference from its first record on.
        expect([file, code === 0, stdout]).toEqual([file, false, ''])
      }
    }
    expect(broken.connections()).toBeGreaterThanOrEqual(2 * CRAMS.length)
    const kept = existsSync(cache) ? readdirSync(cache, { recursive: true, encoding: 'utf8' }) : []
    expect(kept.filter((name) => /^..\/..\/.{28}$/.test(name))).toEqual([])
    await broken.close()
  })
})
