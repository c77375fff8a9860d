import { Command, InvalidArgumentError } from 'commander'
import { FormatError } from '../../formats/errors.ts'
import { readName } from '../../formats/name.ts'
import type { AddReport } from '../../ingest/add-fasta.ts'
import { addFasta } from '../../ingest/add-fasta.ts'
import { prepareReading } from '../../ingest/read-fasta.ts'
import type { Alias } from '../../store/store.ts'
import type { StoreWriter } from '../../store/writer.ts'
import { openForWriting } from '../open.ts'
import { repeated, type StoreOption, withStore } from '../options.ts'
import { CliError, count, counted, printError, printJson, printLine } from '../output.ts'
import { showProgress } from '../progress.ts'

interface Options extends StoreOption {
  readonly name?: readonly Alias[]
  readonly circular?: readonly string[]
  readonly aliases: boolean
  readonly sha1?: boolean
  readonly wait: boolean
  readonly json?: boolean
}

interface Failure {
  readonly file: string
  readonly error: string
}

export const add: Command = withStore(new Command('add'))
  .summary('add FASTA files')
  .description(
    'Adds the sequences of FASTA files, plain, gzip or BGZF; - reads standard input. Each file is added whole or not at all.',
  )
  .argument('<file...>', 'FASTA files')
  .option('--name <authority:alias>', 'a name of the file as a collection (repeatable)', names)
  .option('--circular <name>', 'the record of this name is circular (repeatable)', repeated)
  .option('--no-aliases', 'take no names and accessions from headers')
  .option('--sha1', 'keep the SHA-1 of each sequence too (only when this makes the store)')
  .option('--no-wait', 'fail at once when another writer has the store')
  .option('--json', 'print the report as JSON')
  .addHelpText(
    'after',
    `
Examples:
  seqkeep add genome.fa.gz
  seqkeep add --name insdc:GCA_000146045.2 --name local:R64 GCA_000146045.2.fa.gz
  seqkeep add --circular MT --store /data/refs GRCh38.fa.gz pep.fa
  zcat *.fa.gz | seqkeep add -`,
  )
  .action(async (files: string[], options: Options) => {
    if (options.name && files.length > 1) {
      throw new CliError('--name names one file: add the files one by one, each with its names')
    }
    const opening = openForWriting(options.store, {
      wait: options.wait,
      create: { ...(options.sha1 && { sha1: true }) },
    })
    const [writer] = await Promise.all([opening, prepareReading(files[0]!)])
    try {
      await addAll(writer, files, options)
    } finally {
      await writer.close()
    }
  })

async function addAll(writer: StoreWriter, files: string[], options: Options): Promise<void> {
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

/** Option parser: gathers names. */
function names(text: string, previous: readonly Alias[] = []): readonly Alias[] {
  try {
    return [...previous, readName(text)]
  } catch (error) {
    throw new InvalidArgumentError((error as Error).message)
  }
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
