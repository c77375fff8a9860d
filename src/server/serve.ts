import { constants } from 'node:os'
import type { FastifyInstance } from 'fastify'

/** A server that listens. */
export interface RunningServer {
  /** Such as `http://127.0.0.1:8080`. */
  readonly url: string
  /**
   * Refuses new connections, closes those without an answer under way, and resolves when the last
   * answer is sent.
   */
  stop(): Promise<void>
}

/**
 * Listens.
 *
 * @throws When the address is in use or not of this machine.
 */
export async function serve(
  app: FastifyInstance,
  { host, port }: { host: string; port: number },
): Promise<RunningServer> {
  const url = await app.listen({ host, port })
  return { url, stop: () => app.close() }
}

/** Signals that ask the process to end. */
export const STOP_SIGNALS = ['SIGINT', 'SIGTERM'] as const

/** Waits for a signal, then for `stop`. A second signal ends the process at once. */
export async function untilSignal(stop: () => Promise<void>): Promise<void> {
  let signals = 0
  let first = () => {}
  const asked = new Promise<void>((resolve) => {
    first = resolve
  })
  const onSignal = (signal: NodeJS.Signals) => {
    signals++
    if (signals === 1) first()
    else process.exit(128 + constants.signals[signal])
  }
  for (const signal of STOP_SIGNALS) process.on(signal, onSignal)
  await asked
  await stop()
  for (const signal of STOP_SIGNALS) process.removeListener(signal, onSignal)
}
