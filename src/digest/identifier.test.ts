import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { hex } from './hex.ts'
import { parseIdentifier, sequenceId } from './identifier.ts'

const SHA512 = '68a178f7c740c5c240aa67ba41843b119d3bf9f8b0f0ac36'
const SQ = 'SQ.aKF498dAxcJAqme6QYQ7EZ07-fiw8Kw2'
const MD5 = 'f1f8f4bf413b16ad135722aa4591043e'
const SHA1 = '2108994e17f6cca9ff2352ada92b6511db076034'

const read = (text: string) => {
  const identifier = parseIdentifier(text)
  if (!identifier || !('digest' in identifier)) return identifier
  return `${identifier.kind} ${hex(identifier.digest)}`
}

describe('an identifier', () => {
  it.each([SQ, `ga4gh:${SQ}`, `GA4GH:${SQ}`, `VMC:GS_${SQ.slice(3)}`, `vmc:GS_${SQ.slice(3)}`])(
    '%s is the digest of ACGT',
    (text) => expect(read(text)).toBe(`sha512t24u ${SHA512}`),
  )

  it.each([SHA512, SHA512.toUpperCase(), `trunc512:${SHA512}`, `TRUNC512:${SHA512.toUpperCase()}`])(
    '%s is the same digest in hex',
    (text) => expect(read(text)).toBe(`sha512t24u ${SHA512}`),
  )

  it.each([MD5, MD5.toUpperCase(), `md5:${MD5}`, `MD5:${MD5.toUpperCase()}`])(
    '%s is an MD5',
    (text) => expect(read(text)).toBe(`md5 ${MD5}`),
  )

  it.each([SHA1, `sha1:${SHA1.toUpperCase()}`])('%s is a SHA-1', (text) =>
    expect(read(text)).toBe(`sha1 ${SHA1}`),
  )

  it.each([
    `ga4gh:${MD5}`,
    `ga4gh:${SQ.slice(3)}`,
    `ga4gh:${SQ}=`,
    `ga4gh:${SQ.toLowerCase()}`,
    `md5:${SHA512}`,
    `md5:${MD5.slice(1)}`,
    `md5:${MD5.slice(1)}g`,
    `trunc512:${MD5}`,
    `sha1:${MD5}`,
    'md5:',
  ])('%s can name nothing', (text) => expect(read(text)).toBeUndefined())

  it.each([
    `${SQ.slice(0, -1)}`,
    `${SQ}A`,
    `sq.${SQ.slice(3)}`,
    SQ.slice(3),
    `GS_${SQ.slice(3)}`,
    'chr1',
    ':x',
    '',
  ])('%s is a bare alias', (text) => expect(read(text)).toEqual({ kind: 'bare', alias: text }))

  it('keeps the case of an alias, and all after the first colon', () => {
    expect(read('INSDC:BK006935.2')).toEqual({
      kind: 'alias',
      authority: 'insdc',
      alias: 'BK006935.2',
    })
    expect(read('local:a:B:c')).toEqual({ kind: 'alias', authority: 'local', alias: 'a:B:c' })
  })

  it('is read back from every digest', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 24, maxLength: 24 }), (digest) => {
        const id = sequenceId(digest)
        expect(id).toBe(`SQ.${Buffer.from(digest).toString('base64url')}`)
        expect(read(id)).toBe(`sha512t24u ${Buffer.from(digest).toString('hex')}`)
        expect(read(hex(digest).toUpperCase())).toBe(read(id))
      }),
    )
  })
})
