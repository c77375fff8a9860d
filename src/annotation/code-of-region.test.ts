import { describe, expect, it } from 'vitest'
import { chooseCode, defaultCode } from './code-of-region.ts'
import { type Organelle, organelleOf } from './organelle.ts'

const choose = (
  region: { geneticCode?: number; organelle?: Organelle },
  stated?: number,
  taxon = 1,
  byDefault = 1,
) => chooseCode({ name: 'MT', ...region }, stated, taxon, { code: byDefault })

describe('The genetic code of a CDS', () => {
  it('is what the manifest says, then the line, then the organelle, then the default', () => {
    const organelle = 'mitochondrion'
    expect(choose({ geneticCode: 4, organelle }, 11, 9606)).toEqual({ code: 4 })
    expect(choose({}, 11, 1, 12)).toEqual({ code: 11 })
    expect(choose({ organelle }, 5)).toEqual({ code: 5 })
    expect(choose({ organelle }, undefined, 9606, 12)).toEqual({ code: 2 })
    expect(choose({ organelle }, undefined, 559292)).toEqual({ code: 3 })
    expect(choose({ organelle }, undefined, 3702)).toEqual({ code: 1 })
    expect(choose({ organelle: 'plastid' }, undefined, 1, 4)).toEqual({ code: 11 })
    expect(choose({}, undefined, 1, 12)).toEqual({ code: 12 })
  })

  it('is never guessed on a mitochondrion', () => {
    expect(choose({ organelle: 'mitochondrion' })).toMatchObject({ code: undefined })
    expect(choose({ organelle: 'mitochondrion' }).unknown).toMatch(/genetic_code: \{MT: 2\}/)
    expect(choose({ organelle: 'apicoplast' }).unknown).toMatch(/genetic_code: \{MT: 11\}/)
  })

  it('is noted where the lines of a mitochondrion say what it hardly has', () => {
    const organelle = 'mitochondrion'
    expect(choose({ organelle }, 1, 9606)).toMatchObject({
      code: 1,
      note: expect.stringMatching(/taxon 9606 has 2/),
    })
    expect(choose({ organelle }, 1)).toMatchObject({
      code: 1,
      note: expect.stringMatching(/few mitochondria/),
    })
    expect(choose({ organelle }, 2, 9606).note).toBeUndefined()
    expect(choose({ organelle }, 1, 3702).note).toBeUndefined()
  })

  it("by default is the manifest's, the lineage's, that of Prokka, the standard one", () => {
    expect(defaultCode(4, 562, 'prokka')).toEqual({ code: 4 })
    expect(defaultCode(undefined, 562, 'ensembl')).toEqual({ code: 11 })
    expect(defaultCode(undefined, 237561, 'gff3')).toEqual({ code: 12 })
    expect(defaultCode(undefined, 1, 'prokka')).toEqual({ code: 11 })
    expect(defaultCode(undefined, 9606, 'ensembl')).toEqual({ code: 1 })
    expect(defaultCode(undefined, 1, 'ensembl')).toMatchObject({
      ...{ code: 1, note: expect.stringMatching(/nothing states another/) },
    })
  })
})

describe('An organelle', () => {
  it('is told by any name of its region', () => {
    for (const name of [
      ...['MT', 'M', 'chrM', 'chrMT', 'chrmt', 'Mt', 'mit', 'Mito', 'chrMito', 'MtDNA', 'mtDNA'],
      ...['mitochondrion', 'mitochondrion_genome', 'dmel_mitochondrion_genome', 'Mitochondria'],
    ]) {
      expect([name, organelleOf(['NC_012920.1', name], '', undefined)]).toEqual([
        name,
        'mitochondrion',
      ])
    }
    for (const name of ['Pt', 'chrPt', 'Pltd', 'chloroplast', 'Chloroplast_1', 'plastid']) {
      expect([name, organelleOf([name], '', undefined)]).toEqual([name, 'plastid'])
    }
    for (const name of ['C', 'chrC', '1', 'MTR1', 'M1', 'Pt1', 'Mitf', 'constructor']) {
      expect([name, organelleOf([name], '', undefined)]).toEqual([name, undefined])
    }
  })

  it('is told by the annotation, and by the description of its record', () => {
    for (const [description, stated, organelle] of [
      ['', 'mitochondrion', 'mitochondrion'],
      ['', 'kinetoplast', 'mitochondrion'],
      ['', 'chloroplast', 'plastid'],
      ['', 'apicoplast', 'apicoplast'],
      ['Homo sapiens mitochondrion, complete genome', undefined, 'mitochondrion'],
      ['Oryza sativa chloroplast, complete genome', undefined, 'plastid'],
      ['[organism=Homo sapiens] [location=mitochondrion]', undefined, 'mitochondrion'],
      ['Homo sapiens chromosome 1, GRCh38.p14 Primary Assembly', undefined, undefined],
      ['dna:chromosome chromosome:GRCh38:1:1:248956422:1 REF', undefined, undefined],
    ] as const) {
      expect([description, organelleOf(['NC_1.1'], description, stated)]).toEqual([
        description,
        organelle,
      ])
    }
  })
})
