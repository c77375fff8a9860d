import { Command } from 'commander'
import { verifyCollections } from '../../ingest/verify-collections.ts'
import { Journal } from '../../store/journal/journal.ts'
import { verifyStore } from '../../store/verify.ts'
import { engines } from '../engines.ts'
import { openForReading } from '../open.ts'
import { type StoreOption, withStore } from '../options.ts'
import { counted, printError, printJson, printLine } from '../output.ts'
import { showProgress } from '../progress.ts'

export const verify: Command = withStore(new Command('verify'))
  .summary('check every byte of the store')
  .description(
    'Reads every journal record and every block, recomputes every digest, and names each bad sequence. Exits with 1 when something is wrong.',
  )
  .option('--json', 'print the report as JSON')
  .addHelpText(
    'after',
    `
Examples:
  seqkeep verify
  seqkeep verify --store /data/refs --json`,
  )
  .action(async (options: StoreOption & { json?: boolean }) => {
    const store = await openForReading(options.store)
    try {
      const { residues } = await store.stats()
      const progress = showProgress('verify', 'M residues')
      const report = await verifyStore(
        new Journal(options.store),
        store.catalog,
        engines.blobs(options.store),
        store.settings,
        (done) => progress.update(done, residues),
      )
      progress.stop()
      const collections = await verifyCollections(store)
      const problems = [...report.problems, ...collections.problems.map((message) => ({ message }))]
      if (problems.length > 0) process.exitCode = 1
      if (options.json)
        return printJson({ ...report, collections: collections.collections, problems })
      for (const { message } of problems) printError(message)
      printLine(
        `${counted(report.records, 'journal record')}, ${counted(report.sequences, 'sequence')}, ${counted(report.residues, 'residue')}, ${counted(collections.collections, 'collection')}: ${
          problems.length === 0 ? 'all good' : counted(problems.length, 'problem')
        }`,
      )
    } finally {
      await store.close()
    }
  })
