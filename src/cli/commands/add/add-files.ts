import { FormatError } from '../../../formats/errors.ts'
import type { AddReport } from '../../../ingest/add-fasta.ts'
import { addFasta } from '../../../ingest/add-fasta.ts'
import type { StoreWriter } from '../../../store/writer.ts'
import { openForWriting } from '../../open.ts'
import { CliError, count, counted, printError, printJson, printLine } from '../../output.ts'
import { showProgress } from '../../progress.ts'
import type { AddOptions } from '../add.ts'

interface Failure {
  readonly file: string
  readonly error: string
}

/** Adds files to a store, which is made where there is none, and prints what came of them. */
export async function addFiles(files: string[], options: AddOptions): Promise<void> {
  const writer = await openForWriting(options.store, {
    wait: options.wait,
    create: { ...(options.sha1 && { sha1: true }) },
  })
  try {
    await addAll(writer, files, options)
  } finally {
    await writer.close()
  }
}

async function addAll(writer: StoreWriter, files: string[], options: AddOptions): Promise<void> {
  const started = performance.now()
  const added: AddReport[] = []
  const failed: Failure[] = []
  for (const file of files) {
    const progress = showProgress(file, 'MB')
    try {
      const report = await addFasta(writer, file, {
        circular: new Set(options.circular),
        aliases: options.aliases,
        names: options.name ?? [],
        onProgress: (done, size) => progress.update(done, size),
      })
      progress.stop()
      added.push(report)
      if (!options.json) printReport(report)
    } catch (error) {
      progress.stop()
      if (!(error instanceof FormatError)) throw error
      failed.push({ file, error: error.message })
      if (!options.json) printError(`${file}: nothing added: ${error.message}`)
    }
  }
  const seconds = (performance.now() - started) / 1000
  const found = new Set(added.flatMap(({ circular }) => circular))
  const missing = (options.circular ?? []).filter((name) => !found.has(name))
  if (options.json) printJson({ added, failed, missingCircular: missing, seconds })
  else printSummary(added, failed, seconds)
  if (missing.length > 0) {
    throw new CliError(`no record is called ${missing.join(', ')}: nothing was marked as circular`)
  }
  if (failed.length > 0) process.exitCode = 1
}

function printReport(report: AddReport): void {
  const what = report.changed
    ? `${counted(report.new, 'new sequence')}, ${count(report.known)} known, ${counted(report.aliases, 'new name')}`
    : 'known already, nothing changed'
  const circular = report.circular.length > 0 ? `; circular: ${report.circular.join(', ')}` : ''
  printLine(`${report.file}: ${counted(report.records, 'record')}: ${what}${circular}`)
  const called = report.names.map(({ authority, alias }) => `, ${authority}:${alias}`)
  printLine(`  collection ${report.collection}${called.join('')}`)
  for (const { authority, alias } of report.sharedNames) {
    printError(`${report.file}: another collection is called ${authority}:${alias} too`)
  }
  if (report.dropped === 0) return
  const from = report.droppedFrom.map(
    ({ name, line, dropped }) => `${name} (line ${line}): ${dropped}`,
  )
  printError(`${report.file}: ${counted(report.dropped, 'character')} dropped that are no residues`)
  for (const line of from) printError(`  ${line}`)
}

function printSummary(added: AddReport[], failed: Failure[], seconds: number): void {
  const sum = (of: (report: AddReport) => number) =>
    added.reduce((total, each) => total + of(each), 0)
  const residues = sum((report) => report.residues)
  const rate = (residues / 1e6 / seconds).toFixed(1)
  printLine(
    [
      `${counted(added.length, 'file')} added${failed.length > 0 ? `, ${failed.length} failed` : ''}`,
      `${counted(
        sum((report) => report.new),
        'new sequence',
      )}, ${count(sum((report) => report.known))} known`,
      `${counted(residues, 'residue')} in ${seconds.toFixed(1)} s (${rate} MB/s)`,
    ].join('; '),
  )
}
