import { LOCAL, MAX_ALIAS_BYTES } from '../digest/authority.ts'
import { authorityOf } from './accession.ts'
import { HEADER_TAGS } from './header-tags.ts'

/** A name that a FASTA header gives, with its naming authority. */
interface HeaderAlias {
  readonly authority: string
  readonly alias: string
}

/**
 * The names that a FASTA header gives to its sequence: none for a record without a name, else at
 * least one. What has no form that an authority uses is `local`. Nothing is taken from free text.
 *
 * - Accessions with a version (`refseq`, `insdc`), Ensembl stable ids, UCSC chromosome names.
 * - NCBI's, ENA's and UniProt's fields between pipes; GENCODE's, of which the first is an id.
 * - Ensembl's headers: the id of a gene product of any species (`pep`, `cds`, `cdna`, `ncrna`), and
 *   the name of a chromosome or scaffold if the location says that the record is the whole of it.
 * - `AC:` of NCBI's analysis sets; the further headers that NCBI's `nr` joins with control-A.
 *
 * Where the header's own location or `LN:` shows that the record is but a part of what its name
 * means, or where it is hard-masked (`dna_rm`, `hm:`), the name stays `local`: `20` of a file that
 * has the first 100 bases of it is not Ensembl's 20.
 *
 * @param length Residues of the record.
 */
export function aliasesOf(
  name: string,
  description: string,
  length: number,
): readonly HeaderAlias[] {
  if (!description.includes('\x01')) return distinct(oneHeader(name, description, length))
  const [rest = '', ...joined] = description.split('\x01')
  const found = oneHeader(name, rest, length)
  for (const header of joined) {
    const [, first = '', others = ''] = /^(\S*)\s*([\s\S]*)$/.exec(header)!
    found.push(...oneHeader(first, others, length))
  }
  return distinct(found)
}

/** Those that are not too long, each once. */
function distinct(found: readonly HeaderAlias[]): readonly HeaderAlias[] {
  const [first] = found
  // Of most records; no UTF-16 takes more than three bytes a unit.
  if (found.length === 1 && 3 * first!.alias.length <= MAX_ALIAS_BYTES) return found
  const known = new Set<string>()
  return found.filter(({ authority, alias }) => {
    const key = `${authority}:${alias}`
    if (known.has(key) || Buffer.byteLength(alias) > MAX_ALIAS_BYTES) return false
    known.add(key)
    return true
  })
}

function oneHeader(name: string, description: string, length: number): HeaderAlias[] {
  if (name.trim() === '') return []
  const aliases = isOther(name, description, length) ? [] : aliasesIn(name, description)
  return aliases.length > 0 ? aliases : [{ authority: LOCAL, alias: name }]
}

function aliasesIn(name: string, description: string): HeaderAlias[] {
  // No form that an authority uses has a pipe.
  const aliases = name.includes('|') ? pipes(name) : plain(name)
  if (description === '') return aliases
  return [...aliases, ...ensembl(name, description), ...analysisSet(description)]
}

function plain(name: string): HeaderAlias[] {
  const authority = authorityOf(name)
  return authority ? [{ authority, alias: name }] : []
}

/** `chromosome:GRCh38:13:1:114364328:1`: kind, assembly, name, start and end (1-based), strand. */
const LOCATION = /^[A-Za-z_]+:[^:]*:([^:]+):(\d+):(\d+):(-?1)$/

/** Whether the header says that the record is not the whole sequence `name` as it is published. */
function isOther(name: string, description: string, length: number): boolean {
  if (description === '') return false
  if (/^dna_rm(:|\s|$)|(^|\s)hm:\d/.test(description)) return true
  const location = locationOf(name, description)
  if (location !== undefined) return !isWhole(location, length)
  const stated = /(?:^|\s)LN:(\d+)(?:\s|$)/.exec(description)
  return stated !== null && Number(stated[1]) !== length
}

function locationOf(name: string, description: string): RegExpExecArray | undefined {
  for (const word of words(description)) {
    const location = LOCATION.exec(word)
    if (location?.[1] === name) return location
  }
  return undefined
}

function isWhole([, , start1, end1, strand]: RegExpExecArray, length: number): boolean {
  return start1 === '1' && Number(end1) === length && strand === '1'
}

/** A location, the type and the gene stand among the first words, before any free text. */
function words(description: string): string[] {
  return description.split(/\s+/, 4)
}

const PRODUCT = /^(pep|cds|cdna|ncrna)(:|$)/

function ensembl(name: string, description: string): HeaderAlias[] {
  const [type = '', ...others] = words(description)
  const isProduct =
    PRODUCT.test(type) && others.some((word) => LOCATION.test(word) || word.startsWith('gene:'))
  const isRegion = locationOf(name, description) !== undefined
  return isProduct || isRegion ? [{ authority: 'ensembl', alias: name }] : []
}

/** `AC:CM000663.2  gi:568336023  LN:248956422 ...`, as in the analysis sets of GRCh38. */
function analysisSet(description: string): HeaderAlias[] {
  const accession = /^AC:(\S+)\s.*\bLN:\d/.exec(description)?.[1] ?? ''
  const authority = authorityOf(accession)
  return authority === 'insdc' || authority === 'refseq' ? [{ authority, alias: accession }] : []
}

/** An entry name (`HBA_HUMAN`) is the canonical sequence's, not that of isoform `P69905-2`. */
const ENTRY_NAME = /^[A-Z0-9]{1,10}_[A-Z0-9]{1,5}$/

function pipes(name: string): HeaderAlias[] {
  const fields = name.split('|')
  if (fields.length === 1) return []
  const [first = '', , third = ''] = fields
  if (first === 'ENA') return plain(third)
  const aliases: HeaderAlias[] = []
  for (let at = 0; at < fields.length; ) {
    const tag = HEADER_TAGS.get(fields[at]!)
    if (tag === undefined) break
    const { fields: size, authority } = tag
    const alias = fields[at + 1] ?? ''
    const second = size > 1 ? (fields[at + 2] ?? '') : ''
    at += 1 + size
    if (authority === undefined || alias === '') continue
    if (authority !== 'pdb') aliases.push({ authority, alias })
    // A chain is a sequence, an entry is not.
    else if (second !== '') aliases.push({ authority, alias: `${alias}_${second}` })
    if (authority === 'uniprot' && ENTRY_NAME.test(second) && !alias.includes('-')) {
      aliases.push({ authority, alias: second })
    }
  }
  return aliases.length === 0 && authorityOf(first) === 'ensembl' ? plain(first) : aliases
}
