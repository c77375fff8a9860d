import { Command, InvalidArgumentError } from 'commander'
import { readName } from '../../formats/name.ts'
import { prepareReading } from '../../ingest/prepare-reading.ts'
import { prepareLockHolder } from '../../store/lock-holder.ts'
import type { Alias } from '../../store/store.ts'
import { repeated, type StoreOption, withStore } from '../options.ts'
import { CliError } from '../output.ts'

export interface AddOptions extends StoreOption {
  readonly name?: readonly Alias[]
  readonly circular?: readonly string[]
  readonly aliases: boolean
  readonly sha1?: boolean
  readonly wait: boolean
  readonly json?: boolean
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
  .action(async (files: string[], options: AddOptions) => {
    if (options.name && files.length > 1) {
      throw new CliError('--name names one file: add the files one by one, each with its names')
    }
    prepareLockHolder()
    await prepareReading(files[0]!)
    const { addFiles } = await import('./add/add-files.ts')
    await addFiles(files, options)
  })

/** Option parser: gathers names. */
function names(text: string, previous: readonly Alias[] = []): readonly Alias[] {
  try {
    return [...previous, readName(text)]
  } catch (error) {
    throw new InvalidArgumentError((error as Error).message)
  }
}
