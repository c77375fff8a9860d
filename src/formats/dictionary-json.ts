import { parseIdentifier } from '../digest/identifier.ts'
import { sha512t24u } from '../digest/sha512t24u.ts'
import { FormatError } from './errors.ts'
import type { DictionaryBuilder } from './sequence-dictionary.ts'

const ADVICE =
  'give an object with the array "names", and of the same length "lengths", "md5s" or "sequences"'

/**
 * Reads `{"names": [...], "lengths": [...], "md5s": [...], "sequences": [...]}`: the level 2 of a
 * sequence collection is one. All but the names may be absent, or `null` for one of them.
 *
 * @throws {@link FormatError} when it is anything else.
 */
export function readDictionaryJson(text: string, builder: DictionaryBuilder): void {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    throw new FormatError(`the text is no valid JSON; ${ADVICE}`, { error })
  }
  const body = Object(value) as Record<string, unknown>
  const names = array(body, 'names')
  if (!names) throw new FormatError(`"names" is missing; ${ADVICE}`)
  const lengths = array(body, 'lengths', names.length)
  const md5s = array(body, 'md5s', names.length)
  const sequences = array(body, 'sequences', names.length)
  for (const [i, name] of names.entries()) {
    if (typeof name !== 'string' || /\p{Surrogate}/u.test(name)) throw wrong('names', i, 'text')
    const length = lengths?.[i] ?? undefined
    if (length !== undefined && !(Number.isSafeInteger(length) && Number(length) >= 0)) {
      throw wrong('lengths', i, 'a whole number')
    }
    const md5 = md5s?.[i] ?? undefined
    if (md5 !== undefined && typeof md5 !== 'string') throw wrong('md5s', i, 'text')
    builder.add({
      name,
      ...(length !== undefined && { length: Number(length) }),
      ...(md5 !== undefined && { md5: md5.replace(/^md5:/i, '') }),
      ...digests(sequences?.[i] ?? undefined, i),
    })
  }
}

/** Any spelling of a digest. */
function digests(value: unknown, i: number): { md5?: string; digest?: string } {
  if (value === undefined) return {}
  const id = typeof value === 'string' ? parseIdentifier(value) : undefined
  if (id?.kind === 'sha512t24u') return { digest: sha512t24u(id.digest) }
  if (id?.kind === 'md5') return { md5: Buffer.from(id.digest).toString('hex') }
  throw wrong('sequences', i, 'a digest such as "SQ...."')
}

function array(
  body: Record<string, unknown>,
  key: string,
  length?: number,
): readonly unknown[] | undefined {
  const value = body[key] ?? undefined
  if (value === undefined) return undefined
  if (!Array.isArray(value)) throw new FormatError(`"${key}" is no array; ${ADVICE}`)
  if (length !== undefined && value.length !== length) {
    throw new FormatError(`"${key}" has ${value.length} elements, "names" has ${length}; ${ADVICE}`)
  }
  return value
}

function wrong(key: string, i: number, expected: string): FormatError {
  return new FormatError(`"${key}" has at index ${i} something that is not ${expected}`)
}
