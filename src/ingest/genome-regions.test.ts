import { describe, expect, it } from 'vitest'
import type { Manifest } from '../annotation/manifest.ts'
import { digestSequence } from '../digest/sequence-digest.ts'
import type { AnnotatedRegion } from './described-regions.ts'
import { GenomeRegions } from './genome-regions.ts'

/** Settles records (`>name description`) of 8 residues each, unless they are the same text. */
function settle(
  headers: readonly string[],
  annotated: readonly (Partial<AnnotatedRegion> & { seqid: string })[],
  manifest: Manifest = {},
  circular: readonly string[] = [],
) {
  const regions = new GenomeRegions()
  for (const [i, header] of headers.entries()) {
    const [name = '', ...words] = header.split(' ')
    const digests = digestSequence(Buffer.from('ACGTACGT'))
    regions.addRecord({
      name,
      description: words.join(' '),
      line: 2 * i + 1,
      length: 8,
      broken: false,
      digests,
    })
  }
  const notes: string[] = []
  regions.settle(
    annotated.map((region) => ({ circular: false, synonyms: [], ...region })),
    manifest,
    new Set(circular),
    (note) => notes.push(note),
  )
  return { regions, notes }
}

const MT = 'NC_012920.1 Homo sapiens mitochondrion, complete genome'

describe('Regions of a genome', () => {
  it('have the genetic code of the manifest by any of their names', () => {
    const alias = { seqid: 'MT', synonyms: ['NC_012920.1'] }
    for (const [headers, annotated, manifest] of [
      [['1', MT], [alias], { genetic_code: { MT: 2 } }],
      [['1', MT], [alias], { genetic_code: { 'NC_012920.1': 2 } }],
      [
        ['1', MT],
        [{ seqid: 'MT' }],
        { synonyms: { 'NC_012920.1': ['MT'] }, genetic_code: { MT: 2 } },
      ],
      [
        ['1', MT],
        [{ seqid: 'MT' }],
        { synonyms: { MT: ['NC_012920.1'] }, genetic_code: { MT: 2 } },
      ],
      [['1', 'chrM'], [{ seqid: 'MT' }], { genetic_code: { MT: 2 } }],
      [['1', 'MT'], [{ seqid: 'chrM' }], { genetic_code: { chrM: 2 } }],
      [['1', 'chrM'], [{ seqid: 'mitochondrion_genome' }], { genetic_code: { MtDNA: 2 } }],
    ] as const) {
      const { regions } = settle(headers, annotated, manifest)
      const seqid = annotated[0].seqid
      expect(regions.find(seqid)).toMatchObject({ geneticCode: 2, organelle: 'mitochondrion' })
      expect(regions.find('1')?.geneticCode).toBeUndefined()
    }
  })

  it('are organelles by their description, and by what the annotation says under another name', () => {
    expect(settle(['1', MT], []).regions.find('NC_012920.1')?.organelle).toBe('mitochondrion')
    const stated = { seqid: 'NC_1.1', organelle: 'mitochondrion', synonyms: ['x'] }
    expect(settle(['1', 'x'], [stated]).regions.find('x')?.organelle).toBe('mitochondrion')
  })

  it('have the one code of the manifest if all of them are organelles', () => {
    const manifest = { genetic_code: { default: 2 } }
    expect(settle([MT], [], manifest).regions.regions[0]?.geneticCode).toBe(2)
    expect(settle(['1', MT], [], manifest).regions.regions[1]?.geneticCode).toBeUndefined()
  })

  it('refuse a manifest that names none of them, or contradicts itself', () => {
    for (const [manifest, message] of [
      [{ genetic_code: { XX: 2 } }, /no sequence of the genome is called XX/],
      [{ region_code: { XX: 'plasmid' } }, /called XX/],
      [{ circular: ['XX'] }, /called XX/],
      [{ synonyms: { XX: ['YY'] } }, /called XX or YY/],
      [{ synonyms: { '1': ['2'] } }, /one of two sequences, 1 and 2/],
      [{ genetic_code: { '1': 2, chr1: 3 } }, /says 2 and 3 of one sequence: chr1 is 1/],
    ] as const) {
      expect(() => settle(['1', '2'], [], manifest)).toThrow(message)
    }
  })

  it('are circular by any of their names, and by any row of the annotation', () => {
    const { regions } = settle(
      ['1', 'chrM', 'p'],
      [{ seqid: 'MT' }, { seqid: 'p', circular: true }, { seqid: 'chrp' }],
      {},
      ['MT'],
    )
    expect(regions.regions.map(({ circular }) => circular)).toEqual([false, true, true])
  })

  it('keep their own names where their residues are the same', () => {
    const { regions } = settle(['chr1', 'chr1_copy', 'constructor', '__proto__'], [])
    for (const name of ['chr1', 'chr1_copy', 'constructor', '__proto__']) {
      expect(regions.find(name)?.name).toBe(name)
    }
    expect(regions.find('1')?.name).toBe('chr1')
    expect(regions.find('toString')).toBeUndefined()
  })

  it('note lengths that are not those of the annotation', () => {
    const annotated = [
      { seqid: '1', length: 9 },
      { seqid: 'chr2', length: 8 },
    ]
    expect(settle(['1', '2'], annotated).notes).toEqual([
      expect.stringMatching(/other lengths than those of the genome: 1 has 9 \(1: 8\); is it/),
    ])
  })

  it('refuse two records of one name', () => {
    expect(() => settle(['chr1', 'chr1'], [])).toThrow(/line 1 has a record of this name/)
  })
})
