import { Command } from 'commander'
import { withStore } from '../options.ts'
import { CliError } from '../output.ts'
import { exportRefCache, type RefCacheOptions, withRefCache } from './export/ref-cache.ts'

export const exportFiles: Command = withRefCache(withStore(new Command('export')))
  .summary('write files for other programs')
  .description(
    'Writes sequences as files that other programs read in place, such as references for CRAM on machines without a network.',
  )
  .argument('[id...]', 'what to write: any digest, authority:alias, or a name that is unique')
  .option('--json', 'print the report as JSON')
  .addHelpText(
    'after',
    `
Examples:
  seqkeep export --ref-cache /data/ref-cache --all
  seqkeep export --ref-cache ref-cache NC_001422.1 6681ac2f62509cfc220d78751b8dc524`,
  )
  .action(async (ids: string[], options: Partial<RefCacheOptions>) => {
    const { refCache } = options
    if (refCache === undefined) throw new CliError('say what to write: give --ref-cache DIR')
    await exportRefCache(ids, { ...(options as RefCacheOptions), refCache })
  })
