import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { IndexedFasta } from '@gmod/indexedfasta'
import { TwoBitFile } from '@gmod/twobit'
import fc from 'fast-check'
import { RemoteFile } from 'generic-filehandle2'
import { beforeAll, describe, expect, it } from 'vitest'
import { hasTestData } from '../data.ts'
import { output, seqkeepJson, seqkeepOutput, serve } from '../seqkeep.ts'
import { requireTool } from '../tools.ts'
import { addMaskedFiles } from './masked-files.ts'

/** A file that was added, and its collection on a server. */
interface Served {
  /** As it was added. */
  readonly fasta: string
  readonly collection: string
  readonly url: string
  readonly records: readonly { readonly name: string; readonly residues: string }[]
}

/** A region, 1-start, fully-closed. */
interface Region {
  readonly name: string
  readonly start1: number
  readonly end1: number
}

/** Positions near the ends of lines of 60 (as served) and 50 (as one file has them), and anywhere. */
const aim = fc.oneof(
  fc.nat(),
  fc
    .tuple(fc.constantFrom(50, 60, 61, 57_344), fc.nat(3000), fc.integer({ min: -1, max: 1 }))
    .map(([width, line, by]) => Math.max(width * line + by, 0)),
  fc.constantFrom(0, 2 ** 31 - 1),
)

/** Of the regions; a title names it. */
const SEED = Date.now() % 2 ** 31

/** 1,000 regions of a file. */
function regionsOf({ records }: Served): Region[] {
  const sizes = fc.oneof(fc.nat(300), aim)
  const drawn = fc.sample(fc.tuple(fc.nat(), aim, sizes), { numRuns: 1000, seed: SEED })
  return drawn.map(([at, from, size]) => {
    const { name, residues } = records[at % records.length]!
    const start1 = 1 + (from % residues.length)
    return { name, start1, end1: Math.min(start1 + (size % 10_000), residues.length) }
  })
}

describe.skipIf(!hasTestData)(`the files of a collection, in real tools (seed ${SEED})`, () => {
  let directory: string
  let store: string
  const served: Served[] = []

  beforeAll(async () => {
    const masked = await addMaskedFiles(['short.fa', shortRecords()])
    directory = masked.directory
    store = masked.store
    const name = ['--name', 'insdc:GCA_000146045.2']
    await seqkeepOutput(['add', '--store', store, ...name, masked.files[0]!.fasta])
    const server = await serve(store)
    for (const [i, { fasta, collection }] of masked.files.entries()) {
      // The first by its accession, the others by digest.
      const url = `${server}/files/${i === 0 ? 'GCA_000146045.2' : collection}`
      served.push({ fasta, collection, url, records: spelledFasta(fasta) })
    }
  })

  describe.skipIf(!requireTool('samtools'))('samtools', () => {
    it('faidx prints the same 1,000 regions from the URL as from the file', async () => {
      for (const each of served) {
        const here = join(directory, `cwd-${each.collection}`)
        // Where samtools keeps the index that it fetches.
        mkdirSync(here)
        const list = join(here, 'regions.txt')
        const regions = regionsOf(each).map(
          ({ name, start1, end1 }) => `{${name}}:${start1}-${end1}`,
        )
        writeFileSync(list, `${regions.join('\n')}\n`)
        const expected = await output('samtools', ['faidx', '-r', list, each.fasta])
        const got = await output('samtools', ['faidx', '-r', list, `${each.url}.fa`], {
          cwd: here,
        })
        expect(got.length).toBeGreaterThan(50_000)
        expect(got === expected).toBe(true)
      }
    }, 120_000)

    it('makes of the downloaded file the index and the dictionary that are served', async () => {
      for (const { url, collection } of served) {
        const fasta = join(directory, `${collection}.fa`)
        writeFileSync(fasta, await download(`${url}.fa`))
        await output('samtools', ['faidx', fasta])
        expect((await download(`${url}.fa.fai`)).toString()).toBe(
          readFileSync(`${fasta}.fai`, 'utf8'),
        )
        const dictionary = await output('samtools', ['dict', fasta])
        const ours = (await download(`${url}.dict`)).toString()
        const withoutUri = (text: string) => text.replace(/\tUR:\S+/g, '')
        expect(withoutUri(ours)).toBe(withoutUri(dictionary))
        expect(ours).toContain(`\tUR:${url}.fa\n`)
        expect(await output('samtools', ['dict', '-u', `${url}.fa`, fasta])).toBe(ours)
      }
    })
  })

  it('@gmod/indexedfasta reads the same 1,000 regions through the URL', async () => {
    for (const each of served) {
      const reader = new IndexedFasta({
        fasta: new RemoteFile(`${each.url}.fa`),
        fai: new RemoteFile(`${each.url}.fa.fai`),
      })
      expect(await reader.getSequenceSizes()).toEqual(sizesOf(each))
      for (const { name, start1, end1 } of regionsOf(each)) {
        const got = await reader.getSequence(name, start1 - 1, end1)
        expect(got).toBe(residuesOf(each, name).slice(start1 - 1, end1))
      }
    }
  }, 120_000)

  it('@gmod/twobit reads the same 1,000 regions through the URL', async () => {
    for (const each of served) {
      const reader = new TwoBitFile({ filehandle: new RemoteFile(`${each.url}.2bit`) })
      expect(await reader.getSequenceSizes()).toEqual(sizesOf(each))
      for (const { name, start1, end1 } of regionsOf(each)) {
        const got = await reader.getSequence(name, start1 - 1, end1)
        const expected = residuesOf(each, name).slice(start1 - 1, end1)
        // It gives a block of N the case of its first base, where the file has both.
        expect(got!.replaceAll('n', 'N')).toBe(expected.replaceAll('n', 'N'))
      }
    }
  }, 120_000)

  it('the whole FASTA file is the original in lines of 60, and the same collection when added', async () => {
    for (const { fasta, url, collection } of served) {
      const original = inLinesOf60(fasta)
      const got = await download(`${url}.fa`)
      expect(got.equals(Buffer.from(original))).toBe(true)
      const again = join(directory, `again-${collection}.fa`)
      writeFileSync(again, got)
      const report = await seqkeepJson<{ added: { collection: string }[] }>([
        ...['add', '--store', join(directory, `again-${collection}`), again],
      ])
      expect(report.added[0]!.collection).toBe(collection)
    }
    // Nothing was put into lines anew here.
    expect(inLinesOf60(served[0]!.fasta)).toBe(readFileSync(served[0]!.fasta, 'latin1'))
  })

  it.skipIf(!requireTool('curl'))('curl -C - goes on where a download broke off', async () => {
    const { fasta, url } = served[0]!
    const path = join(directory, 'resumed.fa')
    const whole = readFileSync(fasta)
    for (const [i, already] of [whole.subarray(0, 5_000_001), whole.subarray(0, -1)].entries()) {
      writeFileSync(path, already)
      await output('curl', ['-sS', '--fail', '-C', '-', '-o', path, `${url}.fa`])
      expect([i, readFileSync(path).equals(whole)]).toEqual([i, true])
    }
  })
})

/** 300 records of up to 400 bases, of which most begin in lower case, some with N. */
function shortRecords(): Buffer {
  let state = SEED
  const next = (limit: number) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return (state >>> 8) % limit
  }
  let text = ''
  for (let i = 0; i < 300; i++) {
    let residues = ''
    for (let left = 1 + next(400); left > 0; ) {
      const run = Math.min(left, 1 + next(90))
      const letters = ['acgt', 'acgt', 'ACGT', 'N', 'n'][next(5)]!
      for (let j = 0; j < run; j++) residues += letters[next(letters.length)]
      left -= run
    }
    text += `>short${i} number ${i}\n${residues.replace(/.{1,60}/g, '$&\n')}`
  }
  return Buffer.from(text)
}

async function download(url: string): Promise<Buffer> {
  const answer = await fetch(url)
  expect(answer.status).toBe(200)
  return Buffer.from(await answer.arrayBuffer())
}

/** Names and residues, in the case of the file. */
function spelledFasta(path: string): { name: string; residues: string }[] {
  return readFileSync(path, 'latin1')
    .split('>')
    .slice(1)
    .map((record) => {
      const [header = '', ...lines] = record.split('\n')
      return { name: header.split(/\s/, 1)[0]!, residues: lines.join('') }
    })
}

function inLinesOf60(path: string): string {
  return readFileSync(path, 'latin1')
    .split('>')
    .slice(1)
    .map((record) => {
      const [header = '', ...lines] = record.split('\n')
      return `>${header}\n${lines.join('').replace(/.{1,60}/g, '$&\n')}`
    })
    .join('')
}

function sizesOf({ records }: Served): Record<string, number> {
  return Object.fromEntries(records.map(({ name, residues }) => [name, residues.length]))
}

function residuesOf({ records }: Served, wanted: string): string {
  return records.find(({ name }) => name === wanted)!.residues
}
