import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { aliasesOf } from './fasta-header.ts'

/** Spells the aliases of a header line (without its '>') as `authority:alias`. */
function of(header: string, length = 100): string[] {
  const name = header.split(/ |\t/, 1)[0]!
  const description = header.slice(name.length).trim()
  return aliasesOf(name, description, length).map(({ authority, alias }) => `${authority}:${alias}`)
}

describe('aliases of a FASTA header', () => {
  it('are the accessions that INSDC and RefSeq issue, with their version', () => {
    for (const accession of [
      'U00096.3',
      'MN908947.3',
      'CM000663.2',
      'BK006935.2',
      'AABR07000001.1',
      'JAAAAA010000001.1',
      'AAA12345.1',
      'QHD43416.1',
      'MBX1234567.1',
    ]) {
      expect(of(`${accession} some organism, complete genome`)).toEqual([`insdc:${accession}`])
    }
    for (const accession of [
      'NC_012920.1',
      'NM_000059.4',
      'NP_000050.3',
      'XM_047430001.1',
      'NW_003613580.1',
      'YP_009724390.1',
      'WP_000000001.1',
      'NZ_CP012345.1',
      'NZ_AAAA01000001.1',
    ]) {
      expect(of(`${accession} some organism`)).toEqual([`refseq:${accession}`])
    }
  })

  it('are local where a name only resembles an accession', () => {
    for (const name of [
      'NC_012920',
      'MN908947',
      'P69905.2',
      'NC_000913.3:1-1000',
      'NC_000913.3_cds_NP_414542.1_1',
      'ctgA',
      'CHROMOSOME_I',
      '20',
      'UniRef100_P69905',
      'chr13:75549820-75605809',
      'chr1_pilon',
      'chr0',
      'chromosome1',
      'gnl|db|x',
      'gi|12345|',
      'a|b|c',
      '||',
    ]) {
      expect(of(name)).toEqual([`local:${name}`])
    }
  })

  it('are none for a record without a name', () => {
    expect(aliasesOf('', 'dna:chromosome', 5)).toEqual([])
    expect(aliasesOf('\u3000', '', 5)).toEqual([])
  })

  it('are the chromosome names of UCSC', () => {
    for (const name of [
      'chr1',
      'chr22',
      'chrX',
      'chrM',
      'chrIV',
      'chr2L',
      'chr1_KI270706v1_random',
      'chrUn_KI270302v1',
      'chrUn_NW_003613580v1',
      'chr6_GL000250v2_alt',
      'chr1_KN196472v1_fix',
      'chrUn_gl000211',
      'chr17_gl000204_random',
      'chr6_apd_hap1',
      'chr4_ctg9_hap1',
      'chr6_random',
    ]) {
      expect(of(name)).toEqual([`ucsc:${name}`])
    }
  })

  it('are the names of whole chromosomes and scaffolds in headers of Ensembl', () => {
    const yeast = 'chromosome:R64-1-1:I:1:230218:1 REF'
    expect(of(`I dna:chromosome ${yeast}`, 230218)).toEqual(['ensembl:I'])
    expect(of(`I dna_sm:chromosome ${yeast}`, 230218)).toEqual(['ensembl:I'])
    expect(of(`I Saccharomyces_cerevisiae ${yeast}`, 230218)).toEqual(['ensembl:I'])
    const scaffold = 'dna:scaffold scaffold:GRCh38:KI270728.1:1:1872759:1 REF'
    expect(of(`KI270728.1 ${scaffold}`, 1872759)).toEqual([
      'insdc:KI270728.1',
      'ensembl:KI270728.1',
    ])
  })

  it('are local for a part, the other strand, or a hard-masked copy of what the name means', () => {
    const twenty = '20 dna:chromosome chromosome:GRCh37:20:1:63025520:1'
    expect(of(twenty, 63025520)).toEqual(['ensembl:20'])
    expect(of(twenty, 100)).toEqual(['local:20'])
    expect(of('Y dna:chromosome chromosome:GRCh38:Y:2781480:56887902:1 REF', 57227415)).toEqual([
      'local:Y',
    ])
    expect(of('13 dna:chromosome chromosome:GRCh38:13:11:20:1', 10)).toEqual(['local:13'])
    expect(of('13 dna:chromosome chromosome:GRCh38:13:1:10:-1', 10)).toEqual(['local:13'])
    expect(of('13 dna_rm:chromosome chromosome:GRCh38:13:1:10:1', 10)).toEqual(['local:13'])
    expect(of('KI270728.1 dna:scaffold scaffold:GRCh38:KI270728.1:1:99:1', 50)).toEqual([
      'local:KI270728.1',
    ])
    const region = '13_32300001_32500000 dna:region GRCh38:13:32300001:32500000:1'
    expect(of(`${region} (NC_000013.11 / CM000675.2)`, 200_000)).toEqual([
      'local:13_32300001_32500000',
    ])
  })

  it('are the ids of gene products in headers of Ensembl, of any species', () => {
    const place = 'chromosome:R64-1-1:VIII:214533:214718:-1'
    expect(of(`YHR055C pep ${place} gene:YHR055C transcript:YHR055C`)).toEqual(['ensembl:YHR055C'])
    expect(of('Y.1 cdna:known gene:Y')).toEqual(['ensembl:Y.1'])
    for (const id of ['ENSP00000369497.3', 'ENST00000380152.8', 'ENSSASP00005000003']) {
      expect(of(`${id} pep`)).toEqual([`ensembl:${id}`])
      expect(of(id)).toEqual([`ensembl:${id}`])
    }
    expect(of('contig7 pep')).toEqual(['local:contig7'])
    expect(of('contig7 putative peptide, see gene:X and chromosome:A:B:1:2:1')).toEqual([
      'local:contig7',
    ])
  })

  it('are the first id of a header of GENCODE', () => {
    expect(of('ENST00000456328.2|ENSG00000290825.1|OTTHUMG00000002860.3|DDX11L2|1657|')).toEqual([
      'ensembl:ENST00000456328.2',
    ])
    expect(of('ENSP00000493376.2|ENST00000641515.2|ENSG00000186092.7|OR4F5|326')).toEqual([
      'ensembl:ENSP00000493376.2',
    ])
  })

  it("are the fields of NCBI's headers", () => {
    expect(of('gi|9626372|ref|NC_001422.1| Coliphage phi-X174')).toEqual(['refseq:NC_001422.1'])
    expect(of('gi|1|gb|AAA12345.1|')).toEqual(['insdc:AAA12345.1'])
    expect(of('emb|X56734.1|')).toEqual(['insdc:X56734.1'])
    expect(of('dbj|AB000001.1|NAME')).toEqual(['insdc:AB000001.1'])
    expect(of('lcl|my_contig')).toEqual(['local:my_contig'])
    expect(of('pdb|4HHB|A')).toEqual(['pdb:4HHB_A'])
    expect(of('ref|NP_1.1||gb|AAA12345.1|')).toEqual(['refseq:NP_1.1', 'insdc:AAA12345.1'])
    expect(of('ENA|BK006935|BK006935.2 TPA_inf: Saccharomyces')).toEqual(['insdc:BK006935.2'])
  })

  it("are those of each header that NCBI's nr has joined", () => {
    expect(of('WP_000000001.1 a [b]\x01AAA12345.1 c [d]\x01WP_000000001.1 again')).toEqual([
      'refseq:WP_000000001.1',
      'insdc:AAA12345.1',
    ])
  })

  it('are the accession and the entry name of UniProt, the latter not of an isoform', () => {
    expect(of('sp|P69905|HBA_HUMAN Hemoglobin subunit alpha OS=Homo sapiens')).toEqual([
      'uniprot:P69905',
      'uniprot:HBA_HUMAN',
    ])
    expect(of('tr|A0A024R1R8|A0A024R1R8_HUMAN')).toEqual([
      'uniprot:A0A024R1R8',
      'uniprot:A0A024R1R8_HUMAN',
    ])
    expect(of('sp|P69905-2|HBA_HUMAN Isoform 2 of ...')).toEqual(['uniprot:P69905-2'])
  })

  it("include the accession that NCBI's analysis sets state, unless the record is masked", () => {
    const rest = 'gi:568336023  LN:248956422  rl:Chromosome'
    expect(of(`chr1  AC:CM000663.2  ${rest}`, 248956422)).toEqual(['ucsc:chr1', 'insdc:CM000663.2'])
    expect(of(`chr1  AC:CM000663.2  ${rest}`, 1000)).toEqual(['local:chr1'])
    expect(of(`chr1  AC:CM000663.2  ${rest}  hm:10001-2781479`, 248956422)).toEqual(['local:chr1'])
  })

  it('are never empty, repeated, or longer than an alias may be', () => {
    const part = fc.oneof(
      fc.constantFrom(
        '|',
        'gi|1|',
        'ref|',
        'sp|P1|',
        'pdb|',
        'lcl|',
        'AC:',
        ':',
        '\x01',
        ' ',
        'LN:',
      ),
      fc.constantFrom('NC_012920.1', 'chr1', 'pep', 'gene:x', 'chromosome:a:b:1:5:1'),
      fc.string({ unit: 'binary', maxLength: 5 }),
      fc.constant('x'.repeat(8_001)),
    )
    const text = fc.array(part, { maxLength: 8 }).map((parts) => parts.join(''))
    fc.assert(
      fc.property(text, text, fc.nat(6), (name, description, length) => {
        const aliases = aliasesOf(name.replace(/\s|\p{Cc}/gu, ''), description, length)
        for (const { alias } of aliases) expect(alias).not.toBe('')
        expect(new Set(aliases.map(({ authority, alias }) => `${authority}:${alias}`)).size).toBe(
          aliases.length,
        )
        expect(Math.max(0, ...aliases.map(({ alias }) => Buffer.byteLength(alias)))).toBeLessThan(
          8_001,
        )
      }),
    )
  })
})
