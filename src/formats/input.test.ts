import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readlinkSync, rmSync, writeFileSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, describe, expect, it } from 'vitest'
import { FormatError } from './errors.ts'
import { type Input, openInput } from './input.ts'

const folder = mkdtempSync(join(tmpdir(), 'seqkeep-input-'))
afterAll(() => rmSync(folder, { recursive: true }))

function written(name: string, data: Uint8Array): string {
  const path = join(folder, name)
  writeFileSync(path, data)
  return path
}

async function readAll(input: Input): Promise<Buffer> {
  const parts: Buffer[] = []
  for await (const chunk of input.chunks) parts.push(Buffer.from(chunk))
  return Buffer.concat(parts)
}

async function* pieces(data: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < data.length; at += size) yield data.subarray(at, at + size)
}

/** How often this process has a file open. */
function openCount(path: string): number {
  const descriptors = readdirSync('/proc/self/fd').map((fd) => {
    try {
      return readlinkSync(join('/proc/self/fd', fd))
    } catch {
      return '' // The descriptor by which the folder itself was read.
    }
  })
  return descriptors.filter((target) => target === path).length
}

const data = Buffer.alloc(3_000_000, '>chr1\nACGTTGCA\n')

describe('an input', () => {
  it('gives a plain file as it is, and its size', async () => {
    const input = await openInput(written('plain.fa', data))
    expect(input).toMatchObject({ size: data.length, bytesRead: 0 })
    expect((await readAll(input)).equals(data)).toBe(true)
    expect(input.bytesRead).toBe(data.length)
  })

  it('recognises gzip by its content, and counts the bytes as stored', async () => {
    const compressed = gzipSync(data)
    const input = await openInput(written('misnamed.fa', compressed))
    expect(input.size).toBe(compressed.length)
    expect((await readAll(input)).equals(data)).toBe(true)
    expect(input.bytesRead).toBe(compressed.length)
  })

  it('gives files of no, one and two bytes', async () => {
    for (const text of ['', 'a', '\x1f', 'ab']) {
      const input = await openInput(written('tiny', Buffer.from(text)))
      expect((await readAll(input)).toString()).toBe(text)
    }
  })

  it('reads standard input, of unknown size, in pieces of one byte too', async () => {
    const small = data.subarray(0, 1000)
    for (const bytes of [small, gzipSync(small)]) {
      for (const size of [1, 2, 77, 5000]) {
        const input = await openInput('-', pieces(bytes, size))
        expect(input.size).toBeUndefined()
        expect((await readAll(input)).equals(small)).toBe(true)
        expect(input.bytesRead).toBe(bytes.length)
      }
    }
  })

  it.skipIf(process.platform === 'win32')('reads a named pipe, of unknown size', async () => {
    const path = join(folder, 'pipe')
    execFileSync('mkfifo', [path])
    const writing = open(path, 'w').then(async (file) => {
      await file.writeFile(gzipSync(data))
      await file.close()
    })
    const input = await openInput(path)
    expect(input.size).toBeUndefined()
    expect((await readAll(input)).equals(data)).toBe(true)
    await writing
  })

  it('says what to do about a file that is missing, or a directory', async () => {
    const message = (path: string) => openInput(path).catch((error) => error)
    for (const path of [join(folder, 'none.fa'), join(written('file', data), 'below.fa')]) {
      const error = await message(path)
      expect(error).toBeInstanceOf(FormatError)
      expect(error.message).toMatch(/no such file; check the path/)
    }
    expect((await message(folder)).message).toMatch(/a directory; give the files in it/)
  })

  it('says so when the file may not be read', async () => {
    async function* denied(): AsyncGenerator<Uint8Array> {
      yield data.subarray(0, 10)
      throw Object.assign(new Error('EACCES: permission denied'), { code: 'EACCES' })
    }
    const input = await openInput('-', denied())
    await expect(readAll(input)).rejects.toThrow(/no permission to read it/)
  })

  it.skipIf(process.platform !== 'linux')('closes the file, however the reading ends', async () => {
    const good = gzipSync(data)
    const damaged = Buffer.concat([good.subarray(0, 40), Buffer.alloc(100, 0xff)])
    const long = Buffer.alloc(5_000_000, 'ACGT')
    for (const [name, bytes] of [
      ['good.gz', good],
      ['damaged.gz', damaged],
      ['cut.gz', good.subarray(0, 100)],
      ['long.fa', long],
      ['empty.fa', Buffer.alloc(0)],
    ] as const) {
      const path = written(name, bytes)
      for (const leave of [false, true]) {
        const input = await openInput(path)
        expect(openCount(path)).toBe(1)
        try {
          for await (const _ of input.chunks) if (leave) break
        } catch (error) {
          expect(error).toBeInstanceOf(FormatError)
        }
        expect(openCount(path)).toBe(0)
      }
    }
  })
})
