import { Replay } from '../../src/store/catalog/lmdb/replay.ts'
import { Sorter } from '../../src/store/catalog/sorter.ts'
import type { EntryVisitor } from '../../src/store/journal/entry-visitor.ts'
import type { Journal } from '../../src/store/journal/journal.ts'

/**
 * What happens at a step:
 *
 * - `error`: it fails, half done if it is a write; later ones succeed
 * - `late`: it is done and fails all the same
 * - `full`: from here on nothing can be written or made, only synced, renamed and removed
 * - `dead`: from here on every step fails, so that nothing is cleaned up
 * - `power`: as `dead`; then what was not synced is lost: data, new files, renames
 * - `data`: as `dead`; then data that was not synced is lost, but new files and renames are kept
 * - `kill`: the process kills itself, in the middle of a write
 */
export type Fault = 'error' | 'late' | 'full' | 'dead' | 'power' | 'data' | 'kill'

const LASTING: readonly Fault[] = ['full', 'dead', 'power', 'data']

/** Counts the steps of a run, and makes one of them fail. */
export class Steps {
  readonly names: string[] = []
  readonly #at: number
  readonly #fault: Fault

  /** @param at - Number of the step that fails, from 1; 0 for none. */
  constructor(at = 0, fault: Fault = 'error') {
    this.#at = at
    this.#fault = fault
  }

  /** A change of the disk; `half` is what a failure leaves of it. */
  async disk(
    name: string,
    action: () => Promise<void>,
    half: () => Promise<void> = async () => {},
  ): Promise<void> {
    const failing = this.#failing(name)
    if (!failing) return action()
    if (this.#fault === 'late') await action()
    else if (this.names.length === this.#at) await half()
    this.#fail(name)
  }

  /** A moment in the work of the catalog. */
  catalog(name: string): void {
    if (this.#failing(`catalog ${name}`)) this.#fail(`catalog ${name}`)
  }

  #failing(name: string): boolean {
    const number = this.names.push(name)
    if (this.#at === 0 || number < this.#at) return false
    if (this.#fault === 'full') return /create|write|makeDirectory|catalog/.test(name)
    return number === this.#at || LASTING.includes(this.#fault)
  }

  #fail(name: string): never {
    if (this.#fault === 'kill') process.kill(process.pid, 'SIGKILL')
    const code = this.#fault === 'full' ? 'ENOSPC' : 'EIO'
    throw Object.assign(new Error(`${code} injected at ${name}`), { code })
  }
}

/**
 * Makes steps of the moments in which a replay begins, has read a batch of the journal, has put all
 * pairs of a table, and has ended.
 *
 * @returns Ends it.
 */
export function stepThroughReplay(steps: Steps): () => void {
  const { apply } = Replay.prototype
  const { cursor } = Sorter.prototype
  Replay.prototype.apply = async function (journal, last) {
    steps.catalog('begin')
    const shown = await apply.call(this, stepThroughJournal(journal, steps), last)
    steps.catalog('end')
    return shown
  }
  Sorter.prototype.cursor = function () {
    const pairs = cursor.call(this)
    const advance = pairs.advance.bind(pairs)
    pairs.advance = () => {
      const more = advance()
      if (!more) steps.catalog('put')
      return more
    }
    return pairs
  }
  return () => {
    Replay.prototype.apply = apply
    Sorter.prototype.cursor = cursor
  }
}

function stepThroughJournal(journal: Journal, steps: Steps): Journal {
  return {
    bytes: (last: number) => journal.bytes(last),
    path: (number: number) => journal.path(number),
    async *visit(number: number, visitor: EntryVisitor) {
      for await (const _ of journal.visit(number, visitor)) {
        yield
        steps.catalog('read')
      }
    },
  } as Journal
}
