import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { Turns, takingTurn } from './turns.ts'

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
})
afterEach(() => {
  vi.useRealTimers()
})

/** Big work that goes on until it is told to end. */
function begin(turns: Turns, log: string[], name: string) {
  let end = () => {}
  const ended = new Promise<void>((resolve) => {
    end = resolve
  })
  const done = turns.during(async (take) => {
    await take()
    await take()
    log.push(name)
    await ended
    if (name === 'fails') throw new Error(name)
  })
  done.catch(() => {})
  return { end, done }
}

const settled = () => new Promise(setImmediate)

describe('turns', () => {
  it('are had by a few at a time, in the order in which they were asked for', async () => {
    const turns = new Turns(2)
    const log: string[] = []
    const [a, b, c, d] = ['a', 'fails', 'c', 'd'].map((name) => begin(turns, log, name))
    await settled()
    expect(log).toEqual(['a', 'fails'])
    expect(await turns.during(async () => 'small')).toBe('small')
    b!.end()
    await expect(b!.done).rejects.toThrow('fails')
    await settled()
    expect(log).toEqual(['a', 'fails', 'c'])
    a!.end()
    await settled()
    expect(log).toEqual(['a', 'fails', 'c', 'd'])
    c!.end()
    d!.end()
    await Promise.all([a!.done, c!.done, d!.done])
  })

  it('are given up after a time, with when to ask again', async () => {
    const turns = new Turns(1)
    const log: string[] = []
    const first = begin(turns, log, 'first')
    const second = begin(turns, log, 'second')
    await settled()
    vi.advanceTimersByTime(30_001)
    await expect(second.done).rejects.toMatchObject({
      ...{ code: 'BUSY', status: 503, headers: { 'Retry-After': '30' } },
    })
    first.end()
    await first.done
    const third = begin(turns, log, 'third')
    third.end()
    await third.done
    expect(log).toEqual(['first', 'third'])
  })

  it('are taken by a body once it is more than a megabyte', async () => {
    const chunk = new Uint8Array(1 << 19)
    const body = async function* () {
      for (let i = 0; i < 4; i++) yield chunk
    }
    const log: string[] = []
    const take = async () => {
      log.push('turn')
    }
    for await (const each of takingTurn(body(), take)) log.push(`${each.length}`)
    expect(log).toEqual(['524288', '524288', 'turn', '524288', 'turn', '524288'])
  })
})
