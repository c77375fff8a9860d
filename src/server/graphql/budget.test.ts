import { afterEach, expect, it, vi } from 'vitest'
import { Budget } from './budget.ts'
import { LIMITS } from './limits.ts'

afterEach(() => vi.restoreAllMocks())

it('ends with the objects and with the fields of an answer', async () => {
  const objects = new Budget()
  objects.spend(LIMITS.objects)
  expect(objects.error).toBeUndefined()
  expect(() => objects.spend(1)).toThrow('more than 50000 genes')
  await objects.exceeded
  expect(objects.spendField()).toBe(false)

  const fields = new Budget()
  let answered = 0
  while (fields.spendField()) answered++
  expect(answered).toBe(LIMITS.answerFields)
  expect(fields.error!.extensions.code).toBe('RESULT_LIMIT_EXCEEDED')
})

it('ends with the time, and hands out nothing after that', async () => {
  const now = vi.spyOn(performance, 'now').mockReturnValue(0)
  const budget = new Budget()
  const served: number[] = []
  for (const item of [1, 2]) void budget.inTurn(item).then((each) => served.push(each))
  now.mockReturnValue(LIMITS.seconds * 1000 + 1)
  await budget.exceeded
  expect(budget.error!.extensions.code).toBe('TIME_LIMIT_EXCEEDED')
  await new Promise(setImmediate)
  expect(served).toEqual([1])
})

it('lets other requests have their turn between objects', async () => {
  let at = 0
  vi.spyOn(performance, 'now').mockImplementation(() => (at += 20))
  const budget = new Budget()
  const order: string[] = []
  setImmediate(() => order.push('other'))
  const items = ['first', 'second', 'third'].map((item) => budget.inTurn(item))
  await Promise.all(items.map(async (item) => order.push(await item)))
  expect(order).toEqual(['first', 'other', 'second', 'third'])
})

it('reads one thing after another, other requests between them, and nothing after the end', async () => {
  let at = 0
  const now = vi.spyOn(performance, 'now').mockImplementation(() => (at += 20))
  const budget = new Budget()
  const order: string[] = []
  setImmediate(() => order.push('other'))
  const read = (what: string) => budget.read(async () => order.push(what))
  await Promise.all(['first', 'second', 'third'].map(read))
  expect(order.indexOf('other')).toBeLessThan(2)
  expect(order.filter((what) => what !== 'other')).toEqual(['first', 'second', 'third'])

  await expect(budget.read(() => Promise.reject(new Error('damaged')))).rejects.toThrow('damaged')
  await read('fourth')
  now.mockReturnValue(at + LIMITS.seconds * 1000 + 1)
  await expect(read('fifth')).rejects.toThrow('more than 10 seconds')
  expect(order.slice(4)).toEqual(['fourth'])
})
