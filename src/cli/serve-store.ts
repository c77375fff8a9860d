import cluster from 'node:cluster'
import { pino } from 'pino'
import { derivedIn } from '../collection/files/derived.ts'
import { createApp } from '../server/app.ts'
import type { RefgetVersion } from '../server/refget/media-types.ts'
import { serve as listen, type RunningServer, untilSignal } from '../server/serve.ts'
import { serveFromWorkers } from '../server/workers.ts'
import type { StoreReader } from '../store/reader.ts'
import { addExamples } from './examples.ts'
import { openForReading } from './open.ts'
import type { StoreOption } from './options.ts'
import { CliError, counted, printError, printLine } from './output.ts'
import { urlsToTry } from './urls-to-try.ts'
import { packageVersion } from './version.ts'

export interface ServeOptions extends StoreOption {
  readonly port: number
  readonly host: string
  readonly basePath?: readonly string[]
  readonly graphqlPath?: readonly string[]
  readonly defaultVersion: RefgetVersion
  readonly workers: number
  readonly subsequenceLimit?: number
  readonly logLevel: string
  readonly examples?: boolean
}

/** Serves a store until a signal comes. */
export async function serveStore(options: ServeOptions): Promise<void> {
  if (options.workers > 1) return serveWithWorkers(options)
  if (options.examples) await addExamples(options.store)
  const { store, server } = await start(options)
  await announce(options, store, server.url)
  await untilSignal(() => stop(store, server))
}

interface Started {
  readonly store: StoreReader
  readonly server: RunningServer
}

async function start(options: ServeOptions): Promise<Started> {
  const store = await openForReading(options.store)
  const app = createApp({
    store,
    genomes: store,
    collections: store,
    derived: derivedIn(`${options.store}/derived`),
    version: packageVersion,
    defaultVersion: options.defaultVersion,
    basePaths: options.basePath ?? [],
    graphqlPaths: options.graphqlPath ?? [],
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

async function serveWithWorkers(options: ServeOptions): Promise<void> {
  if (cluster.isPrimary) {
    if (options.examples) await addExamples(options.store)
    // A store that cannot be opened is said once, here, and not by each worker.
    await (await openForReading(options.store)).close()
  }
  await serveFromWorkers({
    count: options.workers,
    start: async () => {
      const { store, server } = await start(options)
      return { url: server.url, stop: () => stop(store, server) }
    },
    onListening: async ({ host, port }) => {
      const store = await openForReading(options.store)
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

async function announce(options: ServeOptions, store: StoreReader, url: string): Promise<void> {
  const { sequences } = await store.stats()
  printLine(
    `seqkeep ${packageVersion} serves ${counted(sequences, 'sequence')} of ${options.store}`,
  )
  printLine(`at ${url}/ (Ctrl-C ends it). Try:`)
  for (const path of await urlsToTry(store)) printLine(`  ${url}${path}`)
}

function asListenError(error: unknown, { host, port }: ServeOptions): unknown {
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
