import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { decodeBody } from '../annotation/body.ts'
import type { Gene } from '../annotation/gene.ts'
import type { Region } from '../annotation/genome.ts'
import type { Manifest } from '../annotation/manifest.ts'
import { engines } from '../cli/engines.ts'
import { openStore } from '../store/open.ts'
import { StoreWriter } from '../store/writer.ts'
import { addGenome } from './add-genome.ts'

describe('A genome', () => {
  let directory: string
  let writer: StoreWriter

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'seqkeep-genome-'))
    writer = await StoreWriter.open(join(directory, 'store'), engines, { create: {} })
  })
  afterEach(async () => {
    await writer.close()
    await rm(directory, { recursive: true })
  })

  /** Adds records with a CDS each, over the whole of it. */
  async function add(
    genome_id: string,
    records: readonly (readonly [name: string, residues: string])[],
    manifest: Manifest = {},
    attributes = '',
  ) {
    const [fasta, annotation] = [join(directory, 'genome.fa'), join(directory, 'genes.gff3')]
    await writeFile(fasta, records.map(([name, residues]) => `>${name}\n${residues}\n`).join(''))
    const rows = records.map(([name, residues]) => [
      name,
      'x',
      'CDS',
      1,
      residues.length,
      '.',
      '+',
      0,
      `ID=${name};locus_tag=${name}${attributes}`,
    ])
    await writeFile(annotation, `${rows.map((row) => row.join('\t')).join('\n')}\n`)
    const { report } = await addGenome(writer, {
      ...{ annotation, fasta },
      manifest: {
        ...{ genome_id, assembly_accession: 'GCA_1.1', taxon_id: 1, scientific_name: 'Testus' },
        ...manifest,
      },
    })
    const store = await openStore(join(directory, 'store'), engines)
    try {
      const regions = await store.regions(genome_id, 0, 100)
      const genes = await store.genes(genome_id, 0, 100)
      return {
        report,
        regions: regions.map((body) => decodeBody<Region>(body)),
        genes: genes.map((body) => decodeBody<Gene>(body)),
      }
    } finally {
      await store.close()
    }
  }

  it('has its own names for regions that it and others have the same residues of', async () => {
    const [same, other] = ['ATGTTTTAA', 'ATGCCCTAA']
    const first = await add('first', [
      ['chr1', same],
      ['chr1_copy', same],
      ['chr2', other],
    ])
    const second = await add('second', [
      ['2', other],
      ['1', same],
    ])
    for (const [{ regions, genes }, names] of [
      [first, ['chr1', 'chr1_copy', 'chr2']],
      [second, ['2', '1']],
    ] as const) {
      expect(regions.map(({ name }) => name)).toEqual(names)
      expect(genes.map(({ stableId, region }) => [stableId, region])).toEqual(
        names.map((name) => [name, name]),
      )
    }
    const md5s = first.regions.map(({ sequence }) => sequence.md5)
    expect(md5s[0]).toBe(md5s[1])
    expect(second.regions.map(({ sequence }) => sequence.md5)).toEqual([md5s[2], md5s[0]])
    const products = first.genes.map(({ transcripts }) => transcripts[0]?.codings[0]?.product)
    expect(products[0]?.sequence).toEqual(products[1]?.sequence)
    expect(Object.keys(first.regions[0]!).sort()).toEqual(
      ['circular', 'code', 'length', 'name', 'sequence', 'synonyms'].sort(),
    )
  })

  it('notes a code that its lines have and its mitochondrion seldom', async () => {
    const { report } = await add('mt', [['MT', 'ATGTTTTAA']], {}, ';transl_table=1')
    expect(report.notes.filter((note) => note.startsWith('genetic_code'))).toEqual([
      expect.stringMatching(/^genetic_code: 1 on MT, as its lines say/),
    ])
    expect(report.counts.proteins).toBe(1)
  })

  it('is refused where a sequence has characters within that are dropped: positions would shift', async () => {
    await expect(add('gap', [['1', 'ATG-TTTTAA']])).rejects.toThrow(
      /line 1, record "1": characters stand between/,
    )
    expect((await add('end', [['1', 'ATG TTT TAA \t\nATG *']])).regions[0]?.length).toBe(12)
  })
})
