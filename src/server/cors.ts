/**
 * Cross-origin headers: refget asks public servers to allow every origin. A browser shows a script
 * no header but a few simple ones, so those that explain a range must be exposed by name.
 */
export const CORS_HEADERS = {
  'Access-Control-Allow-Origin': '*',
  'Access-Control-Expose-Headers':
    'Content-Length, Content-Range, Accept-Ranges, ETag, Warning, Retry-After',
} as const

/** Headers of the answer to OPTIONS, preflight or not. */
export function preflightHeaders(allow: string): Record<string, string> {
  return {
    ...CORS_HEADERS,
    Allow: allow,
    'Access-Control-Allow-Methods': allow,
    'Access-Control-Allow-Headers':
      'Accept, Authorization, Content-Type, If-Match, If-None-Match, If-Range, Range',
    'Access-Control-Max-Age': '86400',
  }
}
