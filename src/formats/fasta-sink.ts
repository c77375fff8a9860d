import type { FastaEvent, MaskRuns } from './fasta-event.ts'
import { HeaderColumns } from './header-columns.ts'

/**
 * Takes what a reader of FASTA finds: the same as {@link FastaEvent}, without an object for each. Each
 * call returns whether more is taken.
 */
export interface FastaSink {
  /** @param header - Its first `length` bytes are the header, the '>' left out; valid during the call. */
  record(header: Uint8Array, length: number, line: number): boolean
  residues(residues: Uint8Array, maskRuns: MaskRuns): boolean
  end(length: number, dropped: number, droppedAt: number, maskRuns: MaskRuns): boolean
}

/** A sink that makes an event of each call. */
export function eventSink(take: (event: FastaEvent) => boolean): FastaSink {
  const headers = new HeaderColumns()
  return {
    record(header, length, line) {
      headers.clear()
      headers.add(header, length)
      return take({
        kind: 'record',
        name: headers.name(0),
        description: headers.description(0),
        line,
      })
    },
    residues: (residues, maskRuns) => take({ kind: 'residues', residues, maskRuns }),
    end: (length, dropped, droppedAt, maskRuns) =>
      take({ kind: 'end', length, dropped, droppedAt, maskRuns }),
  }
}
