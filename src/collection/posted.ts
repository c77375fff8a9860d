import { Tokenizer, TokenParser, TokenType } from '@streamparser/json'
import { sha512t24u } from '../digest/sha512t24u.ts'
import { type Attribute, type AttributeName, findAttribute } from './attributes.ts'
import { ArrayHash, canonical, digestOfJson, type Json } from './canonical.ts'
import type { AttributeFacts, Comparable } from './comparable.ts'
import { BATCH } from './members.ts'
import { Pace } from './pace.ts'

/** What was given is no sequence collection; the message says where and why. */
export class CollectionError extends Error {
  override readonly name = 'CollectionError'
}

/** Depth of what nobody looks into; without a limit, brackets alone could fill the memory. */
const MAX_DEPTH = 32

/** A collection has six attributes; a few of somebody else's may come with them. */
const MAX_ATTRIBUTES = 100

/**
 * Reads a collection at level 2 from JSON as it arrives. Its elements are kept as canonical JSON,
 * outside of the heap: a million members take about as many bytes as they have in the body.
 *
 * Any of the attributes may be missing. Transient ones are passed over, as they are in no
 * comparison; of those that are not known, only the number of elements is kept.
 *
 * @throws {@link CollectionError} for what is no JSON, elements of a wrong type, lone surrogates,
 * and collated attributes of unequal length.
 */
export async function readCollection(chunks: AsyncIterable<Uint8Array>): Promise<Comparable> {
  const reader = new CollectionReader()
  const pace = new Pace()
  for await (const chunk of chunks) {
    reader.push(chunk)
    if (pace.due) await pace.rest()
  }
  return reader.finish()
}

class CollectionReader {
  readonly #tokenizer = new Tokenizer()
  // Elements of attributes are handed out, and kept no longer.
  readonly #parser = new TokenParser({ paths: ['$.*.*'], keepStack: false })
  readonly #utf8 = new TextDecoder('utf-8', { fatal: true })
  readonly #attributes = new Map<string, AttributeReader>()
  #current: AttributeReader | undefined
  #error: Error | undefined
  #depth = 0
  #offset = 0
  #lastText = ''
  #valueNext = false

  constructor() {
    const onError = (error: Error) => {
      this.#error ??= error
    }
    this.#tokenizer.onToken = (token) => this.#onToken(token)
    this.#tokenizer.onError = onError
    this.#parser.onError = onError
    this.#parser.onEnd = () => this.#tokenizer.end()
    this.#parser.onValue = ({ value }) => this.#current?.add(value as Json)
  }

  push(chunk: Uint8Array): void {
    this.#check(() => {
      this.#utf8.decode(chunk, { stream: true })
      this.#tokenizer.write(chunk)
    })
  }

  finish(): Comparable {
    this.#check(() => {
      this.#utf8.decode()
      if (!this.#tokenizer.isEnded) this.#tokenizer.end()
      if (!this.#parser.isEnded) throw new Error('It is empty')
    })
    return collectionOf(this.#attributes)
  }

  #check(act: () => void): void {
    try {
      act()
    } catch (error) {
      this.#error ??= error as Error
    }
    if (this.#error instanceof CollectionError) throw this.#error
    if (this.#error) {
      const where = `at or soon after byte ${this.#offset}`
      throw new CollectionError(
        this.#error instanceof TypeError
          ? `the text is not UTF-8 (${where})`
          : `the text is not JSON (${where}: ${this.#error.message.replace(/\.$/, '')})`,
        { cause: this.#error },
      )
    }
  }

  #onToken(info: Parameters<TokenParser['write']>[0] & { offset: number }): void {
    if (this.#error) return
    const { token, value, offset } = info
    this.#offset = offset
    if (this.#depth === 0 && token !== TokenType.LEFT_BRACE) {
      throw new CollectionError('it must be a JSON object of attributes, such as {"names": [...]}')
    }
    if (this.#depth === 1) {
      if (token === TokenType.COLON) this.#begin(this.#lastText)
      else if (this.#valueNext) {
        this.#valueNext = false
        this.#current!.open(token === TokenType.LEFT_BRACKET)
      } else if (token === TokenType.STRING) this.#lastText = value as string
    }
    if (token === TokenType.LEFT_BRACE || token === TokenType.LEFT_BRACKET) this.#depth++
    else if (token === TokenType.RIGHT_BRACE || token === TokenType.RIGHT_BRACKET) this.#depth--
    if (this.#depth > MAX_DEPTH) {
      throw new CollectionError(`"${this.#lastText}" is nested more than ${MAX_DEPTH} deep`)
    }
    this.#parser.write(info)
  }

  #begin(name: string): void {
    if (this.#attributes.has(name)) throw new CollectionError(`"${name}" is there twice`)
    if (this.#attributes.size === MAX_ATTRIBUTES) {
      throw new CollectionError(`it has more than ${MAX_ATTRIBUTES} attributes`)
    }
    this.#current = new AttributeReader(name, findAttribute(name))
    this.#attributes.set(name, this.#current)
    this.#valueNext = true
  }
}

/** One attribute on its way in. */
class AttributeReader {
  readonly attribute: Attribute | undefined
  readonly #name: string
  readonly #hash = new ArrayHash()
  readonly #blocks: Buffer[] = []
  #batch: string[] = []
  #isArray = false
  #count = 0

  constructor(name: string, attribute: Attribute | undefined) {
    this.#name = name
    this.attribute = attribute
  }

  open(isArray: boolean): void {
    if (this.attribute && !isArray) throw new CollectionError(`"${this.#name}" must be an array`)
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
    throw new CollectionError(
      `${name}[${index}] is ${shortened(value)}; it must be ${TYPES[name].expected}`,
    )
  }
  try {
    return canonical(value)
  } catch {
    throw new CollectionError(
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
    throw new CollectionError('it has none of the attributes "names", "lengths" and "sequences"')
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
    throw new CollectionError(
      `"${first!.name}" has ${first!.count} elements and "${other.name}" ${other.count}: each needs one for each sequence`,
    )
  }
}
