import { createHash } from 'node:crypto'
import { FormatError } from '../formats/errors.ts'
import type { Assembly, Genome, Organism } from './genome.ts'
import type { Manifest } from './manifest.ts'

/** What an annotation file says of its genome. */
export interface AnnotationPragmas {
  readonly assemblyAccession?: string
  readonly assemblyName?: string
  readonly taxonId?: number
  readonly genomeDate?: string
  readonly genebuildDate?: string
  readonly annotationSource?: string
}

/** Who a genome is, whatever is in it. */
export type Identity = Pick<
  Genome,
  | 'genomeId'
  | 'assembly'
  | 'organism'
  | 'releaseNumber'
  | 'releaseDate'
  | 'isReference'
  | 'genomeTag'
  | 'annotationSource'
  | 'genebuildDate'
>

/**
 * Settles who a genome is: the annotation's own pragmas first, then the manifest. What nobody says
 * is never invented, but for a release, which is then number 1, of today.
 *
 * @param onNote - Told what was taken by default, and where file and manifest disagree.
 * @throws {@link FormatError} that names the keys the manifest has to give.
 */
export function identify(
  pragmas: AnnotationPragmas,
  manifest: Manifest,
  onNote: (note: string) => void,
): Identity {
  const prefer = <T>(key: keyof Manifest, own: T | undefined, stated: T | undefined) => {
    if (own !== undefined && stated !== undefined && own !== stated) {
      onNote(`${key}: the annotation says ${own}, the manifest ${stated}; the annotation's counts`)
    }
    return own ?? stated
  }
  const accession = prefer(
    'assembly_accession',
    pragmas.assemblyAccession,
    manifest.assembly_accession,
  )
  const taxonId = prefer('taxon_id', pragmas.taxonId, manifest.taxon_id)
  const { scientific_name: scientificName } = manifest
  if (accession === undefined || taxonId === undefined || scientificName === undefined) {
    throw missing({
      assembly_accession: accession ?? undefined,
      scientific_name: scientificName,
      taxon_id: taxonId,
    })
  }
  const assemblyName = prefer('assembly_name', pragmas.assemblyName, manifest.assembly_name)
  return {
    genomeId: manifest.genome_id ?? uuid5(`genome:${accession}`),
    assembly: assemblyOf(manifest, accession, assemblyName),
    organism: organismOf(manifest, scientificName, taxonId),
    ...releaseOf(pragmas, manifest, onNote),
    isReference: manifest.is_reference ?? false,
    ...optional('genomeTag', manifest.genome_tag),
    ...optional('annotationSource', pragmas.annotationSource ?? manifest.annotation_source),
    ...optional('genebuildDate', pragmas.genebuildDate),
  }
}

function assemblyOf(manifest: Manifest, accession: string, name: string | undefined): Assembly {
  return {
    assemblyId: manifest.assembly_id ?? accession,
    name: name ?? accession,
    accession,
    ...optional('tolId', manifest.tol_id),
  }
}

function organismOf(manifest: Manifest, scientificName: string, taxonId: number): Organism {
  return {
    organismId: manifest.organism_id ?? uuid5(`organism:${taxonId}`),
    scientificName,
    ...optional('parlanceName', manifest.scientific_parlance_name),
    ...optional('commonName', manifest.common_name),
    alternativeNames: manifest.alternative_names ?? [],
    taxonId,
    ...optional('ensemblName', manifest.ensembl_name),
    ...optional('isReference', manifest.is_reference),
  }
}

function releaseOf(
  pragmas: AnnotationPragmas,
  manifest: Manifest,
  onNote: (note: string) => void,
): Pick<Genome, 'releaseNumber' | 'releaseDate'> {
  const date = manifest.release_date ?? pragmas.genebuildDate ?? pragmas.genomeDate
  if (manifest.release_number === undefined) {
    onNote('release_number: 1, as the manifest gives none')
  }
  if (date === undefined) onNote('release_date: today, as neither annotation nor manifest has one')
  return {
    releaseNumber: manifest.release_number ?? 1,
    releaseDate: date ?? new Date().toISOString().slice(0, 10),
  }
}

const EXAMPLES: Readonly<Record<string, string>> = {
  assembly_accession: 'GCA_000146045.2',
  scientific_name: 'Saccharomyces cerevisiae',
  taxon_id: '559292',
}

function missing(keys: Readonly<Record<string, unknown>>): FormatError {
  const absent = Object.keys(keys).filter((key) => keys[key] === undefined)
  const lines = absent.map((key) => `  ${key}: ${EXAMPLES[key]}`)
  return new FormatError(
    `the annotation does not say ${absent.join(', ')}; give a manifest (--manifest FILE, YAML or JSON) with lines such as\n${lines.join('\n')}`,
  )
}

/** Name space of this project's identifiers: a random UUID. */
const NAMESPACE = Buffer.from('5b0d4d3a4f0c4c0f9a56a1d4c6f3b7e2', 'hex')

/** The same identifier for the same name, everywhere (RFC 9562, version 5). */
function uuid5(name: string): string {
  const bytes = createHash('sha1').update(NAMESPACE).update(name).digest().subarray(0, 16)
  bytes[6] = (bytes[6]! & 0x0f) | 0x50
  bytes[8] = (bytes[8]! & 0x3f) | 0x80
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}

function optional<K extends string, T>(key: K, value: T | undefined): { readonly [P in K]?: T } {
  return value === undefined ? {} : ({ [key]: value } as { readonly [P in K]?: T })
}
