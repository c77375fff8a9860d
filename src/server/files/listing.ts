import { type CollectionFiles, FILE_FORMATS } from '../../collection/files/collection-files.ts'
import { FileError } from '../../collection/files/file-error.ts'
import { sha512t24u } from '../../digest/sha512t24u.ts'
import { escapeHtml, page } from '../html.ts'
import type { Ending } from './file-name.ts'
import type { FoundCollection } from './find-file.ts'

/** Members up to which sizes are told: to add them up takes a few milliseconds. */
const SIZED_MEMBERS = 4096

/** A collection and its files. */
export interface Listing {
  readonly collection: string
  readonly members: number
  readonly residues: number
  /** Files that differ in case only; the first is the default. */
  readonly masks: readonly { readonly id: string; readonly source: string }[]
  readonly files: readonly ListedFile[]
}

interface ListedFile {
  readonly format: Ending
  readonly url: string
  /** In bytes, where it costs little to know. */
  readonly size?: number
  /** Why there is no such file. */
  readonly error?: string
}

/** Files whose size is known from names and lengths alone. */
const CHEAP: ReadonlySet<Ending> = new Set(['fa', 'fa.fai', 'chrom.sizes'])

/** @param urlOf Makes the URL of a file of this collection. */
export async function listFiles(
  files: CollectionFiles,
  { record, id, describedBy, mask }: FoundCollection,
  urlOf: (ending: Ending) => string,
): Promise<Listing> {
  const listed: ListedFile[] = []
  for (const format of [...FILE_FORMATS, 'fa.gz'] as const) {
    const file = { format, url: urlOf(format) }
    if (format === 'fa.gz' || !CHEAP.has(format) || record.members > SIZED_MEMBERS) {
      listed.push(file)
      continue
    }
    try {
      const { size } = await files.open(format, { record, describedBy, mask })
      listed.push({ ...file, size })
    } catch (error) {
      if (!(error instanceof FileError)) throw error
      listed.push({ ...file, error: error.message })
    }
  }
  return {
    collection: id,
    members: record.members,
    residues: record.residues,
    masks: record.masks.map((each) => ({ id: sha512t24u(each.id), source: each.source })),
    files: listed,
  }
}

/** A listing for people. */
export function listingPage(name: string, listing: Listing): string {
  const rows = listing.files.map(
    ({ format, url, size, error }) =>
      `<tr><td>${error === undefined ? `<a href="${escapeHtml(url)}">.${escapeHtml(format)}</a>` : `.${escapeHtml(format)}`}</td><td>${escapeHtml(error ?? size?.toLocaleString('en') ?? '')}</td></tr>`,
  )
  const masks = listing.masks.map(
    ({ id, source }) => `<li>${escapeHtml(source)}: <code>?mask=${escapeHtml(id)}</code></li>`,
  )
  return page(
    name,
    `<h1>${escapeHtml(name)}</h1>
<p class="dim"><code>${escapeHtml(listing.collection)}</code> &middot; ${counted(listing.members, 'sequence')}, ${counted(listing.residues, 'residue')}</p>
<h2>Files</h2>
<div class="wide"><table><tr><th>File</th><th>Bytes</th></tr>
${rows.join('\n')}</table></div>
<h2>Lower case</h2>
<p>As in the first of these files, unless the URL says otherwise; <code>?mask=none</code> is upper case alone.</p>
<ul>${masks.join('')}</ul>`,
  )
}

function counted(value: number, noun: string): string {
  return `${value.toLocaleString('en')} ${noun}${value === 1 ? '' : 's'}`
}
