import { stat } from 'node:fs/promises'
import { resolve } from 'node:path'
import { allSequences, writeRefCache } from '../../../ingest/ref-cache.ts'
import { Journal } from '../../../store/journal/journal.ts'
import type { SequenceRecord } from '../../../store/store.ts'
import { openForReading } from '../../open.ts'
import type { StoreOption } from '../../options.ts'
import { CliError, counted, printJson, printLine } from '../../output.ts'
import { showProgress } from '../../progress.ts'
import { resolveSequence } from '../../resolve.ts'

/** What `seqkeep export --ref-cache` can be told. */
export interface RefCacheOptions extends StoreOption {
  readonly refCache: string
  readonly all?: boolean
  readonly json?: boolean
}

/**
 * Writes sequences into a reference cache.
 *
 * @param ids Any identifiers of sequences; none with `--all`.
 */
export async function exportRefCache(
  ids: readonly string[],
  options: RefCacheOptions,
): Promise<void> {
  const { refCache: directory, all = false } = options
  if (all === ids.length > 0) {
    throw new CliError('name the sequences to write, or give --all, not both')
  }
  const there = await stat(directory).catch(() => undefined)
  if (there?.isDirectory() === false) throw new CliError(`${directory} is not a directory`)
  const store = await openForReading(options.store)
  try {
    // All names are looked up before anything is written.
    const records: SequenceRecord[] = []
    for (const id of ids) records.push(await resolveSequence(store, id))
    const total = all
      ? (await store.stats()).residues
      : records.reduce((sum, { length }) => sum + length, 0)
    const progress = showProgress('export', 'M residues')
    const report = await writeRefCache(
      store,
      all ? allSequences(store, new Journal(options.store)) : records,
      directory,
      (residues) => progress.update(residues, total),
    ).finally(() => progress.stop())
    if (options.json) return printJson(report)
    printLine(
      `${counted(report.written, 'reference')} written (${counted(report.residues, 'residue')}), ${report.kept} kept. For samtools: REF_PATH=${resolve(directory)}/%2s/%2s/%s`,
    )
  } finally {
    await store.close()
  }
}
