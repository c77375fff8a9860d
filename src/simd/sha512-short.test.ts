import { createHash } from 'node:crypto'
import { expect, it } from 'vitest'
import { Sha512Room } from './sha512-short.ts'

it('digests messages of any length, wherever they stand', () => {
  const room = new Sha512Room()
  for (let length = 0; length < 600; length++) {
    const message = Buffer.from(Array.from({ length }, (_, i) => (i * i + length) & 0xff))
    const from = length % 9
    room.bytes.set(message, from)
    room.take(from, from + length)
    const expected = createHash('sha512').update(message).digest('hex').slice(0, 48)
    expect([length, Buffer.from(room.digest).toString('hex')]).toEqual([length, expected])
  }
})
