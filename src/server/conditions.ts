import type { IncomingHttpHeaders } from 'node:http'

/** What the preconditions of a request make of it (RFC 9110, section 13.2.2). */
export type Verdict = 'proceed' | 'not-modified' | 'failed'

/**
 * Evaluates If-Match and If-None-Match. Conditions on dates are left out, as nothing here has a
 * date of modification.
 *
 * @param etag Strong entity tag of what would be sent.
 */
export function evaluate(headers: IncomingHttpHeaders, etag: string): Verdict {
  const ifMatch = headers['if-match']
  if (ifMatch !== undefined && !lists(ifMatch, etag, false)) return 'failed'
  const ifNoneMatch = headers['if-none-match']
  if (ifNoneMatch !== undefined && lists(ifNoneMatch, etag, true)) return 'not-modified'
  return 'proceed'
}

/** Whether If-Range lets a Range header count (section 13.1.5). A date never matches. */
export function rangeApplies(headers: IncomingHttpHeaders, etag: string): boolean {
  const ifRange = headers['if-range']
  return ifRange === undefined || ifRange === etag
}

function lists(header: string, etag: string, weak: boolean): boolean {
  if (header.trim() === '*') return true
  for (const [, w, tag] of header.matchAll(/(W\/)?("[^"]*")/g)) {
    if (tag === etag && (weak || w === undefined)) return true
  }
  return false
}
