import { LOCAL } from '../digest/authority.ts'

/** A field that says what the fields behind it are, as NCBI and UniProt have it: `gi|345004010|ref|NC_015954.1|`. */
export interface HeaderTag {
  /** Fields that follow it. */
  readonly fields: number
  /** Who names things by the first of them; nobody does by a `gi`. */
  readonly authority: string | undefined
}

const tag = (fields: number, authority: string | undefined): HeaderTag => ({ fields, authority })

/** All of them have two or three letters. */
export const HEADER_TAGS: ReadonlyMap<string, HeaderTag> = new Map([
  ['gi', tag(1, undefined)],
  ['ref', tag(2, 'refseq')],
  ['gb', tag(2, 'insdc')],
  ['emb', tag(2, 'insdc')],
  ['dbj', tag(2, 'insdc')],
  ['tpg', tag(2, 'insdc')],
  ['tpe', tag(2, 'insdc')],
  ['tpd', tag(2, 'insdc')],
  ['sp', tag(2, 'uniprot')],
  ['tr', tag(2, 'uniprot')],
  ['pdb', tag(2, 'pdb')],
  ['lcl', tag(1, LOCAL)],
])
