import fc from 'fast-check'
import { expect, it } from 'vitest'
import { FastaReader } from './fasta.ts'
import type { FastaEvent } from './fasta-event.ts'
import { eventSink } from './fasta-sink.ts'
import type { ResidueRoom } from './residue-room.ts'

/** Memory that is used up piece by piece, and then anew; it notes when it was asked for in vain. */
class SmallRoom implements ResidueRoom {
  readonly bytes: Uint8Array
  length = 0

  constructor(size: number) {
    this.bytes = new Uint8Array(new SharedArrayBuffer(size))
  }

  begin(): number {
    if (this.length === this.bytes.length) throw new Error('it is full')
    return this.length
  }
}

/** Events of a text that is read into a room, and stopped whenever that is full. */
function readInto(size: number, text: string, chunk: number): FastaEvent[] {
  const room = new SmallRoom(size)
  const reader = new FastaReader(room)
  const events: FastaEvent[] = []
  const take = (event: FastaEvent) => {
    if (event.kind !== 'residues') {
      events.push(event)
      return true
    }
    const { residues } = event
    expect(residues.buffer).toBe(room.bytes.buffer)
    expect(residues.byteOffset).toBe(room.length)
    room.length += residues.length
    events.push({ ...event, residues: Uint8Array.from(residues) })
    return room.length < room.bytes.length
  }
  const sink = eventSink(take)
  const bytes = Buffer.from(text)
  for (let from = 0; from < bytes.length; from += chunk) {
    const part = bytes.subarray(from, from + chunk)
    for (let at = 0; at < part.length; ) {
      at = reader.read(part, at, sink)
      if (room.length === size) room.length = 0
      else expect(at).toBe(part.length)
    }
  }
  for (const event of reader.finish()) take(event)
  return events
}

/** What events come to, however residues are divided. */
function merged(events: Iterable<FastaEvent>) {
  const records: { name: string; residues: string; mask: number[]; end: unknown }[] = []
  for (const event of events) {
    if (event.kind === 'record') {
      records.push({ name: event.name, residues: '', mask: [], end: undefined })
      continue
    }
    const last = records.at(-1)!
    last.mask.push(...event.maskRuns)
    if (event.kind === 'residues') last.residues += Buffer.from(event.residues).toString()
    else last.end = [event.length, event.dropped, event.droppedAt]
  }
  return records
}

/** Residues in runs of either case, of lengths around those that are tested at once. */
const runs = fc.array(
  fc.tuple(
    fc.oneof(fc.constantFrom(0, 1, 3, 4, 5, 7, 8, 9, 16), fc.nat(70)),
    fc.boolean(),
    fc.nat(25),
  ),
  { maxLength: 12 },
)
const residues = runs.map((list) =>
  list
    .map(([length, lower, first]) => {
      const text = Array.from({ length }, (_, i) =>
        String.fromCharCode(65 + ((first + i) % 26)),
      ).join('')
      return lower ? text.toLowerCase() : text
    })
    .join(''),
)
const width = fc.constantFrom(1, 7, 8, 59, 60, 61, 70)
const lineEnd = fc.constantFrom('\n', '\r\n', '*\n', ' \n')

it('reads the same into any room, wherever that and the input end', () => {
  fc.assert(
    fc.property(
      fc.array(residues, { minLength: 1, maxLength: 4 }),
      width,
      lineEnd,
      fc.oneof(fc.constantFrom(1, 2, 3, 4, 7, 8, 9, 64), fc.integer({ min: 1, max: 300 })),
      fc.oneof(fc.constantFrom(1, 8, 61, 62), fc.integer({ min: 1, max: 500 })),
      (sequences, columns, end, size, chunk) => {
        const lines = (text: string) => text.match(new RegExp(`.{1,${columns}}`, 'g')) ?? []
        const text = sequences
          .map(
            (each, i) =>
              `>s${i}\n${lines(each)
                .map((line) => line + end)
                .join('')}`,
          )
          .join('')
        const records = merged(readInto(size, text, chunk))
        expect(records.map((record) => record.residues)).toEqual(
          sequences.map((each) => each.toUpperCase()),
        )
        expect(records.map(({ mask }) => mask)).toEqual(
          sequences.map((each) =>
            [...each.matchAll(/[a-z]+/g)].flatMap((run) => [run.index, run.index + run[0].length]),
          ),
        )
        expect(records).toEqual(merged(whole(text)))
      },
    ),
    { numRuns: 300 },
  )
})

function whole(text: string): FastaEvent[] {
  const reader = new FastaReader()
  const events: FastaEvent[] = []
  for (const event of reader.push(Buffer.from(text))) {
    events.push(
      event.kind === 'residues' ? { ...event, residues: Uint8Array.from(event.residues) } : event,
    )
  }
  return [...events, ...reader.finish()]
}
