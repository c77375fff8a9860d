import { createRequire } from 'node:module'
import type CliProgress from 'cli-progress'
import { printError } from './output.ts'

/** Milliseconds between the lines that stand in for a bar where there is no terminal. */
const LINE_EVERY_MS = 10_000

/** Shows how far a long task is. */
export interface ProgressDisplay {
  /** @param done - In the unit of the task's size; `size` is unknown for a pipe. */
  update(done: number, size: number | undefined): void
  stop(): void
}

/** A bar on a terminal, a plain line now and then elsewhere; both on standard error. */
export function showProgress(label: string, unit: string): ProgressDisplay {
  return process.stderr.isTTY ? barDisplay(label, unit) : lineDisplay(label, unit)
}

function barDisplay(label: string, unit: string): ProgressDisplay {
  // Loaded where there is a terminal: it takes 4 ms.
  const { SingleBar } = createRequire(import.meta.url)('cli-progress') as typeof CliProgress
  const bar = new SingleBar({
    format: `${label} {bar} {percentage}% | {millions} ${unit} | {rate} ${unit}/s`,
    clearOnComplete: true,
    hideCursor: true,
    stream: process.stderr,
  })
  const started = performance.now()
  let running = false
  return {
    update(done, size) {
      const rate = done / 1e3 / Math.max(performance.now() - started, 1)
      const shown = { millions: (done / 1e6).toFixed(0), rate: rate.toFixed(0) }
      if (running) bar.setTotal(size ?? done)
      else bar.start(size ?? done, 0, shown)
      running = true
      bar.update(done, shown)
    },
    stop() {
      if (running) bar.stop()
    },
  }
}

function lineDisplay(label: string, unit: string): ProgressDisplay {
  let last = performance.now()
  return {
    update(done, size) {
      const now = performance.now()
      if (now - last < LINE_EVERY_MS) return
      last = now
      const share = size ? ` (${Math.floor((100 * done) / size)}%)` : ''
      printError(`${label}: ${(done / 1e6).toFixed(0)} ${unit}${share}`)
    },
    stop() {},
  }
}
