import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { type Disk, replaceFile } from './disk.ts'
import { takeLockHolder } from './lock-holder.ts'
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
  const holder = takeLockHolder()
  const { lost } = holder
  try {
    const { held } = await Promise.race([holder.take(join(directory, 'mutex')), lost])
    const quiet = setTimeout(QUIET_MS, 'busy', { ref: false })
    if ((await Promise.race([held, quiet, lost])) === 'busy') {
      const other = await readHolder(directory)
      if (options.noWait) throw new StoreError(`another writer has the store: ${other}`)
      options.onWait?.(other)
      await Promise.race([held, lost])
    }
    await replaceFile(disk, directory, 'holder', describeThisProcess())
  } catch (error) {
    holder.kill()
    throw error
  }
  return {
    assertHeld: () => holder.assertAlive(),
    release: () => holder.release(),
  }
}

function describeThisProcess(): string {
  const command = process.argv.slice(2).join(' ')
  return `process ${process.pid} (seqkeep ${command}), since ${new Date().toISOString()}`
}

async function readHolder(directory: string): Promise<string> {
  return readFile(join(directory, 'holder'), 'utf8').catch(() => 'a process that has just begun')
}
