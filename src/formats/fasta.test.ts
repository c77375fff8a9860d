import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { hasTestData, testData } from '../../test/data.ts'
import { FormatError } from './errors.ts'
import { FastaReader } from './fasta.ts'
import type { FastaEvent } from './fasta-event.ts'

interface Read {
  name: string
  description: string
  line: number
  residues: string
  mask: number[]
  dropped: number
  droppedAt: number
}

/** Cuts the input before each of the positions. */
function cut(input: Uint8Array, positions: readonly number[]): Uint8Array[] {
  const cuts = [0, ...[...positions].sort((a, b) => a - b), input.length]
  return cuts.slice(1).map((end, i) => input.slice(cuts[i], end))
}

/** Everything the reader finds, its pieces put together. */
function read(pieces: readonly Uint8Array[]): Read[] {
  const reader = new FastaReader()
  const records: Read[] = []
  const take = (events: Iterable<FastaEvent>) => {
    for (const event of events) {
      const last = records.at(-1)
      if (event.kind === 'record') {
        const { name, description, line } = event
        records.push({
          name,
          description,
          line,
          residues: '',
          mask: [],
          dropped: -1,
          droppedAt: -1,
        })
      } else if (event.kind === 'residues') {
        expect(event.residues.length).toBeGreaterThan(0)
        last!.residues += Buffer.from(event.residues).toString('latin1')
        last!.mask.push(...event.maskRuns)
      } else {
        expect(event.length).toBe(last!.residues.length)
        last!.dropped = event.dropped
        last!.droppedAt = event.droppedAt
        last!.mask.push(...event.maskRuns)
      }
    }
  }
  // One buffer for all pieces, overwritten in between, as a reader of files may hand out.
  const reused = Buffer.alloc(Math.max(0, ...pieces.map((piece) => piece.length)))
  for (const piece of pieces) {
    reused.set(piece)
    take(reader.push(reused.subarray(0, piece.length)))
    reused.fill(0)
  }
  take(reader.finish())
  return records
}

const bytes = (text: string) => Buffer.from(text)
const readText = (text: string) => read([bytes(text)])

function decode(latin1: string): string {
  const raw = Buffer.from(latin1, 'latin1')
  const text = raw.toString('utf8')
  return Buffer.from(text).equals(raw) ? text : latin1
}

/** The same by plain string operations; `undefined` for what is no FASTA. */
function naive(input: Uint8Array): Read[] | undefined {
  const text = Buffer.from(input)
    .toString('latin1')
    .replace(/^\xef\xbb\xbf/, '')
  const records: Read[] = []
  const sequences: string[] = []
  for (const [i, line] of text.split(/\r\n|\r|\n/).entries()) {
    if (line.startsWith('>')) {
      const header = decode(line.slice(1))
      const name = header.match(/^[^ \t\v\f]*/)![0]
      const description = header.slice(name.length).replace(/^[ \t\v\f]+|[ \t\v\f]+$/g, '')
      records.push({
        name,
        description,
        line: i + 1,
        residues: '',
        mask: [],
        dropped: 0,
        droppedAt: 0,
      })
      sequences.push('')
    } else if (line.startsWith(';')) {
    } else if (records.length > 0) {
      sequences[sequences.length - 1] += line
    } else if (/[^ \t\v\f]/.test(line)) return undefined
  }
  if (records.length === 0) return undefined
  return records.map((record, i) => {
    const letters = sequences[i]!.replace(/[^A-Za-z]/g, '')
    const mask = [...letters.matchAll(/[a-z]+/g)].flatMap((run) => [
      run.index,
      run.index + run[0].length,
    ])
    const dropped = sequences[i]!.length - letters.length
    const [before = ''] = sequences[i]!.split(/[^A-Za-z \t\v\f]/)
    const droppedAt = before.replace(/[^A-Za-z]/g, '').length
    return { ...record, residues: letters.toUpperCase(), mask, dropped, droppedAt }
  })
}

function failure(pieces: readonly Uint8Array[]): FormatError {
  try {
    read(pieces)
  } catch (error) {
    if (error instanceof FormatError) return error
    throw error
  }
  throw new Error('the reader took it')
}

const fragment = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.constantFrom('\n', '\r\n', '\r', '\n>', '\r\n>', '\r>', '\n;', '\r;'),
  },
  {
    weight: 3,
    arbitrary: fc.constantFrom('ACGT', 'acgt', 'NNNNNNNNNNNN', 'nnnnnnnnn', 'aC', 'Zz'),
  },
  {
    weight: 2,
    arbitrary: fc.constantFrom('>', ';', ' ', '\t', '*', '-', '1', '.', '\v', '\f', '@'),
  },
  { weight: 1, arbitrary: fc.constantFrom('é', '日本', '🧬', '\u00a0', '\u3000', '\ufeff') },
  { weight: 1, arbitrary: fc.stringMatching(/^[A-Za-z]{0,80}$/) },
)
const bodies = fc.array(fragment, { maxLength: 40 }).map((parts) => parts.join(''))
const latin1 = fc.uint8Array({ min: 0xa0, max: 0xff, maxLength: 4 })
const inputs = fc
  .tuple(fc.constantFrom('', '\ufeff', '\n', '; c\n', ' \r\n', '\r'), bodies, latin1, bodies)
  .map(([start, a, raw, b]) => Buffer.concat([bytes(`${start}>${a}`), raw, bytes(b)]))
const cuts = fc.array(fc.nat(), { maxLength: 12 })

describe('FASTA reading', () => {
  it('finds what plain string operations find, wherever the input is cut', () => {
    fc.assert(
      fc.property(inputs, cuts, (input, positions) => {
        const expected = naive(input)
        const at = positions.map((position) => position % (input.length + 1))
        expect(read(cut(input, at))).toEqual(expected)
        expect(read([...input].map((byte) => Uint8Array.of(byte)))).toEqual(expected)
        expect(read([input])).toEqual(expected)
      }),
      { numRuns: 2_000 },
    )
  })

  it('survives a cut at each byte of a file that has everything', () => {
    const input = bytes(
      '\ufeff;c\r\n\r\n>é one  two \r\nACgt\r\nac*GT\r\n\r\n>\r\n;x\r\n>b\u3000c\tz\rAC\r\n>last\nacgt',
    )
    const expected = naive(input)
    expect(expected).toHaveLength(4)
    for (let i = 0; i <= input.length; i++) expect(read(cut(input, [i]))).toEqual(expected)
  })

  it('keeps any name of 1 to 5,000 bytes, in any script', () => {
    const character = fc
      .string({ unit: 'binary', minLength: 1, maxLength: 1 })
      .filter((text) => !/[\p{Cc}\p{Cs} ]/u.test(text))
    const names = fc.oneof(
      fc.array(character, { minLength: 1, maxLength: 50 }).map((parts) => parts.join('')),
      fc
        .tuple(character, fc.nat(5000))
        .map(([unit, size]) => unit.repeat(Math.max(1, Math.floor(size / bytes(unit).length)))),
    )
    fc.assert(
      fc.property(names, cuts, (name, positions) => {
        const input = bytes(`>${name} description of ${name}\nACGT\n`)
        const at = positions.map((position) => position % (input.length + 1))
        expect(read(cut(input, at))).toMatchObject([
          { name, description: `description of ${name}` },
        ])
      }),
    )
  })

  it('takes every letter as a residue and drops every other text byte', () => {
    const input = Buffer.concat([bytes('>all\n'), Buffer.from([...Array(256).keys()].slice(32))])
    const text = Buffer.concat([input.subarray(0, 5), input.subarray(5).filter((b) => b !== 127)])
    const [record] = read([text])
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'
    expect(record).toMatchObject({ residues: alphabet + alphabet, mask: [26, 52] })
    expect(record!.dropped).toBe(256 - 32 - 1 - 52)
  })

  it('reads empty records, records without a name, and names that repeat', () => {
    expect(readText('>\n>a\n\n>a\nAC\n> spaced\nG')).toEqual([
      { name: '', description: '', line: 1, residues: '', mask: [], dropped: 0, droppedAt: 0 },
      { name: 'a', description: '', line: 2, residues: '', mask: [], dropped: 0, droppedAt: 0 },
      { name: 'a', description: '', line: 4, residues: 'AC', mask: [], dropped: 0, droppedAt: 2 },
      {
        name: '',
        description: 'spaced',
        line: 6,
        residues: 'G',
        mask: [],
        dropped: 0,
        droppedAt: 1,
      },
    ])
  })

  it('takes a ">" inside a sequence line as a byte to drop, not as a record', () => {
    expect(readText('>a\nAC>GT\n')).toMatchObject([{ name: 'a', residues: 'ACGT', dropped: 1 }])
  })

  it("ends a name at the control character that joins the headers of NCBI's nr", () => {
    expect(readText('>A.1\x01B.1 two\x01C.1\nM')).toMatchObject([
      { name: 'A.1', description: 'B.1 two\x01C.1' },
    ])
  })

  it('merges lower-case runs over lines and dropped bytes', () => {
    expect(readText('>a\nACgt\nac*\n-gT\n')).toMatchObject([{ residues: 'ACGTACGT', mask: [2, 7] }])
  })

  it('refuses control characters in sequences, headers and comments, with line and record', () => {
    const cases: [string, number, string | undefined, RegExp][] = [
      ['>a\nACGT\r\nAC\0GT\n', 3, 'a', /^line 3, record "a": .*0x00.*looks binary/],
      ['>a\n\x7f\n', 2, 'a', /^line 2, record "a": .*0x7f/],
      ['>a\nAC\n>b\x1b\nAC\n', 3, undefined, /^line 3: .*0x1b/],
      ['>a\nAC\n;b\x02\nAC\n', 3, 'a', /^line 3, record "a": .*0x02/],
    ]
    for (const [text, line, record, message] of cases) {
      for (const pieces of [[bytes(text)], [...bytes(text)].map((byte) => Uint8Array.of(byte))]) {
        const error = failure(pieces)
        expect(error).toMatchObject({ line, message: expect.stringMatching(message) })
        expect(error.record).toBe(record)
      }
    }
  })

  it('names the same control character wherever the input is cut', () => {
    const damaged = fc.tuple(inputs, fc.constantFrom(0, 2, 8, 27, 127), inputs, cuts)
    fc.assert(
      fc.property(damaged, ([before, byte, after, positions]) => {
        const input = Buffer.concat([before, Uint8Array.of(byte), after])
        const at = positions.map((position) => position % (input.length + 1))
        const { message, line } = failure([input])
        expect(failure(cut(input, at))).toMatchObject({ message, line })
        expect(message).toContain(`0x${byte.toString(16).padStart(2, '0')}`)
      }),
    )
  })

  it('allows a header of 1 MiB and refuses a longer one', () => {
    const header = 'n'.repeat(1 << 20)
    expect(readText(`>${header}\nAC\n`)).toMatchObject([{ name: header, residues: 'AC' }])
    const long = bytes(`>ok\nAC\n>${header}n\nAC\n`)
    for (const at of [[], [1000], [long.length - 6], [long.length - 5], [long.length - 4]]) {
      expect(failure(cut(long, at))).toMatchObject({
        line: 3,
        message: expect.stringMatching(/1 MiB/),
      })
    }
  })

  it('refuses an input without any record', () => {
    for (const text of ['', '\n\r\n', '; only a comment', ' \t\n', '\ufeff']) {
      expect(failure([bytes(text)]).message).toMatch(/there is no FASTA record/)
    }
  })

  it('says what a file is that is not FASTA', () => {
    const cases: [string, RegExp][] = [
      ['@read1\nACGT\n+\n!!!!\n', /FASTQ/],
      ['@HD\tVN:1.6\n', /SAM/],
      ['@SQ\tSN:1\tLN:5\n', /SAM/],
      ['LOCUS       NC_001422', /GenBank/],
      ['ID   X56734; SV 1;', /EMBL/],
      ['##gff-version 3\n', /GFF/],
      ['##fileformat=VCFv4.2\n', /VCF/],
      ['BAM\x01\0\0', /BAM/],
      ['CRAM\x03\0', /CRAM/],
      ['PK\x03\x04', /zip/],
      ['BZh91AY', /bzip2/],
      ['\x28\xb5\x2f\xfd\0', /zstd/],
      ['\xfd7zXZ\0', /xz/],
      ['\x1f\x8b\x08\0', /gzip data inside/],
      ['\xff\xfe>\0a\0', /UTF-16/],
      ['<!DOCTYPE html>', /web page/],
      ['  >chr1\nACGT', /spaces before the first ">"/],
      ['\0\0\0\0', /looks binary/],
      ['ACGTACGT\nACGT', /"ACGTACGT".*begins with a line ">name"/],
      ['\xef\xbb', /there is no FASTA record/],
      ['\xef\xbbACGT', /text before the first record/],
    ]
    for (const [text, message] of cases) {
      const input = Buffer.from(`${text}`, 'latin1')
      expect(failure([input]).message).toMatch(message)
      expect(failure([...input].map((byte) => Uint8Array.of(byte))).message).toBe(
        failure([input]).message,
      )
    }
    expect(failure([bytes('\n;c\r\nACGT\n>a\nAC')])).toMatchObject({ line: 3 })
  })
})

describe.skipIf(!hasTestData)('real FASTA files', () => {
  const md5 = (residues: string) => createHash('md5').update(residues).digest('hex')
  const md5sOf = (file: string) => {
    const raw = readFileSync(testData(file))
    const text = file.endsWith('.gz') ? gunzipSync(raw) : raw
    const records = read(
      cut(
        text,
        [1, 70, 4097, text.length >> 1].filter((i) => i < text.length),
      ),
    )
    expect(records).toEqual(naive(text))
    return new Map(records.map((record) => [record.name, md5(record.residues)]))
  }

  it('gives the published checksums of whole genomes and gene products', () => {
    const published: [string, string, string][] = [
      ['compliance/I.faa', 'I', '6681ac2f62509cfc220d78751b8dc524'],
      ['compliance/VI.faa', 'VI', 'b7ebc601f9a7df2e1ec5863deeae88a3'],
      ['compliance/NC.faa', 'NC_001422.1', '3332ed720ac7eaa9b3655c06f6b9e196'],
      ['human-mt/NC_012920.1.fasta', 'NC_012920.1', 'c68f52674c9fb33aef52dcf399755519'],
      ['phix174/NC_001422.1.fa', 'NC_001422.1', '3332ed720ac7eaa9b3655c06f6b9e196'],
      [
        'sars-cov-2/Sars_cov_2.ASM985889v3.dna.toplevel.fa',
        'MN908947.3',
        '105c82802b67521950854a851fc6eefd',
      ],
      ['brca/ENST00000380152.8.cdna.fa', 'ENST00000380152.8', '2f8c687a656debd4c8b1b4d47747ba35'],
      ['brca/ENST00000380152.8.cds.fa', 'ENST00000380152.8', 'c6b5e532b5aef696e987ca55a538ae9e'],
      ['brca/ENSP00000369497.3.pep.fa', 'ENSP00000369497.3', '92addb948c6c652abc1dcecca05f26c0'],
    ]
    for (const [file, name, digest] of published) expect(md5sOf(file).get(name)).toBe(digest)
  })

  it('gives the 17 sequences of the yeast genome, two of them those of the compliance suite', () => {
    const genome = md5sOf('yeast-r64/Saccharomyces_cerevisiae.R64-1-1.dna.toplevel.fa.gz')
    expect(genome.size).toBe(17)
    expect(genome.get('I')).toBe('6681ac2f62509cfc220d78751b8dc524')
    expect(genome.get('VI')).toBe('b7ebc601f9a7df2e1ec5863deeae88a3')
  })

  it('gives the checksums that come with the files of the seqcol suite', () => {
    for (const file of readdirSync(testData('seqcol')).filter((name) => name.endsWith('.fa'))) {
      const expected = readFileSync(testData(join('seqcol', `${file}.checksums`)), 'utf8')
        .trim()
        .split('\n')
        .map((line) => line.split('\t'))
        .map(([name, , , digest]) => [name, digest])
      expect([...md5sOf(join('seqcol', file))]).toEqual(expected)
    }
  })

  it('gives the same three sequences for three wrappings', () => {
    const unwrapped = [...md5sOf('fasta-edge/unwrapped.fa')]
    expect(unwrapped).toHaveLength(3)
    expect([...md5sOf('fasta-edge/wrapped_20.fa')]).toEqual(unwrapped)
    expect([...md5sOf('fasta-edge/wrapped_40.fa')]).toEqual(unwrapped)
  })

  it('reads every other file as plain string operations do, soft mask included', () => {
    for (const file of [
      'fasta-edge/crlf_endings.fa',
      'fasta-edge/hg38_chr13_75549820-75605809_softmasked.fa',
      'fasta-edge/iupac_amb.fa',
      'brca/GRCh38.13_32300001_32500000.fa',
      'cram/ce.fa',
      'cram/volvox.fa',
      'cram/human_g1k_v37.20.21.1-100.fasta',
      'yeast-r64/Saccharomyces_cerevisiae.R64-1-1.pep.all.fa.gz',
    ]) {
      expect(md5sOf(file).size).toBeGreaterThan(0)
    }
    const soft = readFileSync(testData('fasta-edge/hg38_chr13_75549820-75605809_softmasked.fa'))
    expect(read([soft])[0]!.mask.length).toBeGreaterThan(100)
  })
})
