import { Command } from 'commander'
import { removeGenome } from '../../../ingest/remove-genome.ts'
import { openForReading, openForWriting } from '../../open.ts'
import { type StoreOption, withStore } from '../../options.ts'
import { counted, printJson, printLine } from '../../output.ts'
import { showProgress } from '../../progress.ts'
import { findGenome } from './find.ts'

interface Options extends StoreOption {
  readonly wait: boolean
  readonly json?: boolean
}

export const remove: Command = withStore(new Command('remove'))
  .summary('remove a genome')
  .description(
    'Removes a genome with its genes, and the sequences that nothing else names: no other file, genome or alias.',
  )
  .argument('<genome>', 'genome id or assembly accession')
  .option('--no-wait', 'fail at once when another writer has the store')
  .option('--json', 'print JSON')
  .addHelpText(
    'after',
    `
Examples:
  seqkeep genome remove GCA_000146045.2`,
  )
  .action(async (name: string, options: Options) => {
    const genomeId = await resolve(options.store, name)
    const writer = await openForWriting(options.store, { wait: options.wait })
    const progress = showProgress('journal', 'M records')
    try {
      const removed = await removeGenome(writer, genomeId, progress.update)
      progress.stop()
      if (options.json) return printJson(removed)
      printLine(
        `genome ${genomeId}: removed, with ${counted(removed.sequences, 'sequence')} and ${counted(removed.aliases, 'name')} that nothing else states`,
      )
    } finally {
      progress.stop()
      await writer.close()
    }
  })

/** In one process LMDB opens a catalog either for reading or for writing: this comes first. */
async function resolve(directory: string, name: string): Promise<string> {
  const store = await openForReading(directory)
  try {
    return (await findGenome(store, name)).genomeId
  } finally {
    await store.close()
  }
}
