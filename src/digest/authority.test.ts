import { describe, expect, it } from 'vitest'
import { canonicalAuthority, v1Authority } from './authority.ts'

describe('naming authorities', () => {
  it('are kept in lower case', () => {
    expect(['Ensembl', 'INSDC', 'RefSeq', 'UCSC', 'My.Lab-1'].map(canonicalAuthority)).toEqual([
      'ensembl',
      'insdc',
      'refseq',
      'ucsc',
      'my.lab-1',
    ])
  })

  it('are one where they share one space of names', () => {
    for (const text of ['GenBank', 'ENA', 'ena.embl', 'EMBL', 'DDBJ']) {
      expect(canonicalAuthority(text)).toBe('insdc')
    }
    expect(canonicalAuthority('UniProtKB')).toBe('uniprot')
    expect(canonicalAuthority('NCBI')).toBe('ncbi')
  })

  it('are spelled for refget 1 as its servers do', () => {
    expect(['ensembl', 'insdc', 'refseq', 'ucsc', 'uniprot', 'local'].map(v1Authority)).toEqual([
      'Ensembl',
      'INSDC',
      'RefSeq',
      'UCSC',
      'uniprot',
      'local',
    ])
  })
})
