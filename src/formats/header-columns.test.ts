import fc from 'fast-check'
import { expect, it } from 'vitest'
import { HeaderColumns } from './header-columns.ts'

/** What plain string operations find. */
function split(text: string): [name: string, description: string] {
  // As a space, which does the same.
  const plain = text.replaceAll('\x01', ' ')
  const [name = ''] = plain.split(/[ \t\v\f]/, 1)
  const rest = plain.slice(name.length).replaceAll(/^[ \t\v\f]+|[ \t\v\f]+$/g, '')
  const from = plain.indexOf(rest, name.length)
  return [name, text.slice(from, from + rest.length)]
}

const text = fc.array(
  fc.oneof(
    fc.constantFrom(' ', '\t', '\v', '\f', '\x01', '|', '"', 'é', '\u00a0', '染', '😀', '\ufeff'),
    fc.string({ minLength: 1, maxLength: 4 }),
  ),
  { maxLength: 12 },
)
const header = fc.tuple(
  text.map((parts) => parts.join('').replaceAll(/[\r\n]/g, '')),
  fc.constantFrom<('utf8' | 'latin1')[]>('utf8', 'latin1'),
)

/** As UTF-8, or as Latin-1 where it is not valid UTF-8. */
function decoded(bytes: Buffer): string {
  const utf8 = bytes.toString()
  return Buffer.from(utf8).equals(bytes) ? utf8 : bytes.toString('latin1')
}

it('gives the names and descriptions that plain string operations find', () => {
  fc.assert(
    fc.property(fc.array(header, { maxLength: 8 }), fc.nat(2), (headers, cleared) => {
      const columns = new HeaderColumns()
      const copies = new HeaderColumns()
      for (let round = 0; round <= cleared; round++) {
        columns.clear()
        copies.clear()
        const expected = headers.map(([each, encoding]) => {
          const bytes = Buffer.from(each, encoding)
          const text = Buffer.concat([Buffer.from('before'), bytes, Buffer.from('behind')])
          columns.add(text, 6, 6 + bytes.length)
          copies.addFrom(columns, columns.count - 1)
          return split(decoded(bytes))
        })
        for (const found of [columns, copies]) {
          expect(expected.map((_, i) => [found.name(i), found.description(i)])).toEqual(expected)
          for (const [i, [name]] of expected.entries()) {
            const bytes = found.bytes.subarray(found.names[i], found.nameEnds[i])
            expect(Buffer.from(bytes).toString()).toBe(name)
          }
        }
      }
    }),
    { numRuns: 300 },
  )
})
