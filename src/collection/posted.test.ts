import canonicalize from 'canonicalize'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { sha512t24u } from '../digest/sha512t24u.ts'
import { FormatError } from '../formats/errors.ts'
import type { Comparable } from './comparable.ts'
import { readCollection } from './posted.ts'

function read(body: string | Uint8Array, size = 5): Promise<Comparable> {
  const bytes = Buffer.from(body as string)
  const chunks = async function* () {
    for (let i = 0; i < bytes.length; i += size) yield bytes.subarray(i, i + size)
  }
  return readCollection(chunks())
}

async function elementsOf(
  side: Comparable,
  name: Parameters<Comparable['elements']>[0],
): Promise<string[]> {
  const all: string[] = []
  for await (const batch of side.elements(name)) all.push(...batch)
  return all
}

async function messageOf(body: string | Uint8Array): Promise<string> {
  const error = await read(body).then(
    () => new Error('it was taken'),
    (thrown: unknown) => thrown as Error,
  )
  expect([body.toString(), error.message, error instanceof FormatError]).toEqual([
    ...[body.toString(), error.message, true],
  ])
  return error.message
}

describe('a posted collection', () => {
  it('has the digests of the specification', async () => {
    const examples = [
      [
        { names: ['染色体-1', '染色体-2', '染色体-3'] },
        { names: 'EiYgJtUfGyad7wf5atL5OG4Fkzohp2qe' },
      ],
      [{ names: [] }, { names: 'slspTLTetp6gCkw88xE5BIAbYBXllWvQ' }],
      [{ lengths: [8, 4, 4] }, { lengths: 'cGRMZIb3AVgkcAfNv39RN7hnT5Chk7RX' }],
    ] as const
    for (const [body, digests] of examples) {
      const { attributes } = await read(JSON.stringify(body))
      for (const [name, digest] of Object.entries(digests)) {
        expect(sha512t24u(attributes.get(name)!.digest!)).toBe(digest)
      }
    }
  })

  it('keeps its elements as canonical JSON, whatever they are', async () => {
    const names = fc.array(fc.string({ unit: 'binary', maxLength: 4 }), { maxLength: 5 })
    await fc.assert(
      fc.asyncProperty(names, fc.integer({ min: 1, max: 9 }), async (values, size) => {
        const side = await read(JSON.stringify({ names: values }, null, 1), size)
        expect(await elementsOf(side, 'names')).toEqual(values.map((value) => canonicalize(value)))
      }),
    )
  })

  it('takes 8.0 and 8e0 for 8', async () => {
    const side = await read('{"lengths":[8.0,8e0,8E+0,80e-1,0,-0,9007199254740991]}')
    expect(await elementsOf(side, 'lengths')).toEqual([
      '8',
      '8',
      '8',
      '8',
      '0',
      '0',
      '9007199254740991',
    ])
    const pairs = await read('{"name_length_pairs":[{"name":"x","length":8.0}]}')
    expect(await elementsOf(pairs, 'name_length_pairs')).toEqual(['{"length":8,"name":"x"}'])
  })

  it('is refused with what is wrong and where', async () => {
    for (const length of ['8.5', '-1', '1152921504606846976', '"8"', 'null', '1e400', '[8]']) {
      expect(await messageOf(`{"lengths":[8,${length}]}`)).toMatch(
        /^lengths\[1\] is .*whole number/,
      )
    }
    expect(await messageOf('{"names":["a","b\\ud800c"]}')).toMatch(/^names\[1\] has half of a surr/)
    expect(await messageOf('{"names":["\\udc00\\ud800"]}')).toMatch(/^names\[0\]/)
    expect(await messageOf('{"names":[1]}')).toBe('names[0] is 1; it must be a text')
    expect(await messageOf('{"names":"chr1"}')).toBe('"names" must be an array')
    expect(await messageOf('{"sequences":{"a":"b"}}')).toBe('"sequences" must be an array')
    for (const pair of ['{"name":"a"}', '{"name":1,"length":1}', '{"name":"a","length":1,"x":1}']) {
      expect(await messageOf(`{"name_length_pairs":[${pair}]}`)).toMatch(/^name_length_pairs\[0\]/)
    }
    expect(await messageOf('{"names":["a"],"lengths":[1,2]}')).toBe(
      '"names" has 1 elements and "lengths" 2: each needs one for each sequence',
    )
    expect(await messageOf('{"names":["a"],"names":["b"]}')).toBe('"names" is there twice')
    expect(await messageOf('{"x":[1]}')).toMatch(/none of the attributes/)
    for (const other of ['[]', '"x"', '1', 'null', '[{"names":[]}]']) {
      expect(await messageOf(other)).toMatch(/must be a JSON object/)
    }
  })

  it('is refused where it is no JSON, no UTF-8, or nested without end', async () => {
    const broken = [
      '',
      '{',
      '{"names":["a"',
      '{"names":["a",]}',
      '{"names":[]}x',
      '{"names":[NaN]}',
    ]
    for (const body of [
      ...broken,
      '{names:[]}',
      "{'names':[]}",
      '{"names":["\n"]}',
      '{"names" []}',
    ]) {
      expect(await messageOf(body)).toMatch(/^the text is not JSON .*byte \d/)
    }
    const bytes = Buffer.concat([
      ...[Buffer.from('{"names":["'), Buffer.from([0xff]), Buffer.from('"]}')],
    ])
    expect(await messageOf(bytes)).toMatch(/^the text is not UTF-8/)
    expect(await messageOf(Buffer.from('{"names":["é"]}').subarray(0, 12))).toMatch(
      /^the text is not/,
    )
    expect(await messageOf(`{"names":[],"x":${'['.repeat(1000)}`)).toMatch(/nested more than 32/)
    expect(
      await messageOf(`{${Array.from({ length: 101 }, (_, i) => `"x${i}":1`).join(',')}}`),
    ).toMatch(/more than 100 attributes/)
  })
})
