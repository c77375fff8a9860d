import { decodeBody } from '../../annotation/body.ts'
import type { Gene } from '../../annotation/gene.ts'
import type { Genome, Region } from '../../annotation/genome.ts'
import type { GeneNameKind, GenomeStore } from '../../store/genomes.ts'
import { Budget } from './budget.ts'
import { notFound, overLimit } from './errors.ts'
import { LIMITS } from './limits.ts'

/** Regions that are read at a time. */
const PAGE = 1000

/** A gene, and the genome of which it is. */
export interface GeneOfGenome {
  readonly gene: Gene
  readonly genomeId: string
}

/** What one request has at hand: the store, and what was read from it already. */
export class RequestContext {
  readonly store: GenomeStore
  /** Path before `/sequence/...` of the refget service beside this endpoint. */
  readonly refgetPath: string
  readonly budget: Budget = new Budget()
  readonly #genomes = new Map<string, Promise<Genome | undefined>>()
  readonly #ofTaxon = new Map<string, Promise<Genome[]>>()
  readonly #regions = new Map<string, Promise<Region | undefined>>()
  readonly #allRegions = new Map<string, Promise<Region[]>>()
  readonly #knownRegions = new Map<string, Region>()
  readonly #genes = new Map<string, Promise<GeneOfGenome[]>>()

  constructor(store: GenomeStore, refgetPath: string) {
    this.store = store
    this.refgetPath = refgetPath
  }

  /** @throws GraphQLError when the answer has too many objects. */
  spend(objects: number): void {
    this.budget.spend(objects)
  }

  genome(genomeId: string): Promise<Genome | undefined> {
    return once(this.#genomes, genomeId, async () => {
      const body = await this.store.genome(genomeId)
      return body && decodeBody<Genome>(body)
    })
  }

  /** Genomes of a taxon, in the order of their ids. */
  genomesOfTaxon(taxonId: number): Promise<Genome[]> {
    return once(this.#ofTaxon, `${taxonId}`, async () => {
      const bodies = await this.store.genomesBy('species_taxonomy_id', `${taxonId}`)
      this.spend(bodies.length)
      return bodies.map((body) => decodeBody<Genome>(body))
    })
  }

  region(genomeId: string, name: string): Promise<Region | undefined> {
    const key = `${genomeId}\0${name}`
    return once(this.#regions, key, async () => {
      const body = await this.store.region(genomeId, name)
      if (!body) return undefined
      const region = decodeBody<Region>(body)
      this.#knownRegions.set(key, region)
      return region
    })
  }

  /** All regions of a genome, in the order of its file. */
  regions(genomeId: string): Promise<Region[]> {
    return once(this.#allRegions, genomeId, async () => {
      const regions: Region[] = []
      for (;;) {
        const bodies = await this.store.regions(genomeId, regions.length, PAGE)
        this.spend(bodies.length)
        for (const body of bodies) regions.push(decodeBody<Region>(body))
        if (bodies.length < PAGE) return regions
      }
    })
  }

  /**
   * Uses the region of a gene: at once where it was read, since a gene has thousands of locations.
   *
   * @throws GraphQLError when the store lacks it.
   */
  inRegion<T>({ gene, genomeId }: GeneOfGenome, use: (region: Region) => T): T | Promise<T> {
    const known = this.#knownRegions.get(`${genomeId}\0${gene.region}`)
    if (known) return use(known)
    return this.region(genomeId, gene.region).then((region) => {
      if (!region) throw notFound('region', { region_id: `${genomeId}_${gene.region}` })
      return use(region)
    })
  }

  /** @throws GraphQLError when there are more than are served. */
  genes(genomeId: string, kind: GeneNameKind, name: string): Promise<GeneOfGenome[]> {
    return once(this.#genes, `${genomeId}\0${kind}\0${name}`, () =>
      this.#read(genomeId, async () => {
        const bodies = await this.store.genesByName(genomeId, kind, name, LIMITS.genes + 1)
        if (bodies.length <= LIMITS.genes) return bodies
        throw overLimit(
          'RESULT_LIMIT_EXCEEDED',
          `More than ${LIMITS.genes} genes are called ${name}. Ask by stable id.`,
        )
      }),
    )
  }

  /** Genes of a region that overlap `[start0, end0)`, at most `limit` of them. */
  genesIn(
    genomeId: string,
    region: string,
    start0: number,
    end0: number,
    limit: number,
  ): Promise<GeneOfGenome[]> {
    return this.#read(genomeId, () => this.store.genesIn(genomeId, region, start0, end0, limit))
  }

  #read(genomeId: string, read: () => Promise<Uint8Array[]>): Promise<GeneOfGenome[]> {
    return this.budget.read(async () => {
      const genes: GeneOfGenome[] = []
      for (const body of await read()) {
        await this.budget.pause()
        genes.push({ gene: decodeBody<Gene>(body), genomeId })
      }
      return genes
    })
  }

  async expectGenome(genomeId: string): Promise<Genome> {
    const genome = await this.genome(genomeId)
    if (!genome) throw notFound('genome', { genome_id: genomeId })
    return genome
  }
}

function once<T>(cache: Map<string, Promise<T>>, key: string, read: () => Promise<T>): Promise<T> {
  const known = cache.get(key)
  if (known) return known
  const reading = read()
  cache.set(key, reading)
  return reading
}
