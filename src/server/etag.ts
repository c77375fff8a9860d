import { hash } from 'node:crypto'
import { decimal } from './decimal.ts'
import type { Segment } from './range.ts'

/** Strong entity tag of a whole sequence, which its identifier is by nature. */
export function sequenceEtag(id: string): string {
  return `"${id}"`
}

/** Entity tag of what `start` and `end` cut: each pair names a resource of its own. */
export function partEtag(id: string, segments: readonly Segment[]): string {
  let spans = ''
  for (const { start0, end0 } of segments) {
    spans += `${spans && '+'}${decimal(start0)}-${decimal(end0)}`
  }
  return `"${id};${spans || 'empty'}"`
}

/** Strong entity tag of any other body. */
export function bodyEtag(body: string): string {
  return `"${hash('sha1', body, 'base64url')}"`
}
