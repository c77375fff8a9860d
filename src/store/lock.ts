import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { type Disk, replaceFile } from './disk.ts'
import { StoreError } from './store.ts'

/** How long a second writer stays quiet before it says for whom it waits. */
const QUIET_MS = 500

export interface LockOptions {
  /** Fail at once when another writer has the lock. */
  readonly noWait?: boolean
  /** Told once, with a description of the holder, when there is somebody to wait for. */
  readonly onWait?: (holder: string) => void
}

/** The writer's lock, held. */
export interface WriterLock {
  /** @throws Error when the lock is lost: nothing may be committed then. */
  assertHeld(): void
  release(): Promise<void>
}

/**
 * Takes the writer's lock of a store: the write mutex of a tiny LMDB environment. It lives in
 * shared memory, so it holds between containers on one machine, and the kernel releases it when
 * its holder dies, however it dies.
 *
 * A child process holds it, until its standard input ends: LMDB can only wait for a mutex, and a
 * thread that waits there can neither be told to stop nor let its process exit.
 *
 * @throws {@link StoreError} with `noWait`, when another writer has it.
 */
export async function lockWriter(
  store: string,
  disk: Disk,
  options: LockOptions = {},
): Promise<WriterLock> {
  const directory = join(store, 'lock')
  await disk.makeDirectory(directory)
  const child = spawn(
    process.execPath,
    ['--eval', HOLDER, createRequire(import.meta.url).resolve('lmdb'), join(directory, 'mutex')],
    // Its own process group: Ctrl-C is for the writer alone to handle.
    { stdio: ['pipe', 'pipe', 'pipe'], detached: true },
  )
  let complaint = ''
  child.stderr.setEncoding('utf8').on('data', (text) => {
    complaint += text
  })
  child.stdin.on('error', () => {})
  const exited = once(child, 'exit')
  const words = child.stdout.setEncoding('utf8')[Symbol.asyncIterator]()
  const lost = exited.then(() => {
    throw new Error(`the process that holds the store's lock has ended: ${complaint}`)
  })
  lost.catch(() => {})
  try {
    // First it says that it tries, then that it has it; on a free lock often both at once.
    const trying = await Promise.race([words.next(), lost])
    const held = trying.value === 'trying' ? words.next() : Promise.resolve()
    const quiet = setTimeout(QUIET_MS, 'busy', { ref: false })
    if ((await Promise.race([held, quiet, lost])) === 'busy') {
      const holder = await readHolder(directory)
      if (options.noWait) throw new StoreError(`another writer has the store: ${holder}`)
      options.onWait?.(holder)
      await Promise.race([held, lost])
    }
    await replaceFile(disk, directory, 'holder', describeThisProcess())
  } catch (error) {
    child.kill('SIGKILL')
    throw error
  }
  return {
    assertHeld() {
      if (child.exitCode === null && child.signalCode === null) return
      throw new Error(`the process that holds the store's lock has ended: ${complaint}`)
    },
    async release() {
      child.stdin.end()
      await exited
    },
  }
}

/**
 * Says "trying", then "held" when it has the mutex, and keeps it until its standard input ends. A
 * CommonJS module loads LMDB 20 ms sooner, for which every writer waits.
 */
const HOLDER = `
const [lmdb, path] = process.argv.slice(1)
const { writeSync } = require('node:fs')
const { open } = require(lmdb)
writeSync(1, 'trying')
const environment = open({ path, pageSize: 4096, noSync: true })
const released = environment.transactionSync(async () => {
  writeSync(1, ' held')
  await new Promise((resolve) => process.stdin.on('end', resolve).resume())
})
released.then(() => process.exit())
`

function describeThisProcess(): string {
  const command = process.argv.slice(2).join(' ')
  return `process ${process.pid} (seqkeep ${command}), since ${new Date().toISOString()}`
}

async function readHolder(directory: string): Promise<string> {
  return readFile(join(directory, 'holder'), 'utf8').catch(() => 'a process that has just begun')
}
