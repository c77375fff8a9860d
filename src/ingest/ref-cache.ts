import { createHash } from 'node:crypto'
import { mkdir, open, rename, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { hex } from '../digest/hex.ts'
import { sequenceId } from '../digest/identifier.ts'
import type { Journal } from '../store/journal/journal.ts'
import { DamageError, type SequenceRecord, type SequenceStore } from '../store/store.ts'

/** Residues read and written at once. */
const PIECE = 1 << 20

/** What was done to a reference cache. */
export interface RefCacheReport {
  readonly written: number
  /** Those that were there already. */
  readonly kept: number
  /** Of those that were written. */
  readonly residues: number
}

/**
 * Writes sequences into a directory as htslib keeps references: upper-case residues and nothing else,
 * at `%2s/%2s/%s` of the MD5, read-only. A file gets its name when it is complete, checked against its
 * MD5, and on disk: htslib looks at no more than the name. Files that are there with the right size are
 * kept, so that a run which was interrupted goes on where it was.
 *
 * @param onProgress Told the residues of the sequences done so far.
 * @throws {@link DamageError} when a stored sequence is not what was written.
 */
export async function writeRefCache(
  store: SequenceStore,
  records: AsyncIterable<SequenceRecord> | Iterable<SequenceRecord>,
  directory: string,
  onProgress: (residues: number) => void = () => {},
): Promise<RefCacheReport> {
  const report = { written: 0, kept: 0, residues: 0 }
  let done = 0
  for await (const record of records) {
    const path = join(directory, refCachePath(record.md5))
    if ((await sizeOf(path)) === record.length) {
      report.kept++
    } else {
      await writeReference(store, record, path, (residues) => onProgress(done + residues))
      report.written++
      report.residues += record.length
    }
    done += record.length
    onProgress(done)
  }
  return report
}

/** All sequences of a store, as they were added; none is held in memory. */
export async function* allSequences(
  store: SequenceStore,
  journal: Journal,
): AsyncGenerator<SequenceRecord> {
  // What is committed while this runs is not looked at.
  const { journal: last } = await store.stats()
  for (let number = 1; number <= last; number++) {
    for await (const entries of journal.read(number)) {
      for (const entry of entries) {
        if (entry.kind !== 'sequence') continue
        // None where it was removed since.
        yield* await store.find({ kind: 'sha512t24u', digest: entry.digest })
      }
    }
  }
}

function refCachePath(md5: Uint8Array): string {
  const digits = hex(md5)
  return join(digits.slice(0, 2), digits.slice(2, 4), digits.slice(4))
}

async function sizeOf(path: string): Promise<number | undefined> {
  const found = await stat(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error
  })
  return found?.size
}

async function writeReference(
  store: SequenceStore,
  record: SequenceRecord,
  path: string,
  onProgress: (residues: number) => void,
): Promise<void> {
  await mkdir(dirname(path), { recursive: true })
  const temporary = `${path}.${process.pid}.tmp`
  const file = await open(temporary, 'w')
  try {
    const md5 = createHash('md5')
    const buffer = new Uint8Array(Math.min(record.length, PIECE))
    for (let start0 = 0; start0 < record.length; start0 += PIECE) {
      const end0 = Math.min(start0 + PIECE, record.length)
      await store.read(record, start0, end0, buffer)
      const residues = buffer.subarray(0, end0 - start0)
      md5.update(residues)
      await file.writeFile(residues)
      onProgress(end0)
    }
    if (!md5.digest().equals(record.md5)) {
      throw new DamageError(
        `${sequenceId(record.digest)} is not what was stored, and was left out: run seqkeep verify`,
      )
    }
    // Past the umask: a cache is for all users of a machine.
    await file.chmod(0o444)
    await file.sync()
    await file.close()
    await rename(temporary, path)
  } catch (error) {
    await file.close()
    await rm(temporary, { force: true })
    throw error
  }
}
