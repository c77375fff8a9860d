import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type AliasRow, readAliases } from './alias-tsv.ts'

async function* pieces(text: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  const reused = Buffer.alloc(size)
  for (let at = 0; at < text.length; at += size) {
    const part = text.subarray(at, at + size)
    reused.set(part)
    yield reused.subarray(0, part.length)
  }
}

async function read(text: string | Uint8Array, size = 1000): Promise<AliasRow[]> {
  const rows: AliasRow[] = []
  for await (const row of readAliases(pieces(Buffer.from(text), size))) rows.push(row)
  return rows
}

const row = (line: number, target: string, authority: string, alias: string) => ({
  line,
  target,
  authority,
  alias,
  circular: undefined,
})

describe('an alias TSV', () => {
  it('gives its rows, whatever the line ends, with blank lines and comments between them', async () => {
    const text =
      '\ufeff# names\r\nSQ.abc\tINSDC\tBK006935.2\r\n\r\n \nchr1\tGenBank\tCM000663.2\t\n#x\nb\tlab\ta b'
    const rows = [
      row(2, 'SQ.abc', 'insdc', 'BK006935.2'),
      row(5, 'chr1', 'insdc', 'CM000663.2'),
      row(7, 'b', 'lab', 'a b'),
    ]
    for (const size of [1, 2, 3, 1000]) expect(await read(text, size)).toEqual(rows)
    expect(await read('')).toEqual([])
  })

  it('takes the mark back where it says linear', async () => {
    expect(await read('a\t\t\tlinear\n')).toEqual([
      { line: 1, target: 'a', authority: undefined, alias: undefined, circular: false },
    ])
  })

  it('marks circular sequences, with an alias or without', async () => {
    for (const word of ['circular', 'Circular', 'yes', 'true', '1']) {
      expect(await read(`a\trefseq\tNC_001422.1\t${word}\nb\t\t\t${word}\n`)).toEqual([
        { ...row(1, 'a', 'refseq', 'NC_001422.1'), circular: true },
        { line: 2, target: 'b', authority: undefined, alias: undefined, circular: true },
      ])
    }
  })

  it('keeps any alias of up to 8,000 bytes, in any script', async () => {
    const alias = fc
      .oneof(
        fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 }),
        fc.integer({ min: 1, max: 8_000 }).map((size) => 'x'.repeat(size)),
        fc.integer({ min: 1, max: 2_000 }).map((size) => '🧬'.repeat(size)),
      )
      .filter((text) => text.trim() !== '' && !/\p{Cc}/u.test(text))
    await fc.assert(
      fc.asyncProperty(alias, fc.integer({ min: 1, max: 50 }), async (text, size) => {
        expect(await read(`t\tlab\t${text}\n`, size)).toEqual([row(1, 't', 'lab', text)])
      }),
    )
  })

  it('names the line of a bad row, and what to do', async () => {
    const cases: [string, RegExp][] = [
      ['a', /number of columns is 1; give digest or name, authority and alias/],
      ['a insdc b', /number of columns is 1;/],
      ['a\tb', /number of columns is 2;/],
      ['a\tlab\tb\t\tc', /number of columns is 5;/],
      ['\tlab\tb', /first column is empty/],
      ['a\t\tb', /authority is empty/],
      ['a\t\t', /authority is empty/],
      ['a\tlab\t', /alias is empty/],
      ['a\tlab\t\tcircular', /alias is empty/],
      ['a\t\tb\tcircular', /authority is empty/],
      ['a\tmy lab\tb', /"my lab" is not a word/],
      ['a\t.lab\tb', /".lab" is not a word/],
      ['a\tlab:x\tb', /"lab:x" is not a word/],
      ['a\tMD5\tb', /"MD5" stands for digests/],
      ['a\tga4gh\tSQ.x', /"ga4gh" stands for digests/],
      ['a\tlab\tb\tno', /fourth column is "no"; write "circular"/],
      ['a\tlab\tb\0', /control character \(0x00\)/],
      ['a\tlab\tb\rc', /control character \(0x0d\)/],
      ['a\tlab\tb\x85', /control character \(0x85\)/],
      [`a\tlab\t${'x'.repeat(8_001)}`, /8001 bytes; shorten it to 8000/],
      [`a\tlab\t${'x'.repeat(1 << 20)}`, /longer than 1 MiB/],
    ]
    for (const [text, message] of cases) {
      const error = await read(`ok\tlab\tx\n# c\n${text}\n`, 100).catch((thrown) => thrown)
      expect(error).toMatchObject({ name: 'FormatError', line: 3 })
      expect(error.message).toMatch(message)
      expect(error.message).toMatch(/^line 3: /)
    }
    const latin1 = Buffer.from('ok\tlab\tx\na\tlab\t\xe9\n', 'latin1')
    await expect(read(latin1)).rejects.toThrow(/^line 2: this is not UTF-8 text/)
  })
})
