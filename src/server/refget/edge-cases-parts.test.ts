import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createApp } from '../app.ts'
import { type Answer, type Ask, listen } from '../testing/client.ts'
import { MemoryStore, VirtualStore, virtualResidue } from '../testing/memory-store.ts'

const linear =
  'ACGTTGCAACGGTTAACCGGTACGATCGATTACGGCATTACGACGATCGACTAGCATCGACTACGACTACGACGACTACGACATCAGCATCGACTAGC'
const round = 'GATTACAGATTACCAGGGTTTTACACACAGATACC'
const L = linear.length
const R = round.length
const store = new MemoryStore([
  { residues: linear, aliases: [{ authority: 'test', alias: 'linear' }] },
  { residues: round, circular: true, aliases: [{ authority: 'test', alias: 'round' }] },
  { residues: '' },
])
const LINEAR = '/sequence/test:linear'
const ROUND = '/sequence/test:round'
const EMPTY = '/sequence/d41d8cd98f00b204e9800998ecf8427e'

const app = createApp({ store, version: '0.0.0' })
let ask: Ask
beforeAll(async () => {
  ask = (await listen(app)).ask
})
afterAll(() => app.close())

const range = (url: string, value: string): Promise<Answer> =>
  ask(url, { headers: { range: value } })

function expectPart(answer: Answer, body: string): void {
  expect(answer.body).toBe(body)
  expect(answer.status).toBe(200)
  expect(answer.headers['content-length']).toBe(`${body.length}`)
  expect(answer.headers['accept-ranges']).toBe('none')
}

function expectRange(answer: Answer, body: string, contentRange: string): void {
  expect(answer.body).toBe(body)
  expect(answer.status).toBe(206)
  expect(answer.headers['content-length']).toBe(`${body.length}`)
  expect(answer.headers['content-range']).toBe(`bytes ${contentRange}`)
  expect(answer.headers['accept-ranges']).toBe('bytes')
}

function expectUnsatisfied(answer: Answer, length: number): void {
  expect(answer.status).toBe(416)
  expect(answer.headers['content-range']).toBe(`bytes */${length}`)
  expect(answer.headers['content-length']).toBe(`${answer.body.length}`)
}

async function expectStatus(status: number, urls: readonly string[]): Promise<void> {
  for (const url of urls) {
    const answer = await ask(url)
    expect([url, answer.status]).toEqual([url, status])
    expect(JSON.parse(answer.body)).toMatchObject({ status })
    expect(answer.headers['content-length']).toBe(`${Buffer.byteLength(answer.body)}`)
  }
}

describe('start and end', () => {
  it('row 1: an equal start and end give an empty 200', async () => {
    expectPart(await ask(`${LINEAR}?start=10&end=10`), '')
    expectPart(await ask(`${ROUND}?start=10&end=10`), '')
  })

  it('row 2: a start at the length is 416, on a circular sequence too', async () => {
    const queries = (length: number) => [
      `start=${length}`,
      `start=${length}&end=${length}`,
      `start=${length}&end=5`,
    ]
    await expectStatus(416, [
      ...queries(L).map((query) => `${LINEAR}?${query}`),
      ...queries(R).map((query) => `${ROUND}?${query}`),
    ])
  })

  it('row 3: a start beyond the length is 400', async () => {
    await expectStatus(400, [`${LINEAR}?start=${L + 1}`, `${ROUND}?start=${R + 1}&end=5`])
  })

  it('row 4: an end beyond the length is 416', async () => {
    await expectStatus(416, [`${LINEAR}?end=${L + 1}`, `${LINEAR}?start=67&end=${L + 1}`])
  })

  it('row 5: start or end alone are enough', async () => {
    expectPart(await ask(`${LINEAR}?end=0`), '')
    expectPart(await ask(`${LINEAR}?start=0`), linear)
    expectPart(await ask(`${LINEAR}?&end=${L}`), linear)
    expectPart(await ask(`${LINEAR}?end=5`), linear.slice(0, 5))
    expectPart(await ask(`${LINEAR}?start=${L - 1}`), linear.slice(-1))
  })

  it('row 6: a circular sequence is read across its origin', async () => {
    expectPart(await ask(`${ROUND}?start=30&end=5`), round.slice(30) + round.slice(0, 5))
    expectPart(await ask(`${ROUND}?start=30&end=0`), round.slice(30))
    expectPart(await ask(`${ROUND}?start=1&end=0`), round.slice(1))
    expectPart(await ask(`${ROUND}?start=10&end=9`), round.slice(10) + round.slice(0, 9))
  })

  it('row 7: a start after the end is 416 on a linear sequence, bounds first', async () => {
    await expectStatus(416, [`${LINEAR}?start=20&end=4`])
    await expectStatus(400, [`${LINEAR}?start=${L + 5}&end=4`])
  })

  it('row 16: an empty sequence has one start and one end', async () => {
    const whole = await ask(EMPTY)
    expect([whole.status, whole.body, whole.headers['content-length']]).toEqual([200, '', '0'])
    for (const query of ['start=0', 'end=0', 'start=0&end=0']) {
      expectPart(await ask(`${EMPTY}?${query}`), '')
    }
    await expectStatus(400, [`${EMPTY}?start=1`])
    await expectStatus(416, [`${EMPTY}?end=1`])
    for (const value of ['bytes=0-', 'bytes=0-0', 'bytes=-1', 'bytes=-0']) {
      expectUnsatisfied(await range(EMPTY, value), 0)
    }
    const metadata = JSON.parse((await ask(`${EMPTY}/metadata`)).body)
    expect(metadata.metadata.length).toBe(0)
  })

  it('row 17: a value beyond 32 bits is 400 on an ordinary sequence', async () => {
    await expectStatus(400, [`${LINEAR}?start=4294967296`, `${LINEAR}?end=4294967296`])
    await expectStatus(400, [`${LINEAR}?start=${'9'.repeat(300)}`])
    await expectStatus(416, [`${LINEAR}?end=4294967295`])
  })

  it('row 17: beyond 2^32 residues, positions and ranges stay exact', async () => {
    const length = 5_000_000_000
    const virtual = new VirtualStore(length, true)
    const big = createApp({ store: virtual, version: '0.0.0' })
    const { ask: askBig } = await listen(big)
    const url = `/sequence/${Buffer.from(virtual.record.md5).toString('hex')}`
    const text = (start: number, end: number) =>
      String.fromCharCode(
        ...Array.from({ length: end - start }, (_, i) => virtualResidue(start + i)),
      )

    const near = await askBig(`${url}?start=4999999990&end=${length}`)
    expectPart(near, text(4999999990, length))
    expectPart(await askBig(`${url}?start=4294967295&end=4294967297`), text(4294967295, 4294967297))
    expectPart(await askBig(`${url}?start=4999999999&end=2`), text(4999999999, length) + text(0, 2))
    const tail = await askBig(url, { headers: { range: 'bytes=4999999998-' } })
    expectRange(tail, text(4999999998, length), `4999999998-4999999999/${length}`)
    const suffix = await askBig(url, { headers: { range: 'bytes=-3' } })
    expectRange(suffix, text(length - 3, length), `4999999997-4999999999/${length}`)
    const head = await askBig(url, { method: 'HEAD' })
    expect(head.headers['content-length']).toBe('5000000000')
    expect((await askBig(`${url}?start=5000000001`)).status).toBe(400)
    expect((await askBig(`${url}?start=9007199254740992`)).status).toBe(400)
    expect((await askBig(`${url}?end=9007199254740991`)).status).toBe(416)
    await big.close()
  })

  it('row 18: positions are ASCII digits and nothing else', async () => {
    const bad = [
      '+5',
      '%2B5',
      '0x1',
      '1e3',
      '5.0',
      '-0',
      '-10',
      '%205',
      '%D9%A3',
      '%C2%B2',
      '',
      'abc',
    ]
    for (const value of bad) {
      await expectStatus(400, [`${LINEAR}?start=${value}`, `${LINEAR}?end=${value}`])
    }
    expectPart(await ask(`${LINEAR}?start=0010&end=20`), linear.slice(10, 20))
  })

  it('row 19: a position given twice is 400; of two accepts the first counts', async () => {
    await expectStatus(400, [
      `${LINEAR}?start=1&start=2`,
      `${LINEAR}?start=1&start=1`,
      `${LINEAR}?end=5&end=6`,
      `${LINEAR}?${'x&'.repeat(1500)}start=1&start=2`,
    ])
    expect((await ask(`${LINEAR}?accept=text/plain&accept=a/b`)).status).toBe(200)
    expect((await ask(`${LINEAR}?accept=a/b&accept=text/plain`)).status).toBe(406)
  })
})

describe('the Range header', () => {
  it('row 8: excludes start and end, whatever their values', async () => {
    for (const query of ['start=0', 'start=', 'end=10', 'start=0&end=10', 'start=abc']) {
      const answer = await range(`${LINEAR}?${query}`, 'bytes=0-9')
      expect([query, answer.status]).toEqual([query, 400])
      expect(JSON.parse(answer.body).error).toBe('RANGE_AND_POSITIONS')
    }
  })

  it('row 9: may be left open', async () => {
    expectRange(await range(LINEAR, 'bytes=5-'), linear.slice(5), `5-${L - 1}/${L}`)
  })

  it('row 10: may count from the end', async () => {
    expectRange(await range(LINEAR, 'bytes=-5'), linear.slice(-5), `${L - 5}-${L - 1}/${L}`)
    expectRange(await range(LINEAR, `bytes=-${L + 9}`), linear, `0-${L - 1}/${L}`)
    expectUnsatisfied(await range(LINEAR, 'bytes=-0'), L)
  })

  it('row 11: is 416 when its first is after its last, on a circular sequence too', async () => {
    for (const value of ['bytes=10-9', 'bytes=59-50', 'bytes=1-0']) {
      expectUnsatisfied(await range(LINEAR, value), L)
    }
    expectUnsatisfied(await range(ROUND, 'bytes=30-4'), R)
  })

  it('row 12: is clamped, however large its numbers', async () => {
    const huge = '99999999999999999999'
    expectRange(await range(LINEAR, `bytes=0-${huge}`), linear, `0-${L - 1}/${L}`)
    expectRange(await range(LINEAR, `bytes=10-${L}`), linear.slice(10), `10-${L - 1}/${L}`)
    expectUnsatisfied(await range(LINEAR, `bytes=${huge}-`), L)
    expectUnsatisfied(await range(LINEAR, `bytes=${huge}-${huge}`), L)
  })

  it('row 13: is one range', async () => {
    expect((await range(LINEAR, 'bytes=0-1,5-6')).status).toBe(400)
    const twice = await ask(LINEAR, { headers: { range: ['bytes=0-1', 'bytes=5-6'] } })
    expect(twice.status).toBe(400)
  })

  it('row 14: is 400 when malformed; its unit may be in any case', async () => {
    const bad = [
      'units=20-30',
      'bytes==10-19',
      'bytes=ab-19',
      'bytes=-10-',
      'bytes=-10--19',
      'bytes=-',
    ]
    for (const value of [...bad, 'bytes=10--19', '0-1', 'bytes']) {
      expect([value, (await range(LINEAR, value)).status]).toEqual([value, 400])
    }
    expectRange(await range(LINEAR, 'Bytes=0-1'), linear.slice(0, 2), `0-1/${L}`)
  })

  it('row 15: is 416 with the length when it starts at or beyond the end', async () => {
    for (const value of [`bytes=${L}-`, `bytes=${L}-${L + 1}`, `bytes=${L + 1}-${L + 5}`]) {
      expectUnsatisfied(await range(LINEAR, value), L)
    }
  })

  it('covers the whole sequence with 206', async () => {
    expectRange(await range(LINEAR, `bytes=0-${L - 1}`), linear, `0-${L - 1}/${L}`)
    expectRange(await range(LINEAR, 'bytes=0-0'), linear.slice(0, 1), `0-0/${L}`)
  })
})

describe('a limit on parts', () => {
  const limited = createApp({ store, version: '0.0.0', subsequenceLimit: 10 })
  let askLimited: Ask
  beforeAll(async () => {
    askLimited = (await listen(limited)).ask
  })
  afterAll(() => limited.close())

  it('row 38: is 416 for start and end and for Range, and spares whole sequences', async () => {
    expect((await askLimited(`${LINEAR}?start=0&end=10`)).status).toBe(200)
    expect((await askLimited(`${LINEAR}?start=0&end=11`)).status).toBe(416)
    expect((await askLimited(`${LINEAR}?start=0`)).status).toBe(416)
    const tooLong = await askLimited(LINEAR, { headers: { range: 'bytes=0-10' } })
    expectUnsatisfied(tooLong, L)
    expect(JSON.parse(tooLong.body).error).toBe('OVER_LIMIT')
    expect((await askLimited(LINEAR, { headers: { range: 'bytes=0-9' } })).status).toBe(206)
    expect((await askLimited(LINEAR)).body).toBe(linear)
  })

  it('row 6: counts both sides of the origin', async () => {
    expect((await askLimited(`${ROUND}?start=${R - 5}&end=5`)).status).toBe(200)
    expect((await askLimited(`${ROUND}?start=${R - 5}&end=6`)).status).toBe(416)
  })

  it('row 38: is for start and end alone in refget 1', async () => {
    const accept = 'text/vnd.ga4gh.refget.v1.0.1+plain'
    const answer = await askLimited(LINEAR, { headers: { accept, range: 'bytes=0-10' } })
    expect(answer.status).toBe(206)
  })

  it('is told in service-info', async () => {
    const info = JSON.parse((await askLimited('/sequence/service-info')).body)
    expect(info.refget.subsequence_limit).toBe(10)
  })
})
