import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { hasTestData, testData } from '../../test/data.ts'
import { requireTool } from '../../test/tools.ts'
import { FormatError } from './errors.ts'
import { decompressed, openInput } from './input.ts'
import { readDictionary } from './read-dictionary.ts'
import { DICTIONARY_LIMITS, type SequenceDictionary, TooLongError } from './sequence-dictionary.ts'
import {
  bamBytes,
  bcfBytes,
  bgzf,
  cramBytes,
  type Reference,
  samText,
  vcfText,
} from './testing/write-headers.ts'

/** Hands out one buffer again and again, in pieces of a size, and knows how far it was read. */
function source(input: Uint8Array, size = 1 << 16) {
  const state = { read: 0, closed: false }
  const chunks = async function* () {
    const reused = Buffer.alloc(size)
    try {
      for (let at = 0; at < input.length; at += size) {
        const piece = Buffer.from(input.subarray(at, at + size))
        state.read = at + piece.length
        piece.copy(reused)
        yield reused.subarray(0, piece.length)
        reused.fill(0x55)
      }
    } finally {
      state.closed = true
    }
  }
  return { state, chunks: chunks() }
}

async function read(input: Uint8Array | string, size?: number, limits = DICTIONARY_LIMITS) {
  const { chunks, state } = source(Buffer.from(input), size)
  try {
    return await readDictionary(decompressed(chunks), { limits })
  } finally {
    expect(state.closed || state.read === 0).toBe(true)
  }
}

async function failure(input: Uint8Array | string, size?: number): Promise<string> {
  try {
    await read(input, size)
  } catch (error) {
    if (error instanceof FormatError) return error.message
    throw error
  }
  throw new Error('it was read')
}

const plain = ({ sequences }: SequenceDictionary): Reference[] =>
  sequences.map(({ name, length, md5 }) => ({ name, length: length!, ...(md5 && { md5 }) }))

const MD5 = '6681ac2f62509cfc220d78751b8dc524'
const TWO: Reference[] = [
  { name: 'I', length: 230218, md5: MD5 },
  { name: 'Mito', length: 85779 },
]
const FAI = 'I\t230218\t3\t60\t61\nMito\t85779\t9\t60\t61\n'
const hexDigit = fc.constantFrom(...'0123456789abcdef')
const reference = fc.record({
  name: fc.stringMatching(/^[0-9A-Za-z!#$%&+./:;?@^_|~-][0-9A-Za-z!#$%&*+./:;=?@^_|~-]{0,20}$/),
  length: fc.oneof(
    fc.nat(1000),
    fc.constantFrom(1, 2 ** 31 - 1),
    fc.integer({ min: 1, max: 2 ** 31 - 1 }),
  ),
  md5: fc.option(
    fc.array(hexDigit, { minLength: 32, maxLength: 32 }).map((all) => all.join('')),
    {
      nil: undefined,
    },
  ),
})
const references = fc
  .uniqueArray(reference, { selector: ({ name }) => name, maxLength: 40 })
  .map((all) => all.map(({ md5, ...rest }): Reference => (md5 ? { ...rest, md5 } : rest)))
const chunkSize = fc.constantFrom(1, 2, 3, 7, 61, 1000, 65_536)

describe('a reader of dictionaries', () => {
  it('reads what a naive writer wrote, in every format, wherever the input is cut', async () => {
    const bare = (all: Reference[]) => all.map(({ name, length }) => ({ name, length }))
    await fc.assert(
      fc.asyncProperty(
        references,
        chunkSize,
        fc.integer({ min: 30, max: 400 }),
        async (all, size, block) => {
          const sam = samText(all)
          expect(plain(await read(sam, size))).toEqual(all)
          expect(plain(await read(bgzf(bamBytes(sam, all), block), size))).toEqual(all)
          expect(plain(await read(bgzf(bamBytes('', all), block), size))).toEqual(bare(all))
          for (const options of [{}, { gzip: false }, { major: 2 }, { minor: 1, padding: 0 }]) {
            expect(plain(await read(cramBytes(sam, options), size))).toEqual(all)
          }
          const names = all.filter(({ name }) => /^[^,<>="]+$/.test(name))
          for (const vcf of [Buffer.from(vcfText(names)), bcfBytes(vcfText(names))]) {
            for (const bytes of [vcf, gzipSync(vcf), bgzf(vcf, block)]) {
              expect(plain(await read(bytes, size))).toEqual(names)
            }
          }
          const rows = all.filter(({ name }) => !/^[#>;@{]|^(BAM|CRAM|BCF)/.test(name))
          if (rows.length === 0) return
          const table = (more: string) =>
            rows.map((r) => `${r.name}\t${r.length}${more}\n`).join('')
          expect(plain(await read(table('\t9\t60\t61'), size))).toEqual(bare(rows))
          expect(plain(await read(table(''), size))).toEqual(bare(rows))
          const json = {
            names: all.map(({ name }) => name),
            lengths: all.map((r) => r.length),
            md5s: all.map(({ md5 }) => md5),
          }
          expect(plain(await read(JSON.stringify(json), size))).toEqual(all)
        },
      ),
      { numRuns: 150 },
    )
  }, 60_000)

  it('digests FASTA, and knows the format of each by its content', async () => {
    const formats = async (...inputs: (string | Uint8Array)[]) =>
      (await Promise.all(inputs.map((input) => read(input)))).map(({ format }) => format)
    expect(
      await formats(
        ...[samText(TWO), `\ufeff${samText(TWO)}`, '@SQ\tSN:a\tLN:1', vcfText(TWO), FAI],
        ...['\n>a\nACGT\n', 'chr1\t10\n', '# sizes\nchr1\t10\n', '{"names": []}', gzipSync(FAI)],
      ),
    ).toEqual([
      ...['SAM', 'SAM', 'SAM', 'VCF', 'fai', 'FASTA', 'chrom.sizes', 'chrom.sizes', 'JSON', 'fai'],
    ])
    expect((await read('>a b\nACGT\n>c\nacgt\n')).sequences).toEqual(
      ['a', 'c'].map((name) => ({
        name,
        length: 4,
        md5: 'f1f8f4bf413b16ad135722aa4591043e',
        digest: 'aKF498dAxcJAqme6QYQ7EZ07-fiw8Kw2',
      })),
    )
  })

  it('takes what else a header says of its reference', async () => {
    const sam = `@SQ\tSN:1\tLN:9\tAN:chr1,NC_1.1\tAS:GRCh38\tUR:/data/g.fa\tM5:${MD5.toUpperCase()}\n@SQ\tSN:2\tLN:8\tAS:GRCh38\tM5:*\n`
    expect(await read(sam)).toEqual({
      format: 'SAM',
      sequences: [
        { name: '1', length: 9, md5: MD5, otherNames: ['chr1', 'NC_1.1'] },
        { name: '2', length: 8, md5: undefined },
      ],
      assemblies: ['GRCh38', '/data/g.fa'],
      problems: [
        expect.stringContaining('Of 1 of the sequences (first: "2"), the checksum is no MD5'),
      ],
    })
    const vcf =
      '##fileformat=VCFv4.2\r\n##reference=file:///g.fa\r\n##contig=<ID=1,assembly="B,37",length=5>\r\n##contig=<ID=2>\r\n#CHROM\r\n1\t3\r\n'
    expect(await read(vcf)).toMatchObject({
      sequences: [{ name: '1', length: 5 }, { name: '2' }],
      assemblies: ['file:///g.fa', 'B,37'],
    })
  })

  it('reads no more than the header', async () => {
    const noise = Buffer.alloc(8 << 20).map((_, i) => (i * 7919) >> 3)
    const records = Buffer.from('r1\t0\tI\t1\t60\t4M\t*\t0\t0\tACGT\tIIII\n'.repeat(100_000))
    const one = samText(TWO)
    for (const input of [
      Buffer.concat([Buffer.from(one), records]),
      bgzf(Buffer.concat([bamBytes(one, TWO), noise])),
      Buffer.concat([cramBytes(one), noise]),
      Buffer.concat([Buffer.from(vcfText(TWO)), records]),
      bgzf(Buffer.concat([bcfBytes(vcfText(TWO)), noise])),
    ]) {
      const { chunks, state } = source(input)
      expect(plain(await readDictionary(decompressed(chunks)))).toEqual(TWO)
      expect(state).toEqual({ read: expect.any(Number), closed: true })
      // Eight blocks of BGZF are read ahead.
      expect(state.read).toBeLessThan(700_000)
    }
  })

  it('says what else a file is, and what to do', async () => {
    for (const [input, message] of [
      ['', 'there is nothing in it'],
      ['\n\n', 'this is no header of SAM'],
      ['BAI\x01....', 'an index of alignments'],
      ['@read1\nACGT\n+\nIIII\n', 'FASTQ'],
      ['##gff-version 3\nchr1\t.\n', 'this is GFF'],
      ['chr1\t0\t100\n', 'BED'],
      ['r\t0\tchr1\t5\t60\t4M\t*\t0\t0\tACGT\tIIII\n', 'SAM without its header'],
      ['#CHROM\tPOS\n1\t2\n', 'header of this VCF is cut off'],
      ['hello\nworld\n', 'this is no header of SAM'],
      ['@SQ\tLN:5\n', 'line 1: the @SQ line has no name'],
      ['@HD\tVN:1\n@SQ\tSN:a\n', 'line 2, record "a": the length (LN) is missing'],
      ['@SQ\tSN:a\tLN:-5\n', 'the length (LN) is "-5"'],
      ['@SQ\tSN:a\tLN:1e9\n', 'the length (LN) is "1e9"'],
      ['##fileformat=VCFv4.2\n##contig=<length=5>\n', 'line 2: the ##contig line has no ID'],
      ['##fileformat=VCFv4.2\n##contig=<ID=a,length=x>\n', 'the length (length) is "x"'],
      ['a\t5\t1\t2\t3\nb\t5\t1\n', 'line 2: there are 3 columns where .fai has 5'],
      ['a\t5\nb\tx\n', 'line 2, record "b": the length (second column) is "x"'],
      ['{"names": 5}', '"names" is no array'],
      ['{"names": ["a"], "lengths": [1, 2]}', '"lengths" has 2 elements, "names" has 1'],
      ['{"names": ["a"], "lengths": [1.5]}', '"lengths" has at index 0'],
      ['{"names": ["a"], "sequences": ["x"]}', '"sequences" has at index 0'],
      ['{"names": ["\\ud800"]}', '"names" has at index 0'],
      ['{', 'the text is not JSON'],
      ['{"names": ["a"], "names": ["b"]}', '"names" is there twice'],
      [cramBytes(samText(TWO), { major: 4 }), 'this is CRAM 4.0'],
      [cramBytes(samText(TWO), { method: 4 }), 'compressed by rANS 4x8'],
    ] as const) {
      expect([input, await failure(Buffer.from(input))]).toEqual([
        input,
        expect.stringContaining(message),
      ])
    }
  })

  it('says when text and list of a BAM header differ, and that the list counts', async () => {
    const other = [{ ...TWO[0]!, length: 5 }, TWO[1]!]
    const dictionary = await read(bgzf(bamBytes(samText(other), TWO)))
    expect(plain(dictionary)).toEqual(TWO)
    expect(dictionary.problems).toEqual([expect.stringContaining('1 of 2 differ (first: "I")')])
    const shorter = await read(bgzf(bamBytes(samText(TWO), TWO.slice(0, 1))))
    expect(plain(shorter)).toEqual(TWO.slice(0, 1))
    expect(shorter.problems).toEqual([expect.stringContaining('the text has 2, the list 1')])
  })

  it('stops at the limits', async () => {
    const small = { headerBytes: 1 << 20, sequences: 1000, fastaBytes: 1 << 20 }
    const many = Array.from({ length: 1001 }, (_, i) => ({ name: `c${i}`, length: i + 1 }))
    const long = [{ name: 'a'.repeat(1 << 20), length: 4 }]
    for (const list of [many, long]) {
      for (const input of [
        samText(list),
        bgzf(bamBytes('', list)),
        bgzf(bamBytes(samText(list), list)),
        cramBytes(samText(list)),
        vcfText(list),
        bgzf(bcfBytes(vcfText(list))),
        many.map(({ name, length }) => `${name}\t${length}\n`).join(''),
        `>a\n${'ACGT'.repeat(1 << 18)}\n`,
        JSON.stringify({ names: list.map(({ name }) => name) }),
        JSON.stringify({ lengths: many.map(({ length }) => length) }),
      ]) {
        await expect(read(input, 1 << 16, small)).rejects.toThrow(TooLongError)
      }
    }
    const lying = Buffer.concat([Buffer.from('BAM\x01'), Buffer.from([255, 255, 255, 127])])
    await expect(read(bgzf(lying))).rejects.toThrow(TooLongError)
  })
})

describe('damaged headers', () => {
  const sam = samText([
    ...TWO,
    ...Array.from({ length: 20 }, (_, i) => ({ name: `c${i}`, length: i + 1 })),
  ])
  const bam = bamBytes(sam, TWO)
  const headers = [bgzf(bam, 100), bam, cramBytes(sam), cramBytes(sam, { major: 2, gzip: false })]
  headers.push(bgzf(bcfBytes(vcfText(TWO)), 50), bcfBytes(vcfText(TWO)), gzipSync(sam))

  it('cut off at each byte are read if all of the header is there, and else say so', async () => {
    for (const header of headers) {
      const whole = plain(await read(header))
      let refused = 0
      for (let end = 0; end < header.length; end++) {
        const said = await read(header.subarray(0, end)).catch((error: unknown) => error)
        if (said instanceof FormatError) refused++
        else if (header === headers.at(-1)) expect(said).toHaveProperty('sequences')
        else expect(plain(said as SequenceDictionary)).toEqual(whole)
      }
      expect(refused).toBeGreaterThan(header.length / 3)
    }
  }, 60_000)

  it('with any bytes changed are read or refused, and never bring the reader down', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...headers),
        fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 4 }),
        async (header, changes) => {
          const changed = Buffer.from(header)
          for (const [at, byte] of changes) changed[at % changed.length] = byte
          await read(changed).catch((error: unknown) => expect(error).toBeInstanceOf(FormatError))
        },
      ),
      { numRuns: 3000 },
    )
  }, 60_000)

  it('that are random bytes are refused or read', async () => {
    const starts = [
      '',
      'BAM\x01',
      'CRAM\x03\x00',
      'BCF\x02\x02',
      '@SQ\t',
      '##fileformat=VCF',
      '>',
      '{',
    ]
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...starts),
        fc.uint8Array({ maxLength: 300 }),
        async (start, rest) => {
          const bytes = Buffer.concat([Buffer.from(start), rest])
          for (const input of [bytes, bgzf(bytes)]) {
            await read(input).catch((error: unknown) => expect(error).toBeInstanceOf(FormatError))
          }
        },
      ),
      { numRuns: 1000 },
    )
  }, 60_000)
})

const samtools = requireTool('samtools') && hasTestData

describe.skipIf(!samtools)('beside samtools view -H', () => {
  let directory: string
  beforeAll(() => {
    directory = mkdtempSync(join(tmpdir(), 'seqkeep-headers-'))
  })
  afterAll(() => rmSync(directory, { recursive: true }))

  const header = (path: string) =>
    execFileSync('samtools', ['view', '-H', '--no-PG', path]).toString()
  const open = async (path: string) => readDictionary((await openInput(path)).chunks)

  it('reads the CRAM files of others', async () => {
    const folder = testData('cram')
    const files = readdirSync(folder).filter((file) => file.endsWith('.cram'))
    expect(files.length).toBeGreaterThan(3)
    for (const file of files) {
      const found = await open(join(folder, file))
      expect(found.format).toBe('CRAM')
      expect(found.sequences.length).toBeGreaterThan(0)
      expect(found.sequences).toEqual((await read(header(join(folder, file)))).sequences)
    }
  })

  it('reads random headers that samtools wrote as BAM and CRAM of each version', async () => {
    const path = join(directory, 'random.sam')
    await fc.assert(
      fc.asyncProperty(references, async (all) => {
        writeFileSync(path, samText(all))
        for (const options of [
          ...[['-b'], ['-b', '-u'], ['-C'], ['-C', '--output-fmt-option', 'version=2.1']],
          ['-C', '--output-fmt-option', 'version=3.1'],
        ]) {
          const out = join(directory, 'random.out')
          execFileSync('samtools', ['view', '--no-PG', ...options, '-o', out, path], {
            stdio: 'pipe',
          })
          expect(plain(await open(out))).toEqual(all)
          expect(header(out)).toContain('@HD')
        }
      }),
      { numRuns: 15 },
    )
  }, 120_000)

  it('reads .dict and .fai that it wrote', async () => {
    const fasta = testData('cram/ce.fa')
    const dict = execFileSync('samtools', ['dict', fasta]).toString()
    const fai = join(directory, 'ce.fai')
    execFileSync('samtools', ['faidx', '--fai-idx', fai, fasta])
    const own = await read(readFileSync(fasta))
    expect(plain(await read(dict))).toEqual(plain(own))
    expect(plain(await open(fai))).toEqual(plain(own).map(({ name, length }) => ({ name, length })))
  })
})
