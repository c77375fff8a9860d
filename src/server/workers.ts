import cluster, { type Address, type Worker } from 'node:cluster'
import { type RunningServer, STOP_SIGNALS, untilSignal } from './serve.ts'

/** Milliseconds of life below which the replacement of a worker is put off, longer each time. */
const SHORT_LIFE = 5000
const FIRST_DELAY = 100
const LONGEST_DELAY = 10_000

/** Workers in a row that ended before they listened, after which there is no use in trying. */
const PATIENCE = 5

const STOP_MESSAGE = 'seqkeep:stop'

/** What to run in several processes. */
export interface WorkerOptions {
  readonly count: number
  /** Called in each worker, to open the store and serve it. */
  readonly start: () => Promise<RunningServer>
  /** Called in the primary once the first worker listens. */
  readonly onListening: (address: { host: string; port: number }) => void
  /** Called in the primary for each worker that ended unasked. */
  readonly onDeath: (pid: number, reason: string) => void
}

/**
 * Serves from several processes, which share the port. The primary replaces workers that die and
 * ends them in good order on a signal, at once on a second one.
 *
 * @returns In a worker when it has stopped, in the primary when all have ended.
 * @throws In the primary, when workers fail to start again and again.
 */
export async function serveFromWorkers(options: WorkerOptions): Promise<void> {
  if (cluster.isPrimary) await new Primary(options).run()
  else await work(options.start)
}

async function work(start: WorkerOptions['start']): Promise<void> {
  // A terminal signals the whole group: a worker would take that and the primary's word for two.
  for (const name of STOP_SIGNALS) process.on(name, () => {})
  // Listened for before the start, during which the word can come, too.
  const stop = new Promise<void>((resolve) => {
    process.on('message', (message) => {
      if (message === STOP_MESSAGE) resolve()
    })
  })
  const server = await start()
  await stop
  await server.stop()
  // Nothing of this then holds the process: the caller closes its store, and it ends.
  cluster.worker!.disconnect()
}

class Primary {
  readonly #options: WorkerOptions
  readonly #workers = new Set<Worker>()
  #stopping = false
  #neverListened = 0
  #delay = FIRST_DELAY
  #ended: () => void = () => {}
  #failed: (error: Error) => void = () => {}

  constructor(options: WorkerOptions) {
    this.#options = options
  }

  async run(): Promise<void> {
    const { count, onListening } = this.#options
    const end = new Promise<void>((resolve, reject) => {
      this.#ended = resolve
      this.#failed = reject
    })
    cluster.once('listening', (_, { address, port }: Address) =>
      onListening({ host: address ?? 'localhost', port }),
    )
    for (let i = 0; i < count; i++) this.#fork()
    const stopped = untilSignal(() => {
      this.#stopping = true
      for (const worker of this.#workers) if (worker.isConnected()) worker.send(STOP_MESSAGE)
      if (this.#workers.size === 0) this.#ended()
      return end
    })
    await Promise.race([stopped, end])
  }

  #fork(): void {
    if (this.#stopping) return
    const worker = cluster.fork()
    const born = Date.now()
    let listened = false
    this.#workers.add(worker)
    worker.once('listening', () => {
      listened = true
      this.#neverListened = 0
    })
    worker.once('exit', (code, signal) => {
      this.#workers.delete(worker)
      if (this.#stopping) {
        if (this.#workers.size === 0) this.#ended()
        return
      }
      this.#options.onDeath(worker.process.pid!, signal ?? `exit code ${code}`)
      if (!listened) this.#neverListened++
      if (this.#neverListened >= PATIENCE) this.#giveUp()
      else this.#replace(Date.now() - born)
    })
  }

  #replace(life: number): void {
    this.#delay = life < SHORT_LIFE ? Math.min(2 * this.#delay, LONGEST_DELAY) : FIRST_DELAY
    setTimeout(() => this.#fork(), this.#delay)
  }

  #giveUp(): void {
    this.#stopping = true
    for (const worker of this.#workers) worker.process.kill('SIGKILL')
    this.#failed(new Error(`${PATIENCE} workers in a row did not start; the log says why.`))
  }
}
