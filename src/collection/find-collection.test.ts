import { describe, expect, it } from 'vitest'
import { sha512t24u } from '../digest/sha512t24u.ts'
import { findCollections } from './find-collection.ts'
import { MemoryCollections, member, virtualMember } from './testing/memory-collections.ts'

const store = new MemoryCollections([
  {
    members: [member('I', 'ACGT')],
    aliases: [
      { authority: 'insdc', alias: 'GCA_000146045.2' },
      { authority: 'local', alias: 'yeast' },
      { authority: 'local', alias: 'a:b' },
    ],
  },
  { members: [virtualMember('I', 4, 'x')], aliases: [{ authority: 'ucsc', alias: 'yeast' }] },
])
const [first, second] = store.records.map(({ digest }) => sha512t24u(digest))

const found = async (text: string) =>
  (await findCollections(store, text)).map(({ digest }) => sha512t24u(digest))

describe('what names a collection', () => {
  it('is its digest, without a prefix', async () => {
    expect(await found(first!)).toEqual([first])
    for (const prefix of ['ga4gh:', 'SQC.', 'ga4gh:SQC.', 'SQ.', 'md5:', 'trunc512:']) {
      expect([prefix, await found(prefix + first)]).toEqual([prefix, []])
    }
    expect(await found(first!.toUpperCase())).toEqual([])
    expect(await found(`${first}=`)).toEqual([])
  })

  it('is authority:alias, or an alias by itself', async () => {
    expect(await found('insdc:GCA_000146045.2')).toEqual([first])
    expect(await found('GenBank:GCA_000146045.2')).toEqual([first])
    expect(await found('GCA_000146045.2')).toEqual([first])
    expect(await found('ucsc:yeast')).toEqual([second])
    expect(await found('yeast')).toEqual([first, second])
    expect(await found('a:b')).toEqual([first])
    for (const text of ['refseq:GCA_000146045.2', 'nothing', '', ':', ':yeast', 'yeast:']) {
      expect([text, await found(text)]).toEqual([text, []])
    }
  })
})
