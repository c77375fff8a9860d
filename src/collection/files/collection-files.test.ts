import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { MemoryCollections } from '../testing/memory-collections.ts'
import { CollectionFiles, FILE_FORMATS, type FileFormat } from './collection-files.ts'
import { naiveFile } from './testing/naive-files.ts'
import { collectionOf, type Spelled, sequencesOf } from './testing/spelled.ts'
import type { VirtualFile } from './virtual-file.ts'

async function bytesOf(file: VirtualFile, from = 0, to = file.size): Promise<Buffer> {
  const bytes = Buffer.alloc(to - from, '?')
  await file.read(from, to, bytes)
  return bytes
}

function filesOf(files: readonly (readonly Spelled[])[]) {
  const collections = new MemoryCollections([collectionOf(files)])
  const [record] = collections.records
  const describedBy = record!.masks[0]!
  const request = { record: record!, describedBy, mask: describedBy.id as Uint8Array | undefined }
  const sequences = sequencesOf(files)
  return { files: new CollectionFiles(sequences, collections), request, sequences, collections }
}

/** DNA with runs of N, of other codes and of lower case, some longer than two windows. */
const residues = fc
  .array(
    fc.tuple(
      fc.constantFrom('ACGT', 'acgt', 'N', 'n', 'R', 'A', 'y', 'nacN'),
      fc.oneof(
        { weight: 20, arbitrary: fc.nat(150) },
        { weight: 1, arbitrary: fc.constantFrom(57_343, 57_344, 57_345, 114_688, 140_000) },
      ),
    ),
    { maxLength: 6 },
  )
  .map((pieces) => pieces.map(([unit, count]) => unit.repeat(count).slice(0, count)).join(''))

const genome = fc
  .array(fc.tuple(fc.constantFrom('', 'd', 'a longer\tdescription', 'é'), residues), {
    maxLength: 5,
  })
  .chain((few) =>
    // Beyond a page of members, and exactly one.
    fc.constantFrom(0, 0, 0, 63, 64, 65, 130).map((more) => [
      ...few.map(([description, each], i) => ({
        name: ['chr1', 'X', 'HLA-A*01:01', 'ü', 'scaffold|2', 'c,d'][i]!,
        ...{ description, residues: each },
      })),
      ...Array.from({ length: more }, (_, i) => ({
        name: `c${i}`,
        residues: 'ACGTNacgtn'.slice(i % 11),
      })),
    ]),
  )

describe('the files of a collection', () => {
  it.each(FILE_FORMATS)(
    '%s has the bytes of one that is built as a whole, in any cut',
    async (format) => {
      await fc.assert(
        fc.asyncProperty(
          genome,
          fc.array(fc.tuple(fc.nat(), fc.nat()), { minLength: 3, maxLength: 8 }),
          fc.constantFrom(60, 60, 1, 61),
          async (members, cuts, width) => {
            const { files, request } = filesOf([members])
            const uri = 'http://host/files/x.fa'
            const file = await files.open(format, { ...request, width, uri })
            const expected = naiveFile(format, members, { width, uri })
            expect(file.size).toBe(expected.length)
            for (const [a, b] of [[0, 0] as const, ...cuts]) {
              const from = a === 0 && b === 0 ? 0 : a % (file.size + 1)
              const to = a === 0 && b === 0 ? file.size : from + (b % (file.size - from + 1))
              const bytes = await bytesOf(file, from, to)
              expect(Buffer.compare(bytes, expected.subarray(from, to))).toBe(0)
            }
          },
        ),
        { numRuns: 60 },
      )
    },
  )

  it('take case and descriptions from the file that is meant, or no case at all', async () => {
    const first = [{ name: 'a', description: 'one', residues: 'ACGTN' }]
    const second = [{ name: 'a', description: 'two', residues: 'acGTn' }]
    const { files, request } = filesOf([first, second])
    const describedBy = request.record.masks[1]!
    const mask = describedBy.id
    const text = async (format: FileFormat, of: object) =>
      (await bytesOf(await files.open(format, { ...request, ...of }))).toString()
    expect(await text('fa', {})).toBe('>a one\nACGTN\n')
    expect(await text('fa', { mask })).toBe('>a one\nacGTn\n')
    expect(await text('fa', { mask, describedBy })).toBe('>a two\nacGTn\n')
    expect(await text('fa', { mask: undefined, describedBy })).toBe('>a two\nACGTN\n')
    expect(await text('mask.bed', { mask })).toBe('a\t0\t2\na\t4\t5\n')
    expect(await text('mask.bed', { mask: undefined })).toBe('')
    expect((await files.open('2bit', { ...request, mask })).size).toBe(
      (await files.open('2bit', { ...request, mask: undefined })).size + 16,
    )
  })

  it('are never torn by descriptions that change, and laid out anew for them', async () => {
    const genome = (description: string) =>
      Array.from({ length: 1000 }, (_, i) => ({ name: `c${i}`, description, residues: 'ACGT' }))
    const { files, request, collections } = filesOf([genome('as the genome has it')])
    const others = filesOf([genome('short')])
    expect(others.request.mask).toEqual(request.mask)
    const file = await files.open('fa', request)
    await bytesOf(file, 0, 100)
    collections.members = (...args) => others.collections.members(...args)
    await expect(bytesOf(file)).rejects.toThrow('other descriptions')
    for (const format of ['fa', 'fa.fai', 'fa'] as const) {
      const bytes = await bytesOf(await files.open(format, others.request))
      expect(Buffer.compare(bytes, naiveFile(format, genome('short')))).toBe(0)
    }
  })

  it('of no members are empty, or a header', async () => {
    const { files, request } = filesOf([[]])
    for (const format of FILE_FORMATS) {
      const bytes = await bytesOf(await files.open(format, request))
      expect(Buffer.compare(bytes, naiveFile(format, []))).toBe(0)
    }
  })

  it('read what a range needs, however long the sequences are', async () => {
    const members = ['a', 'b', 'c'].map((name) => ({
      ...{ name, residues: 'ACGTTGCANN'.repeat(60_000) },
    }))
    const { files, request, sequences } = filesOf([members])
    for (const format of ['fa', 'n.bed', '2bit'] as const) {
      const file = await files.open(format, request)
      const asked: number[] = []
      sequences.onRead = (start0, end0) => {
        asked.push(end0 - start0)
      }
      await bytesOf(file, file.size - 100, file.size)
      sequences.onRead = () => {}
      expect(asked.length).toBeLessThanOrEqual(2)
      expect(asked.reduce((a, b) => a + b, 0)).toBeLessThanOrEqual(57_344 + 400)
    }
  })

  it('name the members that share a name, for the formats that find by name', async () => {
    const twice = ['a', 'b', 'a', 'c', 'b'].map((name, i) => ({ name, residues: 'A'.repeat(i) }))
    const { files, request } = filesOf([twice])
    for (const format of ['fa.fai', '2bit'] as const) {
      await expect(files.open(format, request)).rejects.toMatchObject({
        code: 'DUPLICATE_NAMES',
        message: expect.stringContaining('"a", "b"'),
      })
    }
    for (const format of ['fa', 'dict', 'chrom.sizes', 'n.bed', 'mask.bed'] as const) {
      const bytes = await bytesOf(await files.open(format, request))
      expect(Buffer.compare(bytes, naiveFile(format, twice))).toBe(0)
    }
  })

  it('refuse what a format cannot hold, with the reason', async () => {
    const refused = async (format: FileFormat, member: Spelled) => {
      const { files, request } = filesOf([[member]])
      const error = await files.open(format, request).catch((cause: unknown) => cause)
      return (error as { code?: string }).code
    }
    expect(await refused('2bit', { name: 'p', residues: 'MKWVTF' })).toBe('NOT_NUCLEOTIDES')
    expect(await refused('2bit', { name: 'é'.repeat(128), residues: 'A' })).toBe('NAME_TOO_LONG')
    expect(await refused('2bit', { name: 'n'.repeat(255), residues: 'A' })).toBe(undefined)
    expect(await refused('fa.fai', { name: '', residues: 'A' })).toBe('UNNAMED_MEMBER')
    expect(await refused('fa', { name: '', residues: 'A' })).toBe(undefined)
  })

  it('say that other codes became N in 2bit', async () => {
    const { files, request } = filesOf([[{ name: 'a', residues: 'ACRNYryU' }]])
    const { warning } = await files.open('2bit', request)
    expect(warning).toBe('R, Y became N, as 2bit has no other codes')
    const plain = filesOf([[{ name: 'a', residues: 'ACNU' }]])
    expect((await plain.files.open('2bit', plain.request)).warning).toBeUndefined()
  })
})
