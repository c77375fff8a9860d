import { CORS_HEADERS } from './cors.ts'

/** Headers of every answer with residues or a text, names and values by turns. */
export const FIXED_HEADERS: readonly string[] = [
  ...['Vary', 'Accept'],
  ...Object.entries(CORS_HEADERS).flat(),
]
