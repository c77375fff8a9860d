import fc from 'fast-check'
import { expect, it } from 'vitest'
import { FastaReader } from './fasta.ts'

it('says in which record a control character is, although the piece with its header is gone', () => {
  const text = Buffer.from('>first of two\nACGT\n>second\nAC\nGT\nA\0')
  fc.assert(
    fc.property(fc.integer({ min: 1, max: text.length }), (size) => {
      const reader = new FastaReader()
      const piece = Buffer.alloc(size)
      const read = () => {
        for (let at = 0; at < text.length; at += size) {
          const count = text.copy(piece, 0, at)
          // What a piece held is gone with the next.
          for (const _ of reader.push(piece.subarray(0, count)));
        }
      }
      expect(read).toThrow(expect.objectContaining({ message: expect.stringContaining('second') }))
    }),
  )
})
