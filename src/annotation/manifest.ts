import { parseDocument, visit } from 'yaml'
import { FormatError } from '../formats/errors.ts'
import { geneticCode } from './genetic-code.ts'
import type { ProfileName, RegionCode } from './genome.ts'

/** What an operator says of a genome that its files do not. Every field may be absent. */
export interface Manifest {
  readonly genome_id?: string
  readonly assembly_accession?: string
  readonly assembly_name?: string
  readonly assembly_id?: string
  readonly scientific_name?: string
  readonly common_name?: string
  readonly scientific_parlance_name?: string
  readonly alternative_names?: readonly string[]
  readonly taxon_id?: number
  readonly release_number?: number
  readonly release_date?: string
  readonly is_reference?: boolean
  readonly genome_tag?: string
  readonly tol_id?: string
  readonly organism_id?: string
  readonly ensembl_name?: string
  readonly annotation_source?: string
  readonly profile?: ProfileName
  /** NCBI's numbers of genetic codes by region; `default` for all others. */
  readonly genetic_code?: Readonly<Record<string, number>>
  /** Names of circular regions. */
  readonly circular?: readonly string[]
  readonly region_code?: Readonly<Record<string, RegionCode>>
  /** Region -> other names that the annotation may use for it. */
  readonly synonyms?: Readonly<Record<string, readonly string[]>>
}

const PROFILES: readonly ProfileName[] = ['ensembl', 'ensembl-113', 'ncbi', 'plain']
const CODES: readonly RegionCode[] = [
  'chromosome',
  'plasmid',
  'scaffold',
  'primary_assembly',
  'supercontig',
]

type Reader = (value: unknown) => unknown

const KEYS: Readonly<Record<keyof Manifest, Reader>> = {
  genome_id: text,
  assembly_accession: text,
  assembly_name: text,
  assembly_id: text,
  scientific_name: text,
  common_name: text,
  scientific_parlance_name: text,
  alternative_names: texts,
  taxon_id: wholeNumber,
  release_number: number,
  release_date: date,
  is_reference: boolean,
  genome_tag: text,
  tol_id: text,
  organism_id: text,
  ensembl_name: text,
  annotation_source: text,
  profile: oneOf(PROFILES),
  genetic_code: geneticCodes,
  circular: texts,
  region_code: mapOf(oneOf(CODES)),
  synonyms: mapOf(texts),
}

/**
 * Reads a manifest, JSON or YAML.
 *
 * @param onUnknown - Told of keys that mean nothing here.
 * @throws {@link FormatError} with the line, or the key and what it should be.
 */
export function parseManifest(source: string, onUnknown: (key: string) => void): Manifest {
  const document = parseDocument(source, { prettyErrors: false })
  const [fault] = document.errors
  if (fault) {
    const line = source.slice(0, fault.pos[0]).split('\n').length
    throw new FormatError(`this is neither YAML nor JSON: ${fault.message}`, { line })
  }
  // As they stand: assemblies are called 2.10, and chromosomes 01.
  visit(document, {
    Scalar(_, scalar) {
      if (typeof scalar.value === 'number') scalar.value = scalar.source
    },
  })
  const value: unknown = document.toJS() ?? {}
  if (!isMap(value)) {
    throw new FormatError('give keys and values, such as "taxon_id: 9606" on a line of its own')
  }
  const manifest: Record<string, unknown> = {}
  for (const [key, given] of Object.entries(value)) {
    if (given === null) continue
    if (!Object.hasOwn(KEYS, key)) {
      onUnknown(key)
      continue
    }
    try {
      manifest[key] = KEYS[key as keyof Manifest](given)
    } catch (error) {
      if (!(error instanceof ValueError)) throw error
      throw new FormatError(`${key}: ${error.message}, not ${JSON.stringify(given)}`)
    }
  }
  return manifest as Manifest
}

class ValueError extends Error {}

function text(value: unknown): string {
  if (typeof value !== 'string' || value.trim() === '') throw new ValueError('it must be a text')
  return value.trim()
}

function texts(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.map(text) : [text(value)]
}

function number(value: unknown): number {
  const given = typeof value === 'string' && value.trim() !== '' ? Number(value) : value
  if (typeof given !== 'number' || !Number.isFinite(given)) {
    throw new ValueError('it must be a number')
  }
  return given
}

function wholeNumber(value: unknown): number {
  const given = number(value)
  if (!Number.isInteger(given) || given < 0 || given > 0x7fffffff) {
    throw new ValueError('it must be a whole number')
  }
  return given
}

function boolean(value: unknown): boolean {
  if (typeof value !== 'boolean') throw new ValueError('it must be true or false')
  return value
}

function date(value: unknown): string {
  const given = text(value)
  if (!/^\d{4}(-\d{2}(-\d{2})?)?$/.test(given) || Number.isNaN(Date.parse(given))) {
    throw new ValueError('it must be a date such as 2026-10-21')
  }
  return given
}

function oneOf<T extends string>(values: readonly T[]): (value: unknown) => T {
  return (value) => {
    const found = values.find((each) => each === value)
    if (found === undefined) throw new ValueError(`it must be one of ${values.join(', ')}`)
    return found
  }
}

function mapOf<T>(read: (value: unknown) => T): (value: unknown) => Record<string, T> {
  return (value) => {
    if (!isMap(value)) throw new ValueError('it must be a map whose keys are names of regions')
    return Object.fromEntries(Object.entries(value).map(([key, given]) => [key, read(given)]))
  }
}

function geneticCodes(value: unknown): Record<string, number> {
  return isMap(value) ? mapOf(codeNumber)(value) : { default: codeNumber(value) }
}

function codeNumber(value: unknown): number {
  const given = wholeNumber(value)
  if (!geneticCode(given)) throw new ValueError("it must be the number of one of NCBI's codes")
  return given
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
