import { executionAsyncResource } from 'node:async_hooks'

let tick: object | undefined

/**
 * Keeps one of the objects in which Node holds what `process.nextTick` is to run, before the first full garbage
 * collection. If none is alive then, V8 forgets their shape, finds another one at the next call, and from then on takes
 * the general way to make each of them: 0.22 us instead of 0.04, eight times a request, a tenth of a small answer's time.
 */
export function keepTickShape(): void {
  if (!tick) {
    process.nextTick(() => {
      tick = executionAsyncResource()
    })
  }
}
