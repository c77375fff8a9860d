import type { FastaEvent, MaskRuns } from './fasta-event.ts'
import { HeaderColumns } from './header-columns.ts'

/**
 * Takes what a reader of FASTA finds: the same as {@link FastaEvent}, without an object for each. Each
 * call returns whether more is taken.
 */
export interface FastaSink {
  /** @param text - Its bytes `[from, to)` are the header, the '>' left out; valid during the call. */
  record(text: Uint8Array, from: number, to: number, line: number): boolean
  /** @param bytes - Of these `[from, to)` are the residues: a view of each piece would take 20 ns. */
  residues(bytes: Uint8Array, from: number, to: number, maskRuns: MaskRuns): boolean
  end(length: number, dropped: number, droppedAt: number, maskRuns: MaskRuns): boolean
}

/** A sink that makes an event of each call. */
export function eventSink(take: (event: FastaEvent) => boolean): FastaSink {
  const headers = new HeaderColumns()
  return {
    record(text, from, to, line) {
      headers.clear()
      headers.add(text, from, to)
      return take({
        kind: 'record',
        name: headers.name(0),
        description: headers.description(0),
        line,
      })
    },
    residues: (bytes, from, to, maskRuns) =>
      take({ kind: 'residues', residues: bytes.subarray(from, to), maskRuns }),
    end: (length, dropped, droppedAt, maskRuns) =>
      take({ kind: 'end', length, dropped, droppedAt, maskRuns }),
  }
}
