import { sha512t24u } from '../digest/sha512t24u.ts'
import { FormatError } from '../formats/errors.ts'
import { type Json, type JsonArray, readJsonArrays } from '../formats/json-arrays.ts'
import { type Attribute, type AttributeName, findAttribute } from './attributes.ts'
import { ArrayHash, canonical, digestOfJson } from './canonical.ts'
import type { AttributeFacts, Comparable } from './comparable.ts'
import { BATCH } from './members.ts'

/** A collection has six attributes; a few of somebody else's may come with them. */
const MAX_ATTRIBUTES = 100

/**
 * Reads a collection at level 2 from JSON as it arrives. Its elements are kept as canonical JSON,
 * outside of the heap: a million members take about as many bytes as they have in the body.
 *
 * Any of the attributes may be missing. Transient ones are passed over, as they are in no
 * comparison; of those that are not known, only the number of elements is kept.
 *
 * @throws {@link FormatError} for what is no JSON, elements of a wrong type, lone surrogates,
 * and collated attributes of unequal length.
 */
export async function readCollection(chunks: AsyncIterable<Uint8Array>): Promise<Comparable> {
  const attributes = new Map<string, AttributeReader>()
  await readJsonArrays(chunks, (name, isArray) => {
    if (attributes.size === MAX_ATTRIBUTES) {
      throw new FormatError(`it has more than ${MAX_ATTRIBUTES} attributes`)
    }
    const reader = new AttributeReader(name, findAttribute(name), isArray)
    attributes.set(name, reader)
    return reader
  })
  return collectionOf(attributes)
}

/** One attribute on its way in. */
class AttributeReader implements JsonArray {
  readonly attribute: Attribute | undefined
  readonly #hash = new ArrayHash()
  readonly #blocks: Buffer[] = []
  #batch: string[] = []
  readonly #isArray: boolean
  #count = 0

  constructor(name: string, attribute: Attribute | undefined, isArray: boolean) {
    if (attribute && !isArray) throw new FormatError(`"${name}" must be an array`)
    this.attribute = attribute
    this.#isArray = isArray
  }

  add(value: Json): void {
    const index = this.#count++
    if (!this.attribute || this.attribute.transient) return
    this.#batch.push(element(this.attribute.name, value, index))
    if (this.#batch.length === BATCH) this.#flush()
  }

  /** To be asked for once all is in. */
  close(): AttributeFacts {
    if (this.#batch.length > 0) this.#flush()
    return {
      count: this.#isArray ? this.#count : undefined,
      ...(this.attribute && { digest: this.#hash.digest() }),
    }
  }

  async *elements(): AsyncGenerator<readonly string[]> {
    for (const block of this.#blocks) yield block.toString().split('\n')
  }

  #flush(): void {
    this.#hash.add(this.#batch)
    // Canonical JSON escapes line breaks.
    this.#blocks.push(Buffer.from(this.#batch.join('\n')))
    this.#batch = []
  }
}

function element(name: AttributeName, value: Json, index: number): string {
  if (!TYPES[name].test(value)) {
    throw new FormatError(
      `${name}[${index}] is ${shortened(value)}; it must be ${TYPES[name].expected}`,
    )
  }
  try {
    return canonical(value)
  } catch {
    throw new FormatError(
      `${name}[${index}] has half of a surrogate pair (such as "\\ud800"), which is no character`,
    )
  }
}

const isText = (value: Json) => typeof value === 'string'
const isLength = (value: Json | undefined) => Number.isSafeInteger(value) && (value as number) >= 0
const isPair = (value: Json) => {
  if (typeof value !== 'object' || value === null || Object.keys(value).length !== 2) return false
  const { length, name } = value as { length?: Json; name?: Json }
  return isLength(length) && typeof name === 'string'
}
const TEXT = { test: isText, expected: 'a text' }

const TYPES: Readonly<Record<AttributeName, { test(value: Json): boolean; expected: string }>> = {
  names: TEXT,
  // 8.0 and 8e0 are 8: JSON knows one kind of number.
  lengths: { test: isLength, expected: 'a whole number from 0 to 2^53 - 1' },
  sequences: TEXT,
  name_length_pairs: {
    test: isPair,
    expected: '{"length": a whole number from 0 to 2^53 - 1, "name": a text}',
  },
  sorted_name_length_pairs: TEXT,
  sorted_sequences: TEXT,
}

function shortened(value: Json): string {
  const text = JSON.stringify(value)
  return text.length <= 60 ? text : `${text.slice(0, 60)}...`
}

function collectionOf(readers: ReadonlyMap<string, AttributeReader>): Comparable {
  const attributes = new Map<string, AttributeFacts>()
  for (const [name, reader] of readers) {
    if (!reader.attribute?.transient) attributes.set(name, reader.close())
  }
  if (![...attributes.keys()].some((name) => findAttribute(name))) {
    throw new FormatError('it has none of the attributes "names", "lengths" and "sequences"')
  }
  checkCollated(attributes)
  const level1 = (name: AttributeName) => attributes.get(name)?.digest
  const [names, sequences] = [level1('names'), level1('sequences')]
  return {
    digest:
      names && sequences
        ? digestOfJson({ names: sha512t24u(names), sequences: sha512t24u(sequences) })
        : undefined,
    attributes,
    sortsItself: false,
    elements: (name) => readers.get(name)!.elements(),
  }
}

function checkCollated(attributes: ReadonlyMap<string, AttributeFacts>): void {
  const collated = [...attributes].filter(([name]) => findAttribute(name)?.collated)
  const [first, ...others] = collated.map(([name, { count }]) => ({ name, count }))
  const other = others.find(({ count }) => count !== first!.count)
  if (other) {
    throw new FormatError(
      `"${first!.name}" has ${first!.count} elements and "${other.name}" ${other.count}: each needs one for each sequence`,
    )
  }
}
