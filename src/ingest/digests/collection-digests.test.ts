import { createHash } from 'node:crypto'
import { expect, it } from 'vitest'
import { CollectionDigester } from '../../collection/digest.ts'
import { CollectionDigests } from './collection-digests.ts'

it.each([0, 1, 4095, 4096, 4097, 2 * 4096, 2 * 4096 + 1, 3 * 4096, 20_000])(
  'digests %i members as if they came one by one',
  async (count) => {
    const one = new CollectionDigester()
    const many = new CollectionDigests()
    for (let i = 0; i < count; i++) {
      const name = i % 100 === 0 ? '' : `säquence "${i}"`
      const digest = createHash('sha512').update(name).digest().subarray(0, 24)
      one.add(name, digest, i)
      const text = Buffer.from(`>${name} of`)
      await many.add(text, 1, text.length - 3, digest, i)
    }
    expect(await many.finish()).toEqual({ digest: one.digest(), attributes: one.attributes() })
  },
)
