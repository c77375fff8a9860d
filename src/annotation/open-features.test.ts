import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readAnnotation } from './read-annotation.ts'
import { type AnnotationScan, scanAnnotation } from './scan.ts'

describe('Genes that are given as soon as they are complete', () => {
  let directory: string
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'seqkeep-annotation-'))
  })
  afterAll(() => rm(directory, { recursive: true }))

  /** Genes and problems, in an order of their own. */
  async function read(scan: AnnotationScan): Promise<readonly string[]> {
    const found: string[] = []
    const onProblem = (problem: unknown) => found.push(JSON.stringify(problem))
    for await (const gene of readAnnotation(scan, onProblem)) found.push(JSON.stringify(gene))
    return found.sort()
  }

  async function compare(text: string) {
    const path = join(directory, 'annotation')
    await writeFile(path, text)
    const scan = await scanAnnotation(path)
    const held = { ...scan, closing: { has: () => false } } as unknown as AnnotationScan
    expect(await read(scan)).toEqual(await read(held))
  }

  const id = fc.constantFrom(...'abcdefghijkl')
  const ids = fc.uniqueArray(id, { maxLength: 2 })
  const place = fc.tuple(
    fc.constantFrom('1', '2'),
    fc.integer({ min: 1, max: 90 }),
    fc.constantFrom('+', '-'),
  )

  it('are those of a reading that holds all, whatever GFF3 makes of ID and Parent', async () => {
    const types = [
      'gene',
      'mRNA',
      'exon',
      'CDS',
      'operon',
      'protein',
      'what',
      'pseudogene',
      'match',
    ]
    const row = fc
      .tuple(place, fc.constantFrom(...types), fc.option(id), ids, fc.constantFrom('.', '0', '9'))
      .map(([[seqid, start, strand], type, own, parents, phase]) => {
        const attributes = [
          ...(own === null ? [] : [`ID=${own}`]),
          ...(parents.length > 0 ? [`Parent=${parents.join()}`] : []),
        ]
        const columns = [seqid, 'x', type, start, start + 9, '.', strand, phase]
        return [...columns, attributes.join(';') || '.'].join('\t')
      })
    const line = fc.oneof(
      { weight: 12, arbitrary: row },
      { weight: 1, arbitrary: fc.constant('###') },
    )
    await fc.assert(
      fc.asyncProperty(row, fc.array(line, { maxLength: 25 }), (first, lines) =>
        compare(`##gff-version 3\n${[first, ...lines].join('\n')}\n`),
      ),
      { numRuns: 300 },
    )
  })

  it.each([
    ['', ''],
    [', and a ###', '###\n'],
  ])('are so where an operon stands behind its parts%s', async (_, between) => {
    const rows = (...columns: [type: string, attributes: string][]) =>
      columns.map(([type, attributes]) => `1\tx\t${type}\t1\t9\t.\t+\t0\t${attributes}\n`).join('')
    const parts = rows(
      ['gene', 'ID=gene;Parent=part'],
      ['CDS', 'ID=part;Parent=operon'],
      ['gene', 'ID=gene'],
    )
    await compare(`##gff-version 3\n${parts}${between}${rows(['operon', 'ID=operon'])}${parts}`)
  })

  it('are so in GTF', async () => {
    const types = ['gene', 'transcript', 'exon', 'CDS', 'stop_codon', 'what', 'intron']
    const key = (name: string) =>
      fc.option(id).map((value) => (value === null ? '' : `${name} "${value}"; `))
    const row = fc
      .tuple(place, fc.constantFrom(...types), key('gene_id'), key('transcript_id'))
      .map(([[seqid, start, strand], type, gene, transcript]) => {
        const columns = [seqid, 'x', type, start, start + 9, '.', strand, '0']
        return [...columns, gene + transcript].join('\t')
      })
    const first = '1\tx\texon\t1\t9\t.\t+\t.\tgene_id "z"; transcript_id "z";'
    await fc.assert(
      fc.asyncProperty(fc.array(row, { maxLength: 25 }), (lines) =>
        compare(`${[first, ...lines].join('\n')}\n`),
      ),
      { numRuns: 300 },
    )
  })
})
