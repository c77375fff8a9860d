import type { Placement } from '../formats/feature-lines.ts'
import type { Attributes } from '../formats/gff3.ts'
import { Containers } from './containers.ts'
import { allOf, firstOf } from './feature.ts'

/** A sequence that an annotation file has features on. */
export interface ScannedRegion {
  readonly seqid: string
  /** In residues, as `##sequence-region` or the region's own row states it. */
  readonly length?: number
  /** Type of its row: `chromosome`, `plasmid`. */
  readonly type?: string
  readonly circular: boolean
  readonly synonyms: readonly string[]
  /** `mitochondrion`, `chloroplast`. */
  readonly organelle?: string
  readonly containers: Containers
}

interface OpenRegion extends ScannedRegion {
  readonly number: number
  length?: number
  type?: string
  circular: boolean
  readonly synonyms: string[]
  organelle?: string
}

const NONE = new Containers()

/** Gathers what a file says of its sequences. */
export class ScannedRegions {
  readonly #regions = new Map<string, OpenRegion>()
  readonly #onTaxon: (taxon: string) => void
  #current: OpenRegion | undefined

  constructor(onTaxon: (taxon: string) => void) {
    this.#onTaxon = onTaxon
  }

  /** The region of the line at hand. */
  moveTo(seqid: string): OpenRegion {
    if (this.#current?.seqid === seqid) return this.#current
    let region = this.#regions.get(seqid)
    if (!region) {
      const number = this.#regions.size
      region = { seqid, number, circular: false, synonyms: [], containers: NONE }
      this.#regions.set(seqid, region)
    }
    this.#current = region
    return region
  }

  /**
   * Takes a row for a sequence or an operon, on the region at hand.
   *
   * @param since - 1-based line of the last `###`, or 0.
   * @returns Its ID, if it has one.
   */
  row(
    type: string,
    placement: Placement | string,
    attributes: Attributes,
    since: number,
  ): string | undefined {
    const region = this.#current!
    const id = firstOf(attributes, 'ID')
    if (id !== undefined) {
      if (region.containers === NONE) Object.assign(region, { containers: new Containers() })
      region.containers.add(id, since)
    }
    const whole = type === 'region' || WHOLE.test(id ?? '')
    if (!whole || typeof placement === 'string' || placement.start1 !== 1) return id
    if (attributes.first('Parent') === undefined) describe(region, type, placement.end1, attributes)
    const taxon = allOf(attributes, 'Dbxref').find((text) => text.startsWith('taxon:'))
    if (taxon) this.#onTaxon(taxon.slice('taxon:'.length))
    return id
  }

  finish(lengths: ReadonlyMap<string, number>): readonly ScannedRegion[] {
    for (const [seqid, length] of lengths) {
      const region = this.#regions.get(seqid)
      if (region && region.length === undefined) region.length = length
    }
    return [...this.#regions.values()]
  }
}

/** Ensembl's IDs of whole sequences. */
const WHOLE = /^(region|chromosome|scaffold|plasmid|supercontig|contig):/

function describe(region: OpenRegion, type: string, length: number, attributes: Attributes): void {
  const genome = firstOf(attributes, 'genome')
  const kind = type === 'region' ? (genome ?? '') : type
  region.length = length
  if (kind !== '' && kind !== 'genomic') region.type = kind
  if (/mitoch|plast|kineto/i.test(genome ?? '')) region.organelle = genome!
  region.circular ||= firstOf(attributes, 'Is_circular')?.toLowerCase() === 'true'
  for (const alias of allOf(attributes, 'Alias')) region.synonyms.push(alias)
}
