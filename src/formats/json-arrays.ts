import { Tokenizer, TokenParser, TokenType } from '@streamparser/json'
import { FormatError } from './errors.ts'

/** A value of JSON. */
export type Json =
  | string
  | number
  | boolean
  | null
  | readonly Json[]
  | { readonly [key: string]: Json }

/** Takes the elements of one array. */
export interface JsonArray {
  add(value: Json): void
}

/** Depth of what nobody looks into; without a limit, brackets alone could fill the memory. */
const MAX_DEPTH = 32

/**
 * Reads a JSON object of arrays, such as `{"names": [...], "lengths": [...]}`, as it arrives: each
 * element is handed out and kept no longer. Others have their turn after each chunk.
 *
 * @param begin - Called for each key, once, before its elements; what it throws ends the reading.
 * @throws {@link FormatError} for what is no JSON, or no object.
 */
export async function readJsonArrays(
  chunks: AsyncIterable<Uint8Array>,
  begin: (key: string, isArray: boolean) => JsonArray,
): Promise<void> {
  const reader = new JsonArraysReader(begin)
  for await (const chunk of chunks) {
    reader.push(chunk)
    await new Promise(setImmediate)
  }
  reader.finish()
}

class JsonArraysReader {
  readonly #begin: (key: string, isArray: boolean) => JsonArray
  readonly #tokenizer = new Tokenizer()
  readonly #parser = new TokenParser({ paths: ['$.*.*'], keepStack: false })
  readonly #utf8 = new TextDecoder('utf-8', { fatal: true })
  readonly #keys = new Set<string>()
  #current: JsonArray | undefined
  #error: Error | undefined
  #depth = 0
  #offset = 0
  #lastText = ''
  #valueNext = false

  constructor(begin: (key: string, isArray: boolean) => JsonArray) {
    this.#begin = begin
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

  finish(): void {
    this.#check(() => {
      this.#utf8.decode()
      if (!this.#tokenizer.isEnded) this.#tokenizer.end()
      if (!this.#parser.isEnded) throw new Error('It ends early')
    })
  }

  #check(act: () => void): void {
    try {
      act()
    } catch (error) {
      this.#error ??= error as Error
    }
    if (this.#error instanceof FormatError) throw this.#error
    if (this.#error) {
      const where = `at or soon after byte ${this.#offset}`
      throw new FormatError(
        this.#error instanceof TypeError
          ? `the text is not UTF-8 (${where})`
          : `the text is not JSON (${where}: ${this.#error.message.replace(/\.$/, '')})`,
        { error: this.#error },
      )
    }
  }

  #onToken(info: Parameters<TokenParser['write']>[0] & { offset: number }): void {
    if (this.#error) return
    const { token, value, offset } = info
    this.#offset = offset
    if (this.#depth === 0 && token !== TokenType.LEFT_BRACE) {
      throw new FormatError('it must be a JSON object of arrays, such as {"names": [...]}')
    }
    if (this.#depth === 1) {
      if (token === TokenType.COLON) this.#valueNext = true
      else if (this.#valueNext) {
        this.#valueNext = false
        this.#open(this.#lastText, token === TokenType.LEFT_BRACKET)
      } else if (token === TokenType.STRING) this.#lastText = value as string
    }
    if (token === TokenType.LEFT_BRACE || token === TokenType.LEFT_BRACKET) this.#depth++
    else if (token === TokenType.RIGHT_BRACE || token === TokenType.RIGHT_BRACKET) this.#depth--
    if (this.#depth > MAX_DEPTH) {
      throw new FormatError(`"${this.#lastText}" is nested more than ${MAX_DEPTH} deep`)
    }
    this.#parser.write(info)
  }

  #open(key: string, isArray: boolean): void {
    if (this.#keys.has(key)) throw new FormatError(`"${key}" is there twice`)
    this.#keys.add(key)
    this.#current = this.#begin(key, isArray)
  }
}
