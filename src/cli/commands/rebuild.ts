import { Command } from 'commander'
import { rebuildCatalog } from '../../store/writer.ts'
import { engines } from '../engines.ts'
import { type StoreOption, withStore } from '../options.ts'
import { printError, printLine } from '../output.ts'

export const rebuild: Command = withStore(new Command('rebuild'))
  .summary('make the catalog anew')
  .description(
    'Makes the catalog anew from the journal, beside the old one. Servers go on meanwhile and move to the new one by themselves.',
  )
  .option('--no-wait', 'fail at once when another writer has the store')
  .addHelpText(
    'after',
    `
Examples:
  seqkeep rebuild
  seqkeep rebuild --store /data/refs`,
  )
  .action(async (options: StoreOption & { wait: boolean }) => {
    const started = performance.now()
    await rebuildCatalog(options.store, engines, {
      noWait: !options.wait,
      onWait: (holder) => printError(`waiting for ${holder}`),
    })
    printLine(`catalog rebuilt in ${((performance.now() - started) / 1000).toFixed(1)} s`)
  })
