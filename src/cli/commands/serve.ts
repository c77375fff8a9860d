import { Command, Option } from 'commander'
import { repeated, wholeNumber, withStore } from '../options.ts'
import type { ServeOptions } from '../serve-store.ts'

export const serve: Command = withStore(new Command('serve'))
  .summary('serve the store over HTTP')
  .description(
    'Serves the store: GA4GH refget 1.0.0, 1.0.1 and 2.0.0, GraphQL, OpenAPI, a page for people.',
  )
  .option('-p, --port <number>', 'port to listen on', wholeNumber(0, 65535), 8080)
  .option('--host <address>', 'address to listen on; 0.0.0.0 for all of the machine', '127.0.0.1')
  .option('--base-path <path>', 'answer under this path too (repeatable)', repeated)
  .option('--graphql-path <path>', 'answer GraphQL at this path too (repeatable)', repeated)
  .addOption(
    new Option('--default-version <version>', 'refget version that generic media types get')
      .choices(['1.0.0', '1.0.1', '2.0.0'])
      .default('2.0.0'),
  )
  .option('--workers <number>', 'processes that serve', wholeNumber(1, 1024), 1)
  .option('--subsequence-limit <residues>', 'longest part of a sequence to send', wholeNumber(1))
  .addOption(
    new Option('--log-level <level>', 'info logs each request')
      .choices(['fatal', 'error', 'warn', 'info', 'debug'])
      .default('warn'),
  )
  .option('--examples', 'add the example files first, if there is no store yet')
  .addHelpText(
    'after',
    `
Examples:
  seqkeep serve
  seqkeep serve --store /data/refs --host 0.0.0.0 --port 80 --workers 8
  seqkeep serve --base-path /data/refget --graphql-path /data/graphql --default-version 1.0.1`,
  )
  .action(async (options: ServeOptions) => {
    // Fastify takes 100 ms to load, which no other command needs.
    const { serveStore } = await import('../serve-store.ts')
    await serveStore(options)
  })
