/** The nine columns of GFF3 and GTF. */
export interface FeatureLine {
  readonly seqid: string
  readonly source: string
  readonly type: string
  /** 1-based, closed. */
  readonly start1: number
  readonly end1: number
  /** 0 for `.` and `?`. */
  readonly strand: 1 | -1 | 0
  /** Bases to drop before the first whole codon; `undefined` for `.`. */
  readonly phase: 0 | 1 | 2 | undefined
  /** Column 9 as it stands. */
  readonly attributes: string
}

/** What column 9 says: values by key, in the order of the line. */
export type Attributes = ReadonlyMap<string, readonly string[]>

/**
 * Reads the columns of a feature line (GFF3 1.26, "Description of the Format"), which GTF shares.
 *
 * @returns What is wrong with the line, when it is none.
 */
export function parseFeatureLine(text: string): FeatureLine | string {
  const columns = text.split('\t')
  if (columns.length < 8) return `the number of columns is ${columns.length} instead of 9`
  const [seqid = '', source = '', type = '', start = '', end = '', , strand = '', phase = ''] =
    columns
  const start1 = position(start)
  const end1 = position(end)
  if (seqid === '' || type === '') return 'the sequence or the type is empty'
  if (start1 === undefined || end1 === undefined) {
    return `start ${shown(start)} and end ${shown(end)} must be whole numbers from 1 on`
  }
  const sign = strand === '+' ? 1 : strand === '-' ? -1 : strand === '.' || strand === '?' ? 0 : 9
  if (sign === 9) return `the strand is ${shown(strand)} instead of +, -, . or ?`
  if (phase !== '.' && phase !== '0' && phase !== '1' && phase !== '2') {
    return `the phase is ${shown(phase)} instead of 0, 1, 2 or .`
  }
  return {
    seqid: decodeField(seqid),
    source: decodeField(source),
    type: decodeField(type),
    start1,
    end1,
    strand: sign,
    phase: phase === '.' ? undefined : (Number(phase) as 0 | 1 | 2),
    attributes: columns[8] ?? '',
  }
}

/** Keys whose values are lists; in all others a comma is a comma. */
const LISTS: ReadonlySet<string> = new Set([
  ...['Parent', 'Alias', 'Note', 'Dbxref', 'Ontology_term', 'tag', 'gene_synonym'],
])

/** Reads GFF3's column 9. Lists are split before they are decoded: a value may hold `%2C`. */
export function parseAttributes(column: string): Attributes {
  const attributes = new Map<string, readonly string[]>()
  for (const part of column.split(';')) {
    const equals = part.indexOf('=')
    if (equals < 1) continue
    const key = decodeField(part.slice(0, equals).trim())
    const value = part.slice(equals + 1)
    const values = LISTS.has(key) ? value.split(',').map(decodeField) : [decodeField(value)]
    attributes.set(key, [...(attributes.get(key) ?? []), ...values])
  }
  return attributes
}

/** Reads GTF's column 9: `key "value"; key value;`. A key may come several times. */
export function parseGtfAttributes(column: string): Attributes {
  const attributes = new Map<string, string[]>()
  for (const [, key = '', quoted, bare = ''] of column.matchAll(GTF_ATTRIBUTE)) {
    const values = attributes.get(key)
    const value = quoted ?? bare
    if (values) values.push(value)
    else attributes.set(key, [value])
  }
  return attributes
}

const GTF_ATTRIBUTE = /\s*([^\s;"=]+)[ \t]+(?:"([^"]*)"|([^\s;"]+))\s*(?:;|$)/g

/** Decodes `%2C`; what is no such code stays as it is. */
export function decodeField(text: string): string {
  if (!text.includes('%')) return text
  try {
    return decodeURIComponent(text)
  } catch {
    return text.replace(/%([0-9A-Fa-f]{2})/g, (_, digits) =>
      String.fromCharCode(Number.parseInt(digits, 16)),
    )
  }
}

function position(text: string): number | undefined {
  if (!/^\d{1,12}$/.test(text)) return undefined
  const value = Number(text)
  return value >= 1 ? value : undefined
}

function shown(text: string): string {
  return JSON.stringify(text.length > 40 ? `${text.slice(0, 40)}...` : text)
}
