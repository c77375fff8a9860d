import { describe, expect, it } from 'vitest'
import { geneticCode } from './genetic-code.ts'
import { translateCds } from './translate.ts'

const RULES = { startsWithM: false, keepsStopBeforePartialCodon: false, readsAsNcbi: false }

function translated(bases: string, id: number, rules: Partial<typeof RULES> = {}): string {
  const code = geneticCode(id)
  if (!code) throw new Error(`no code ${id}`)
  return Buffer.from(translateCds(Buffer.from(bases), 0, code, { ...RULES, ...rules })).toString()
}

describe('Genetic codes', () => {
  it('are all of those that NCBI has', () => {
    const known = Array.from({ length: 40 }, (_, id) => id).filter(geneticCode)
    expect(known).toEqual([
      ...[1, 2, 3, 4, 5, 6, 9, 10, 11, 12, 13, 14, 15, 16],
      ...[21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32, 33],
    ])
  })

  it('read codons as NCBI publishes them', () => {
    for (const [id, codons, residues] of [
      [1, 'TTTCTGATGTGGAGATCA', 'FLMWRS'],
      [2, 'AGAATATGAAGGATT', '*MW*I'],
      [3, 'CTTCTCCTACTGATATGA', 'TTTTMW'],
      [4, 'TGATTA', 'WL'],
      [5, 'AGAAGGATATGA', 'SSMW'],
      [6, 'TAATAGTGAATG', 'QQ*M'],
      [9, 'AAAAGATGA', 'NSW'],
      [10, 'TGAATG', 'CM'],
      [12, 'CTGCTC', 'SL'],
      [13, 'AGAAGGATATGA', 'GGMW'],
      [14, 'AAATAATGA', 'NYW'],
      [16, 'TAGATG', 'LM'],
      [22, 'TCATAGATG', '*LM'],
      [23, 'TTAATG', '*M'],
      [25, 'TGAATG', 'GM'],
      [26, 'CTGATG', 'AM'],
      [29, 'TAATAGATG', 'YYM'],
      [30, 'TAATAGATG', 'EEM'],
      [32, 'TAGATG', 'WM'],
      [33, 'TAATGAAGAAGGATG', 'YWSKM'],
    ] as const) {
      expect([id, translated(codons, id)]).toEqual([id, residues])
    }
  })

  it('read a codon that is both as a residue inside and as a stop at the end', () => {
    expect(translated('ATGTGATAATGA', 27)).toBe('MWQ')
    expect(translated('ATGTAATAGTGATAA', 28)).toBe('MQQW')
    expect(translated('ATGTAATGATAG', 31)).toBe('MEW')
  })

  it('read ambiguous codons where all readings agree', () => {
    expect(translated('GGNCTRYTAMGR', 1)).toBe('GLLR')
    expect(translated('NNARAYSAR', 1)).toBe('XBZ')
    expect(translated('ATGTARATG', 1)).toBe('M*M')
    expect(translated('ATGTRAATG', 1)).toBe('M*M')
    expect(translated('ATGTNAATG', 1)).toBe('MXM')
    expect(translated('AUGUUU', 1)).toBe('MF')
    expect(translated('ATG?TT', 1)).toBe('MX')
  })

  it('begin with M at any start, but only if all readings are starts', () => {
    const startsWithM = true
    expect(translated('TTGATG', 1, { startsWithM })).toBe('MM')
    expect(translated('GTGATG', 1, { startsWithM })).toBe('VM')
    expect(translated('GTGATG', 11, { startsWithM })).toBe('MM')
    expect(translated('ATTATG', 2, { startsWithM })).toBe('MM')
    expect(translated('YTGATG', 1, { startsWithM })).toBe('MM')
    expect(translated('NTGATG', 1, { startsWithM })).toBe('XM')
  })

  it('drop the last stop, and keep it before a partial codon where a profile does', () => {
    expect(translated('ATGTAA', 1)).toBe('M')
    expect(translated('ATGTAAG', 1)).toBe('M')
    expect(translated('ATGTAAG', 1, { keepsStopBeforePartialCodon: true })).toBe('M*')
    expect(translated('TAA', 1)).toBe('')
    expect(translated('AT', 1)).toBe('')
  })

  it("read the end and ambiguous codons as NCBI's toolkit does", () => {
    const readsAsNcbi = true
    expect(translated('ATGGC', 1)).toBe('M')
    expect(translated('ATGGC', 1, { readsAsNcbi })).toBe('MA')
    expect(translated('ATGGA', 1, { readsAsNcbi })).toBe('M')
    expect(translated('ATGG', 1, { readsAsNcbi })).toBe('M')
    expect(translated('ATGTAAGC', 1, { readsAsNcbi })).toBe('M')
    expect(translated('MTARAYSAR', 1)).toBe('XBZ')
    expect(translated('MTARAYSAR', 1, { readsAsNcbi })).toBe('JBZ')
  })
})
