import { Command } from 'commander'
import { hex } from '../../digest/hex.ts'
import { sequenceId } from '../../digest/identifier.ts'
import { openStore } from '../../store/open.ts'
import { engines } from '../engines.ts'
import { type StoreOption, withStore } from '../options.ts'
import { count, printJson, printLine } from '../output.ts'
import { resolveSequence } from '../resolve.ts'

export const info: Command = withStore(new Command('info'))
  .summary('tell what is known of a sequence')
  .description('Prints digests, length and all names of a sequence.')
  .argument('<id>', 'any digest, authority:alias, or a name that is unique')
  .option('--json', 'print JSON')
  .addHelpText(
    'after',
    `
Examples:
  seqkeep info insdc:BK006935.2
  seqkeep info --json md5:6681ac2f62509cfc220d78751b8dc524`,
  )
  .action(async (id: string, options: StoreOption & { json?: boolean }) => {
    const store = await openStore(options.store, engines)
    try {
      const record = await resolveSequence(store, id)
      const { digest, md5, sha1, length, circular } = record
      const aliases = await store.aliases(digest)
      const digests = {
        ga4gh: `ga4gh:${sequenceId(digest)}`,
        trunc512: hex(digest),
        md5: hex(md5),
        ...(sha1 && { sha1: hex(sha1) }),
      }
      if (options.json) return printJson({ ...digests, length, circular, aliases })
      for (const [name, value] of Object.entries(digests)) printLine(`${name.padEnd(9)} ${value}`)
      printLine(`length    ${count(length)}${circular ? ', circular' : ''}`)
      for (const { authority, alias } of aliases) printLine(`alias     ${authority}:${alias}`)
    } finally {
      await store.close()
    }
  })
