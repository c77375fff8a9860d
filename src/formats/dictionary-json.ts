import { parseIdentifier, sequenceId } from '../digest/identifier.ts'
import { FormatError } from './errors.ts'
import { type Json, readJsonArrays } from './json-arrays.ts'
import type { DictionaryBuilder } from './sequence-dictionary.ts'

const ADVICE =
  'give an object with the array "names", and of the same length "lengths", "md5s" or "sequences"'

/** Sequences that are added between two turns of others. */
const AT_ONCE = 4096

/** The elements of one array, in the form in which they are kept. */
class Column<T> {
  readonly values: (T | undefined)[] = []
  readonly #key: string
  readonly #expected: string
  readonly #read: (value: Json) => T | undefined

  /** @param read - Gives `undefined` for what is none of the expected. */
  constructor(key: string, expected: string, read: (value: Json) => T | undefined) {
    this.#key = key
    this.#expected = expected
    this.#read = read
  }

  add(value: Json): void {
    const read = value === null ? undefined : this.#read(value)
    if (read === undefined && (value !== null || this.#key === 'names')) {
      throw new FormatError(
        `"${this.#key}" has at index ${this.values.length} something that is not ${this.#expected}`,
      )
    }
    this.values.push(read)
  }
}

const UNUSED = { add: () => {} }

/**
 * Reads `{"names": [...], "lengths": [...], "md5s": [...], "sequences": [...]}`: the level 2 of a
 * sequence collection is one. All but the names may be absent, or `null` for one of them.
 *
 * @throws {@link FormatError} when it is anything else.
 */
export async function readDictionaryJson(
  chunks: AsyncIterable<Uint8Array>,
  builder: DictionaryBuilder,
): Promise<void> {
  const columns = {
    names: new Column('names', 'text', wellFormed),
    lengths: new Column('lengths', 'a whole number', wholeNumber),
    md5s: new Column('md5s', 'text', (value) => text(value)?.replace(/^md5:/i, '')),
    sequences: new Column('sequences', 'a digest such as "SQ...."', sequence),
  }
  const present = new Set<string>()
  await readJsonArrays(chunks, (key, isArray) => {
    if (!Object.hasOwn(columns, key)) return UNUSED
    if (!isArray) throw new FormatError(`"${key}" is no array; ${ADVICE}`)
    present.add(key)
    const column = columns[key as keyof typeof columns]
    return {
      add(value) {
        column.add(value)
        builder.expect(column.values.length)
      },
    }
  })
  if (!present.has('names')) throw new FormatError(`"names" is missing; ${ADVICE}`)
  const { names, lengths, md5s, sequences } = columns
  for (const key of present) {
    const { length } = columns[key as keyof typeof columns].values
    if (length === names.values.length) continue
    throw new FormatError(
      `"${key}" has ${length} elements, "names" has ${names.values.length}; ${ADVICE}`,
    )
  }
  for (const [i, name] of names.values.entries()) {
    const length = lengths.values[i]
    const id = sequences.values[i]
    const digest = id?.startsWith('SQ.') ? id.slice(3) : undefined
    const md5 = digest === undefined ? (id ?? md5s.values[i]) : md5s.values[i]
    builder.add({
      name: name!,
      ...(length !== undefined && { length }),
      ...(md5 !== undefined && { md5 }),
      ...(digest !== undefined && { digest }),
    })
    if (i % AT_ONCE === 0) await new Promise(setImmediate)
  }
}

function text(value: Json): string | undefined {
  return typeof value === 'string' ? value : undefined
}

function wellFormed(value: Json): string | undefined {
  return typeof value === 'string' && !/\p{Surrogate}/u.test(value) ? value : undefined
}

function wholeNumber(value: Json): number | undefined {
  return Number.isSafeInteger(value) && Number(value) >= 0 ? Number(value) : undefined
}

/** `SQ.` and a GA4GH digest, or an MD5 in hex, from any spelling. */
function sequence(value: Json): string | undefined {
  const id = typeof value === 'string' ? parseIdentifier(value) : undefined
  if (id?.kind === 'sha512t24u') return sequenceId(id.digest)
  return id?.kind === 'md5' ? Buffer.from(id.digest).toString('hex') : undefined
}
