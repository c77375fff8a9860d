/** Pairs `start0, end0` in residues of the record, in order; none touches the next. */
export type MaskRuns = readonly number[] | Float64Array

/** What the reader finds, in order: `record`, any number of `residues`, `end`; and so on. */
export type FastaEvent =
  | {
      readonly kind: 'record'
      /** Text after '>' up to the first white space; '' where there is none. */
      readonly name: string
      /** The rest of the header, trimmed. */
      readonly description: string
      /** 1-based line of the '>'. */
      readonly line: number
    }
  | {
      readonly kind: 'residues'
      /** Upper-case A-Z; a view that is valid until the next event. Never empty. */
      readonly residues: Uint8Array
      /** Lower-case runs that ended in this piece; one may have begun in an earlier piece. */
      readonly maskRuns: MaskRuns
    }
  | {
      readonly kind: 'end'
      /** Residues of the record. */
      readonly length: number
      /** Bytes that were neither residue nor line end. */
      readonly dropped: number
      /** Residues before the first of them that is no white space; `length` where none follow it. */
      readonly droppedAt: number
      /** The lower-case run that lasted to the end of the record, if there is one. */
      readonly maskRuns: MaskRuns
    }
