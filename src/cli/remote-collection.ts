import type { AttributeName } from '../collection/attributes.ts'
import type { Comparable } from '../collection/comparable.ts'
import type { NamedSequence } from '../collection/differences.ts'
import { readCollection } from '../collection/posted.ts'
import { parseSha512t24u } from '../digest/sha512t24u.ts'
import { FormatError } from '../formats/errors.ts'
import type { Side } from './compare-side.ts'
import { CliError } from './output.ts'

/**
 * Reads a collection of another server, at level 2.
 *
 * @param url Of the collection, such as https://host/collection/DIGEST.
 * @param seconds After which to give up, when nothing or no more has come.
 * @throws {@link CliError} for what is no such URL, no answer, or another answer than a collection.
 */
export async function remoteSide(url: string, seconds: number): Promise<Side> {
  const address = levelTwo(url)
  const patience = new Patience(seconds)
  try {
    const response = await fetch(address, {
      headers: { Accept: 'application/json' },
      signal: patience.signal,
    })
    if (!response.ok || !response.body) {
      throw new CliError(`${url} answered ${response.status}${await reasonOf(response)}`)
    }
    const comparable = await readCollection(patience.with(response.body))
    for (const name of ['names', 'lengths', 'sequences']) {
      if (!comparable.attributes.has(name)) throw new CliError(`${url} has no "${name}"`)
    }
    return { name: url, comparable, members: () => membersOf(comparable) }
  } catch (error) {
    if (error instanceof CliError) throw error
    if (error instanceof FormatError) {
      throw new CliError(`${url} is no sequence collection: ${error.message}`, { cause: error })
    }
    if (patience.signal.aborted) {
      throw new CliError(`${url}: nothing came for ${seconds} seconds (--timeout allows more)`)
    }
    const { cause, message } = error as Error & { cause?: { message?: string; code?: string } }
    throw new CliError(`${url} cannot be read: ${cause?.message || cause?.code || message}`, {
      cause: error,
    })
  } finally {
    patience.end()
  }
}

function levelTwo(url: string): URL {
  let address: URL
  try {
    address = new URL(url)
  } catch {
    throw new CliError(`'${url}' is no URL`)
  }
  if (!/\/collection\/[^/]+\/?$/.test(address.pathname)) {
    throw new CliError(
      `'${url}' is no URL of a collection: give one such as https://HOST/collection/DIGEST`,
    )
  }
  address.searchParams.set('level', '2')
  return address
}

async function reasonOf(response: Response): Promise<string> {
  const text = (await response.text()).slice(0, 10_000)
  try {
    const { message, detail } = JSON.parse(text) as { message?: unknown; detail?: unknown }
    const reason = message ?? detail
    return typeof reason === 'string' ? `: ${reason}` : ''
  } catch {
    return ''
  }
}

/** Gives up when nothing has come for a time, however long the whole takes. */
class Patience {
  readonly #controller = new AbortController()
  readonly #timer: NodeJS.Timeout

  constructor(seconds: number) {
    this.#timer = setTimeout(() => this.#controller.abort(), seconds * 1000)
  }

  get signal(): AbortSignal {
    return this.#controller.signal
  }

  async *with(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    for await (const chunk of chunks) {
      this.#timer.refresh()
      yield chunk
    }
  }

  end(): void {
    clearTimeout(this.#timer)
  }
}

/** The members of a posted collection, whose arrays come in batches of the same size. */
async function* membersOf(comparable: Comparable): AsyncGenerator<readonly NamedSequence[]> {
  const parsed = async function* <T>(name: AttributeName): AsyncGenerator<T[]> {
    for await (const batch of comparable.elements(name)) yield JSON.parse(`[${batch.join(',')}]`)
  }
  const lengths = parsed<number>('lengths')
  const sequences = parsed<string>('sequences')
  for await (const names of parsed<string>('names')) {
    const [length, sequence] = [(await lengths.next()).value, (await sequences.next()).value]
    yield names.map((name, i) => ({
      name,
      length: length[i],
      digest: digestOf(sequence[i]),
    }))
  }
}

/** What is no refget identifier is like nothing that has one. */
function digestOf(sequence: string): Uint8Array {
  const id = sequence.replace(/^ga4gh:/, '')
  return (id.startsWith('SQ.') && parseSha512t24u(id.slice(3))) || Buffer.from(sequence)
}
