import { FILE_FORMATS, type FileFormat } from '../../collection/files/collection-files.ts'

/** What a URL may end in. */
export type Ending = FileFormat | 'fa.gz'

/** Picard's tools look for `X.dict` beside `X.fa`, others for `X.fa.dict`. */
const ENDINGS: ReadonlyMap<string, Ending> = new Map<string, Ending>([
  ...FILE_FORMATS.map((format): [string, Ending] => [`.${format}`, format]),
  ['.fa.dict', 'dict'],
  ['.fa.gz', 'fa.gz'],
])

/** All endings, for messages. */
export const ALL_ENDINGS: readonly string[] = [...ENDINGS.keys()]

/** What a URL asks for: a file of a collection, or what there is of it. */
export interface FileName {
  readonly collection: string
  readonly ending: Ending | undefined
}

/** Splits a name at the longest ending that is known: names of collections hold dots. */
export function parseFileName(text: string): FileName {
  let best: FileName = { collection: text, ending: undefined }
  for (const [suffix, ending] of ENDINGS) {
    const collection = text.slice(0, -suffix.length)
    if (collection === '' || !text.endsWith(suffix)) continue
    if (collection.length < best.collection.length) best = { collection, ending }
  }
  return best
}

const MEDIA_TYPES: Readonly<Record<Ending, string>> = {
  fa: 'text/plain; charset=utf-8',
  'fa.fai': 'text/plain; charset=utf-8',
  dict: 'text/plain; charset=utf-8',
  'chrom.sizes': 'text/plain; charset=utf-8',
  'n.bed': 'text/plain; charset=utf-8',
  'mask.bed': 'text/plain; charset=utf-8',
  '2bit': 'application/octet-stream',
  'fa.gz': 'application/gzip',
}

export function mediaType(ending: Ending): string {
  return MEDIA_TYPES[ending]
}

/** Sequences are for a disk, not for a window. */
const DOWNLOADS: ReadonlySet<Ending> = new Set(['fa', '2bit', 'fa.gz'])

/** The Content-Disposition (RFC 6266) of a file: browsers show tables, and save the rest under its name. */
export function contentDisposition(collection: string, ending: Ending): string {
  const name = `${collection}.${ending}`
  // Separators of paths, and `:`, which Windows has in no name.
  const ascii = name.replace(/[^\w.()+=@~-]/g, '_')
  const type = DOWNLOADS.has(ending) ? 'attachment' : 'inline'
  const any = /^[ -~]*$/.test(name) ? '' : `; filename*=UTF-8''${encoded(name)}`
  return `${type}; filename="${ascii}"${any}`
}

function encoded(text: string): string {
  return encodeURIComponent(text.replace(/[/\\:]/g, '_')).replace(
    /['()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16)}`,
  )
}
