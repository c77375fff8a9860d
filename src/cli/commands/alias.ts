import { Command } from 'commander'
import { FormatError } from '../../formats/errors.ts'
import { addAliases } from '../../ingest/add-aliases.ts'
import { openForWriting } from '../open.ts'
import { type StoreOption, withStore } from '../options.ts'
import { CliError, counted, printJson, printLine } from '../output.ts'

interface Options extends StoreOption {
  readonly wait: boolean
  readonly json?: boolean
}

const add = withStore(new Command('add'))
  .summary('add names from a TSV file')
  .description(
    `Adds names, and marks of circular sequences, from a file of tab-separated columns:
digest or name, authority, alias, and optionally the word circular (or linear, to take that back).
Authority and alias may be empty beside such a word. # begins a comment.
A digest or name that no sequence has names a collection.
All of the file is added, or nothing.`,
  )
  .argument('<file>', 'TSV file; - reads standard input')
  .option('--no-wait', 'fail at once when another writer has the store')
  .option('--json', 'print the report as JSON')
  .addHelpText(
    'after',
    `
Examples:
  seqkeep alias add names.tsv
  printf 'NC_001422.1\\tinsdc\\tJ02482.1\\tcircular\\n' | seqkeep alias add -`,
  )
  .action(async (file: string, options: Options) => {
    const writer = await openForWriting(options.store, { wait: options.wait })
    try {
      const report = await addAliases(writer, file)
      if (options.json) return printJson(report)
      const what = report.changed
        ? `${counted(report.aliases + report.collectionAliases, 'new name')}, ${counted(report.circular, 'circular mark')} changed`
        : 'nothing new'
      printLine(`${file}: ${counted(report.rows, 'row')}: ${what}`)
    } catch (error) {
      if (!(error instanceof FormatError)) throw error
      throw new CliError(`${file}: nothing added: ${error.message}`, { cause: error })
    } finally {
      await writer.close()
    }
  })

export const alias: Command = new Command('alias')
  .summary('names of sequences and collections')
  .addCommand(add)
  .addHelpText(
    'after',
    `
Examples:
  seqkeep alias add names.tsv`,
  )
