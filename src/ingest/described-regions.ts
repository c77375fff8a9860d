import type { Manifest } from '../annotation/manifest.ts'
import { RegionNames } from '../annotation/region-names.ts'
import type { ScannedRegion } from '../annotation/scanned-regions.ts'
import { FormatError } from '../formats/errors.ts'
import { aliasesOf } from '../formats/fasta-header.ts'
import type { AddedRecord } from './fasta-addition.ts'

/** What an annotation file says of a sequence that it annotates. */
export type AnnotatedRegion = Omit<ScannedRegion, 'containers'>

/** All that is said of a record of the genome. */
export class DescribedRegion {
  readonly record: AddedRecord
  /** Other names, in the order in which they were met. */
  readonly synonyms = new Set<string>()
  /** What the annotation says, under one name or several. */
  readonly annotated: AnnotatedRegion[] = []

  constructor(record: AddedRecord) {
    this.record = record
  }
}

/** Records of a genome, with all names that FASTA headers, manifest and annotation have for them. */
export interface DescribedRegions {
  readonly all: readonly DescribedRegion[]
  readonly names: RegionNames<DescribedRegion>
}

/**
 * Gathers what is said of each record.
 *
 * @param onNote - Told of what was concluded rather than read.
 * @throws {@link FormatError} when synonyms of the manifest are of no record, or of two.
 */
export function describeRegions(
  records: readonly AddedRecord[],
  annotated: readonly AnnotatedRegion[],
  manifest: Manifest,
  onNote: (note: string) => void,
): DescribedRegions {
  const all = records.map((record) => new DescribedRegion(record))
  const names = new RegionNames<DescribedRegion>()
  const rename = (described: DescribedRegion, name: string) => {
    names.addSynonym(name, described)
    if (name !== described.record.name) described.synonyms.add(name)
  }
  for (const described of all) names.add(described.record.name, described)
  for (const described of all) {
    for (const synonym of headerSynonyms(described.record)) rename(described, synonym)
  }
  for (const [name, others] of Object.entries(manifest.synonyms ?? {})) {
    const described = expectOne(names, [name, ...others])
    for (const synonym of [name, ...others]) rename(described, synonym)
  }
  for (const region of annotated) {
    const described = [region.seqid, ...region.synonyms].map((n) => names.find(n)).find(Boolean)
    described?.annotated.push(region)
  }
  const only = onlyPair(all, annotated)
  if (only && only.described.annotated.length === 0) {
    only.described.annotated.push(only.region)
    const { name, length } = only.described.record
    onNote(
      `${only.region.seqid} of the annotation is ${name}: each is the only one, and both have ${length} residues`,
    )
  }
  noteLengths(all, onNote)
  for (const described of all) {
    for (const { seqid, synonyms } of described.annotated) {
      for (const synonym of [seqid, ...synonyms]) rename(described, synonym)
    }
  }
  return { all, names }
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

/** Another length is that of another assembly, of which every product would be wrong. */
function noteLengths(all: readonly DescribedRegion[], onNote: (note: string) => void): void {
  const others = all.flatMap(({ record, annotated }) =>
    annotated
      .filter(({ length }) => length !== undefined && length !== record.length)
      .map(({ seqid, length }) => `${seqid} has ${length} (${record.name}: ${record.length})`),
  )
  if (others.length === 0) return
  const listed = others.slice(0, 5).join(', ')
  const more = others.length > 5 ? ` and ${others.length - 5} more` : ''
  onNote(
    `the annotation states other lengths than those of the genome: ${listed}${more}; is it of another assembly?`,
  )
}

/** The one record and the one annotated region, if their lengths are equal. */
function onlyPair(all: readonly DescribedRegion[], annotated: readonly AnnotatedRegion[]) {
  const [described] = all
  const [region] = annotated
  if (!described || !region || all.length > 1 || annotated.length > 1) return undefined
  return described.record.length === region.length ? { described, region } : undefined
}

/**
 * What a map of the manifest says of each record.
 *
 * @throws {@link FormatError} when a key is no region's name, or two are of one region and disagree.
 */
export function valuesOf<T>(
  names: RegionNames<DescribedRegion>,
  map: Readonly<Record<string, T>>,
): Map<DescribedRegion, T> {
  const values = new Map<DescribedRegion, T>()
  for (const [name, value] of Object.entries(map)) {
    const described = expectOne(names, [name])
    const known = values.get(described) ?? value
    if (known !== value) {
      throw new FormatError(
        `the manifest says ${known} and ${value} of one sequence: ${name} is ${described.record.name}; keep one of them`,
      )
    }
    values.set(described, value)
  }
  return values
}

/** @throws {@link FormatError} when the names are of no record, or of two. */
export function expectOne(
  names: RegionNames<DescribedRegion>,
  called: readonly string[],
): DescribedRegion {
  const found = new Set(called.map((name) => names.find(name)))
  found.delete(undefined)
  const [described, other] = found
  if (described && !other) return described
  throw new FormatError(
    described && other
      ? `the manifest's synonyms make one of two sequences, ${described.record.name} and ${other.record.name}; part them`
      : `no sequence of the genome is called ${called.join(' or ')}, which the manifest or --circular names; check its spelling`,
  )
}
