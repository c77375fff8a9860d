import { STATUS_CODES } from 'node:http'
import { FIXED_HEADERS } from './fixed-headers.ts'

/** An answer that leaves in one piece. */
export interface SmallAnswer {
  readonly status: number
  /** Names and values by turns, Content-Length among them, beside {@link FIXED_HEADERS}. */
  readonly headers: readonly string[]
  /** A character for each byte. */
  readonly body: string
}

/** The line of each status and the headers that never change: three of eight. */
const BEGINNINGS: Readonly<Record<number, string>> = Object.fromEntries(
  [200, 206].map((status) => {
    const line = `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n`
    return [status, line + lines(FIXED_HEADERS)]
  }),
)

/**
 * The bytes of an answer, as Node's server writes them on a connection that goes on.
 *
 * @param idle Milliseconds for which the connection is kept.
 * @returns `undefined` for a status that may have no body: only 200 and 206 are known here.
 */
export function onTheWire(
  { status, headers, body }: SmallAnswer,
  idle: number,
): string | undefined {
  const beginning = BEGINNINGS[status]
  if (beginning === undefined) return undefined
  return `${beginning}${lines(headers)}${date()}${keepAlive(idle)}\r\n${body}`
}

function lines(headers: readonly string[]): string {
  let text = ''
  for (let i = 0; i < headers.length; i += 2) text += `${headers[i]}: ${headers[i + 1]}\r\n`
  return text
}

let second = 0
let dateLine = ''

function date(): string {
  const now = Date.now()
  if (now - second >= 1000 || now < second) {
    second = now - (now % 1000)
    dateLine = `Date: ${new Date(now).toUTCString()}\r\n`
  }
  return dateLine
}

let timeout = -1
let keepAliveLines = ''

function keepAlive(milliseconds: number): string {
  if (milliseconds !== timeout) {
    timeout = milliseconds
    const seconds = Math.floor(timeout / 1000)
    keepAliveLines = 'Connection: keep-alive\r\n'
    if (milliseconds > 0) keepAliveLines += `Keep-Alive: timeout=${seconds}\r\n`
  }
  return keepAliveLines
}
