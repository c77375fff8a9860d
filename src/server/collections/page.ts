import { ProtocolError } from '../errors.ts'
import type { Parameter } from '../range.ts'

const DEFAULT_PAGE_SIZE = 100
export const MAX_PAGE_SIZE = 1000

/** A page of a list, as the query asks for it (GA4GH pagination guide: the first is 0). */
export interface Page {
  readonly page: number
  readonly size: number
  /** Number of its first element. */
  readonly from: number
}

/** @throws {@link ProtocolError} 400. */
export function readPage(query: unknown): Page {
  const { page: pageText, page_size: sizeText } = query as Record<string, Parameter>
  const page = wholeNumber('page', pageText, 0) ?? 0
  const size = wholeNumber('page_size', sizeText, 1) ?? DEFAULT_PAGE_SIZE
  if (size > MAX_PAGE_SIZE) {
    throw new ProtocolError('PAGE_TOO_LARGE', { value: size, limit: MAX_PAGE_SIZE })
  }
  return { page, size, from: Math.min(page * size, Number.MAX_SAFE_INTEGER - size) }
}

/**
 * What to say of a page with its elements. An empty list has its first page.
 *
 * @throws {@link ProtocolError} 400 for a page beyond the last.
 */
export function paginationOf({ page, size, from }: Page, total: number) {
  if (page > 0 && from >= total) throw new ProtocolError('PAGE_BEYOND_END', { page, size, total })
  return { page, page_size: size, total, total_pages: Math.ceil(total / size) }
}

function wholeNumber(name: string, value: Parameter, least: number): number | undefined {
  if (value === undefined) return undefined
  const number = typeof value === 'string' && /^[0-9]{1,15}$/.test(value) ? Number(value) : -1
  if (number < least) throw new ProtocolError('BAD_PAGE', { name, least, value: `${value}` })
  return number
}
