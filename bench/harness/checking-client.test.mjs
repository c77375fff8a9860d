import { once } from 'node:events'
import { createServer } from 'node:http'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { checkRanges } from './checking-client.mjs'

const residues = Buffer.from('ACGTTGCA'.repeat(100))
const served = { '/right': residues, '/wrong': Buffer.from(residues) }
served['/wrong'][400] = 78

describe('checkRanges', () => {
  const server = createServer(({ url }, response) => {
    const { pathname, searchParams } = new URL(url, 'http://x')
    const [start, end] = ['start', 'end'].map((name) => Number(searchParams.get(name)))
    response.end(served[pathname].subarray(start, end))
  })
  beforeAll(() => once(server.listen(0, '127.0.0.1'), 'listening'))
  afterAll(() => server.close())
  const check = (path) =>
    checkRanges(`http://127.0.0.1:${server.address().port}`, [{ path, residues }], {
      ...{ count: 200, size: 50, seed: 1 },
    })

  it('passes the same bytes, and throws at one that is another', async () => {
    await check('/right')
    await expect(check('/wrong')).rejects.toThrow(/wrong residues in \d+ of 200 ranges/)
  })
})
