import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createRequire } from 'node:module'
import type { Socket } from 'node:net'

let prepared: LockHolder | undefined

/**
 * Starts the process that holds a lock, which takes 40 ms, beside what else there is to do before it is
 * known which. It is for the next {@link takeLockHolder}, and keeps no process alive that has none.
 */
export function prepareLockHolder(): void {
  prepared ??= new LockHolder()
}

/** The process that was started ahead, or another. */
export function takeLockHolder(): LockHolder {
  const holder = prepared ?? new LockHolder()
  prepared = undefined
  holder.ref()
  return holder
}

/** A process that waits for a mutex, and holds it until its standard input ends. */
export class LockHolder {
  readonly #child: ChildProcess
  readonly #pipes: readonly [Socket, Socket, Socket]
  readonly #words: NodeJS.AsyncIterator<string>
  #complaint = ''
  readonly #exited: Promise<unknown>
  /** Fails when it has ended. */
  readonly lost: Promise<never>

  constructor() {
    this.#child = spawn(
      process.execPath,
      ['--eval', PROGRAM, createRequire(import.meta.url).resolve('lmdb')],
      {
        stdio: ['pipe', 'pipe', 'pipe'],
        // Its own process group: Ctrl-C is for the writer alone to handle.
        detached: true,
        // It has no use for certificates, which Node reads at its start, for 30 ms.
        env: { ...process.env, NODE_EXTRA_CA_CERTS: undefined },
      },
    )
    // Such pipes are sockets, which their types do not say.
    const { stdin, stdout, stderr } = this.#child as unknown as Record<string, Socket>
    this.#pipes = [stdin!, stdout!, stderr!]
    stderr!.setEncoding('utf8').on('data', (text) => {
      this.#complaint += text
    })
    stdin!.on('error', () => {})
    this.#words = stdout!.setEncoding('utf8')[Symbol.asyncIterator]()
    this.#exited = once(this.#child, 'exit')
    this.lost = this.#exited.then(() => {
      throw this.#ended()
    })
    this.lost.catch(() => {})
    this.#child.unref()
    for (const pipe of this.#pipes) pipe.unref()
  }

  /** Lets it keep the process alive from here on. */
  ref(): void {
    this.#child.ref()
    for (const pipe of this.#pipes) pipe.ref()
  }

  /**
   * Tells it the mutex, by its path.
   *
   * @returns When it tries: a promise, within another, of having it.
   */
  async take(path: string): Promise<{ readonly held: Promise<unknown> }> {
    this.#pipes[0].write(`${path}\0`)
    // First it says that it tries, then that it has it; on a free lock often both at once.
    const trying = await this.#word()
    return { held: trying === 'trying' ? this.#word() : Promise.resolve() }
  }

  assertAlive(): void {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) throw this.#ended()
  }

  /** Lets it give the mutex back. */
  async release(): Promise<void> {
    this.#pipes[0].end()
    await this.#exited
  }

  kill(): void {
    this.#child.kill('SIGKILL')
  }

  async #word(): Promise<string> {
    const { done, value } = await this.#words.next()
    return done ? this.lost : value
  }

  #ended(): Error {
    return new Error(`the process that holds the store's lock has ended: ${this.#complaint}`)
  }
}

/**
 * Reads the path of an environment, says "trying", then "held" when it has the mutex, and keeps it
 * until its standard input ends. A CommonJS module loads LMDB 20 ms sooner, for which every writer
 * waits; nothing in it is asynchronous, as there is nothing else that it could do.
 */
const PROGRAM = `
const { readSync, writeSync } = require('node:fs')
const { open } = require(process.argv[1])
const bytes = Buffer.alloc(65536)
let length = 0
while (length === 0 || bytes[length - 1] !== 0) {
  const count = readSync(0, bytes.subarray(length))
  if (count === 0) process.exit()
  length += count
}
const path = bytes.toString('utf8', 0, length - 1)
writeSync(1, 'trying')
open({ path, pageSize: 4096, noSync: true }).transactionSync(() => {
  writeSync(1, ' held')
  while (readSync(0, bytes) > 0);
})
process.exit()
`
