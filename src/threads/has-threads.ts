/** Node 20 runs no TypeScript in a thread: from the sources, all is done on the spot. */
export const HAS_THREADS: boolean = import.meta.url.endsWith('.js')
