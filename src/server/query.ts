import { parse } from 'node:querystring'

const NOTHING: Record<string, unknown> = Object.freeze(Object.create(null))

/** Reads a query string: a parameter given twice becomes an array. */
export function parseQuery(text: string): Record<string, unknown> {
  // By default only the first 1,000 parameters count: a "start" behind them would be overlooked.
  return text === '' ? NOTHING : parse(text, '&', '=', { maxKeys: 0 })
}
