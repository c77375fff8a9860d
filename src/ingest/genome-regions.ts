import type { CodedRegion } from '../annotation/code-of-region.ts'
import type { Region } from '../annotation/genome.ts'
import type { Manifest } from '../annotation/manifest.ts'
import { organelleOf } from '../annotation/organelle.ts'
import { assemblyOfHeader, regionKind } from '../annotation/region-kind.ts'
import { RegionNames } from '../annotation/region-names.ts'
import { hex } from '../digest/hex.ts'
import { sha512t24u } from '../digest/sha512t24u.ts'
import { FormatError } from '../formats/errors.ts'
import {
  type AnnotatedRegion,
  type DescribedRegion,
  describeRegions,
  expectOne,
  valuesOf,
} from './described-regions.ts'
import type { AddedRecord } from './fasta-addition.ts'

/** A region, and its sequence in the change that adds it. */
export interface AddedRegion extends Region, CodedRegion {
  readonly digest: Uint8Array
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

  /** @throws {@link FormatError} when the name is another record's too, or positions cannot be counted. */
  addRecord(record: AddedRecord): void {
    const { name, line, length, broken } = record
    if (broken) {
      throw new FormatError(
        'characters stand between its residues that are none, such as - or *, so that positions of the annotation would be others; write N for what is unknown',
        { line, record: name },
      )
    }
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
    const { all, names } = describeRegions(this.#records, annotated, manifest, onNote)
    const { default: byDefault, ...byRegion } = manifest.genetic_code ?? {}
    const codes = valuesOf(names, byRegion)
    const kinds = valuesOf(names, manifest.region_code ?? {})
    const marked = new Set(
      [...circular, ...(manifest.circular ?? [])].map((name) => expectOne(names, [name])),
    )
    const organelles = all.map(organelleOfRegion)
    // A genome of organelles alone has no other regions for which a code without a name could be.
    const codeOfAll = organelles.every(Boolean) ? byDefault : undefined
    this.#regions = all.map((described, i) => {
      const { record, synonyms, annotated } = described
      const { name, description, length, digests } = record
      const type = annotated.map((region) => region.type).find(Boolean)
      const geneticCode = codes.get(described) ?? codeOfAll
      const organelle = organelles[i]
      return {
        name,
        length,
        code: kinds.get(described) ?? regionKind(name, description, type),
        circular: marked.has(described) || annotated.some((region) => region.circular),
        synonyms: [...synonyms],
        sequence: { md5: hex(digests.md5), sha512t24u: sha512t24u(digests.sha512t24u), length },
        digest: digests.sha512t24u,
        ...(geneticCode !== undefined && { geneticCode }),
        ...(organelle !== undefined && { organelle }),
      }
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

function organelleOfRegion({ record, synonyms, annotated }: DescribedRegion) {
  const stated = annotated.map(({ organelle }) => organelle).find(Boolean)
  return organelleOf([record.name, ...synonyms], record.description, stated)
}
