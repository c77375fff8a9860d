import type { Region } from '../annotation/genome.ts'
import type { Manifest } from '../annotation/manifest.ts'
import { assemblyOfHeader, regionKind } from '../annotation/region-kind.ts'
import { RegionNames } from '../annotation/region-names.ts'
import { hex } from '../digest/hex.ts'
import { sha512t24u } from '../digest/sha512t24u.ts'
import { FormatError } from '../formats/errors.ts'
import { aliasesOf } from '../formats/fasta-header.ts'
import type { AddedRecord } from './fasta-addition.ts'

/** A region, and its sequence in the change that adds it. */
export interface AddedRegion extends Region {
  readonly digest: Uint8Array
}

/** What an annotation file says of the sequences that it annotates. */
export interface AnnotatedRegion {
  readonly seqid: string
  /** In residues, where the file states it. */
  readonly length?: number
  /** Type of its row: `chromosome`, `plasmid`. */
  readonly type?: string
  readonly circular: boolean
  readonly synonyms: readonly string[]
}

/** The regions of a genome, found by the names that an annotation uses. */
export class GenomeRegions {
  readonly #records: AddedRecord[] = []
  readonly #lines = new Map<string, number>()
  readonly #names = new RegionNames<AddedRegion>()
  #regions: AddedRegion[] = []

  get regions(): readonly AddedRegion[] {
    return this.#regions
  }

  /** Name of the assembly, where the FASTA headers have it. */
  get assembly(): string | undefined {
    return this.#records.map(({ description }) => assemblyOfHeader(description)).find(Boolean)
  }

  /** @throws {@link FormatError} when the name is another record's too. */
  addRecord(record: AddedRecord): void {
    const { name, line, length } = record
    const other = this.#lines.get(name)
    if (other !== undefined) {
      throw new FormatError(
        `line ${other} has a record of this name already; regions of a genome need names of their own`,
        { line, record: name },
      )
    }
    if (length > 0x7fffffff) {
      throw new FormatError(
        `it has ${length} residues; GraphQL's integers end at 2,147,483,647, so that no feature on it could be served`,
        { line, record: name },
      )
    }
    this.#lines.set(name, line)
    this.#records.push(record)
  }

  /**
   * Settles what each region is, when all records are there.
   *
   * @param circular - Names of regions that the user says are circular.
   * @param onNote - Told of what was concluded rather than read.
   * @throws {@link FormatError} when a name of `circular` or of the manifest is no region's.
   */
  settle(
    annotated: readonly AnnotatedRegion[],
    manifest: Manifest,
    circular: ReadonlySet<string>,
    onNote: (note: string) => void,
  ): void {
    const stated = new Map<AddedRecord, AnnotatedRegion>()
    const records = new RegionNames<AddedRecord>()
    for (const record of this.#records) {
      records.add(record.name, record)
      for (const synonym of headerSynonyms(record)) records.addSynonym(synonym, record)
      for (const synonym of manifest.synonyms?.[record.name] ?? []) {
        records.addSynonym(synonym, record)
      }
    }
    for (const region of annotated) {
      const record =
        records.find(region.seqid) ?? region.synonyms.map((n) => records.find(n)).find(Boolean)
      if (record) stated.set(record, region)
    }
    const only = onlyPair(this.#records, annotated)
    if (only && !stated.has(only.record)) {
      stated.set(only.record, only.region)
      onNote(
        `${only.region.seqid} of the annotation is ${only.record.name}: each is the only one, and both have ${only.record.length} residues`,
      )
    }
    const names = new Set([...circular, ...(manifest.circular ?? [])])
    for (const map of [manifest.region_code, manifest.synonyms, withoutDefault(manifest)]) {
      for (const name of Object.keys(map ?? {})) expectRecord(records, name)
    }
    const marked = new Set([...names].map((name) => expectRecord(records, name)))
    this.#regions = this.#records.map((record) => {
      const region = stated.get(record)
      return regionOf(record, region, manifest, marked.has(record))
    })
    for (const region of this.#regions) {
      this.#names.add(region.name, region)
      for (const synonym of region.synonyms) this.#names.addSynonym(synonym, region)
    }
  }

  find(seqid: string): AddedRegion | undefined {
    return this.#names.find(seqid)
  }
}

function regionOf(
  { name, description, length, digests }: AddedRecord,
  stated: AnnotatedRegion | undefined,
  manifest: Manifest,
  circular: boolean,
): AddedRegion {
  const synonyms = new Set([
    ...(stated ? [stated.seqid, ...stated.synonyms] : []),
    ...headerSynonyms({ name, description, length }),
    ...(manifest.synonyms?.[name] ?? []),
  ])
  synonyms.delete(name)
  return {
    name,
    length,
    code: manifest.region_code?.[name] ?? regionKind(name, description, stated?.type),
    circular: circular || (stated?.circular ?? false),
    synonyms: [...synonyms],
    sequence: { md5: hex(digests.md5), sha512t24u: sha512t24u(digests.sha512t24u), length },
    digest: digests.sha512t24u,
  }
}

/** `species:chr01:1:+:2476500`, as MAF tools name the whole of a chromosome. */
const MAF_NAME = /^[^:]+:([^:]+):1:\+:(\d+)$/

/** Other names that a header gives to the whole of its sequence. */
function headerSynonyms({
  name,
  description,
  length,
}: Pick<AddedRecord, 'name' | 'description' | 'length'>): string[] {
  const [, chromosome, end] = MAF_NAME.exec(name) ?? []
  const maf = chromosome !== undefined && Number(end) === length ? [chromosome] : []
  return [...maf, ...aliasesOf(name, description, length).map(({ alias }) => alias)]
}

/** The one record and the one annotated region, if their lengths are equal. */
function onlyPair(records: readonly AddedRecord[], annotated: readonly AnnotatedRegion[]) {
  const [record] = records
  const [region] = annotated
  if (!record || !region || records.length > 1 || annotated.length > 1) return undefined
  return record.length === region.length ? { record, region } : undefined
}

function withoutDefault({ genetic_code = {} }: Manifest): Readonly<Record<string, number>> {
  const { default: _, ...byRegion } = genetic_code
  return byRegion
}

function expectRecord(records: RegionNames<AddedRecord>, name: string): AddedRecord {
  const record = records.find(name)
  if (record) return record
  throw new FormatError(
    `no sequence of the genome is called ${name}, which the manifest or --circular names; check its spelling`,
  )
}
