/** How long caches may keep an answer, by what its URL names it. */
export const CACHE = {
  /** A digest names one content for ever. */
  immutable: 'public, max-age=31536000, immutable',
  /** Aliases and their targets can be added to. */
  brief: 'public, max-age=60',
  /** What is unknown now may be added in a moment. */
  none: 'no-store',
} as const
