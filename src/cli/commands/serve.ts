import cluster from 'node:cluster'
import { Command, Option } from 'commander'
import { pino } from 'pino'
import { createApp } from '../../server/app.ts'
import type { RefgetVersion } from '../../server/refget/media-types.ts'
import { serve as listen, type RunningServer, untilSignal } from '../../server/serve.ts'
import { serveFromWorkers } from '../../server/workers.ts'
import { openStore } from '../../store/open.ts'
import type { StoreReader } from '../../store/reader.ts'
import { engines } from '../engines.ts'
import { addExamples } from '../examples.ts'
import { repeated, type StoreOption, wholeNumber, withStore } from '../options.ts'
import { CliError, counted, printError, printLine } from '../output.ts'
import { urlsToTry } from '../urls-to-try.ts'
import { packageVersion } from '../version.ts'

interface Options extends StoreOption {
  readonly port: number
  readonly host: string
  readonly basePath?: readonly string[]
  readonly defaultVersion: RefgetVersion
  readonly workers: number
  readonly subsequenceLimit?: number
  readonly logLevel: string
  readonly examples?: boolean
}

export const serve: Command = withStore(new Command('serve'))
  .summary('serve the store over HTTP')
  .description('Serves the store: GA4GH refget 1.0.0, 1.0.1 and 2.0.0, OpenAPI, a page for people.')
  .option('-p, --port <number>', 'port to listen on', wholeNumber(0, 65535), 8080)
  .option('--host <address>', 'address to listen on; 0.0.0.0 for all of the machine', '127.0.0.1')
  .option('--base-path <path>', 'answer under this path too (repeatable)', repeated)
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
  seqkeep serve --base-path /data/refget --default-version 1.0.1`,
  )
  .action(async (options: Options) => {
    if (options.workers > 1) return serveWithWorkers(options)
    if (options.examples) await addExamples(options.store)
    const { store, server } = await start(options)
    await announce(options, store, server.url)
    await untilSignal(() => stop(store, server))
  })

interface Started {
  readonly store: StoreReader
  readonly server: RunningServer
}

async function start(options: Options): Promise<Started> {
  const store = await openStore(options.store, engines)
  const app = createApp({
    store,
    version: packageVersion,
    defaultVersion: options.defaultVersion,
    basePaths: options.basePath ?? [],
    subsequenceLimit: options.subsequenceLimit ?? null,
    logger: pino({ level: options.logLevel }),
  })
  try {
    return { store, server: await listen(app, options) }
  } catch (error) {
    await store.close()
    throw asListenError(error, options)
  }
}

async function serveWithWorkers(options: Options): Promise<void> {
  if (cluster.isPrimary) {
    if (options.examples) await addExamples(options.store)
    // A store that cannot be opened is said once, here, and not by each worker.
    await (await openStore(options.store, engines)).close()
  }
  await serveFromWorkers({
    count: options.workers,
    start: async () => {
      const { store, server } = await start(options)
      return { url: server.url, stop: () => stop(store, server) }
    },
    onListening: async ({ host, port }) => {
      const store = await openStore(options.store, engines)
      await announce(options, store, `http://${host}:${port}`)
      await store.close()
    },
    onDeath: (pid, reason) =>
      printError(`worker ${pid} ended (${reason}); another takes its place`),
  })
}

async function stop(store: StoreReader, server: RunningServer): Promise<void> {
  await server.stop()
  await store.close()
}

async function announce(options: Options, store: StoreReader, url: string): Promise<void> {
  const { sequences } = await store.stats()
  printLine(
    `seqkeep ${packageVersion} serves ${counted(sequences, 'sequence')} of ${options.store}`,
  )
  printLine(`at ${url}/ (Ctrl-C ends it). Try:`)
  for (const path of await urlsToTry(store)) printLine(`  ${url}${path}`)
}

function asListenError(error: unknown, { host, port }: Options): unknown {
  const { code } = error as NodeJS.ErrnoException
  if (code === 'EADDRINUSE') {
    return new CliError(`port ${port} of ${host} is in use: choose another with --port`)
  }
  if (code === 'EACCES')
    return new CliError(`port ${port} is not for this user: choose one above 1023`)
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') {
    return new CliError(`${host} is no address of this machine: choose another with --host`)
  }
  return error
}
