/** Node 20 runs no TypeScript in a thread: from the sources, all is done on the spot. */
export const HAS_THREADS: boolean = import.meta.url.endsWith('.js')

/** Where nothing that a thread makes lasts: with the 48 MB that Node lets grow there, each takes them. */
export const SMALL_HEAP = { maxYoungGenerationSizeMb: 4 }
