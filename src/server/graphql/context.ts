import { decodeBody } from '../../annotation/body.ts'
import type { Gene } from '../../annotation/gene.ts'
import type { Genome, Region } from '../../annotation/genome.ts'
import type { GeneNameKind, GenomeStore } from '../../store/genomes.ts'
import { notFound, overLimit } from './errors.ts'
import { LIMITS } from './limits.ts'

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
  readonly #genomes = new Map<string, Promise<Genome | undefined>>()
  readonly #regions = new Map<string, Promise<Region | undefined>>()
  readonly #started = performance.now()
  #objects = 0

  constructor(store: GenomeStore, refgetPath: string) {
    this.store = store
    this.refgetPath = refgetPath
  }

  get seconds(): number {
    return (performance.now() - this.#started) / 1000
  }

  /** Counts objects of the answer; the schema's cycles could make it endless. */
  spend(objects: number): void {
    this.#objects += objects
    if (this.#objects > LIMITS.objects) {
      throw overLimit(
        'RESULT_LIMIT_EXCEEDED',
        `The answer has more than ${LIMITS.objects} genes, transcripts, exons and regions. Ask for less at once.`,
      )
    }
    if (this.seconds > LIMITS.seconds) {
      throw overLimit(
        'TIME_LIMIT_EXCEEDED',
        `The answer takes more than ${LIMITS.seconds} seconds. Ask for less at once.`,
      )
    }
  }

  genome(genomeId: string): Promise<Genome | undefined> {
    return once(this.#genomes, genomeId, async () => {
      const body = await this.store.genome(genomeId)
      return body && decodeBody<Genome>(body)
    })
  }

  region(genomeId: string, name: string): Promise<Region | undefined> {
    return once(this.#regions, `${genomeId}\0${name}`, async () => {
      const body = await this.store.region(genomeId, name)
      return body && decodeBody<Region>(body)
    })
  }

  /** @throws GraphQLError when there are more than are served. */
  async genes(genomeId: string, kind: GeneNameKind, name: string): Promise<GeneOfGenome[]> {
    const bodies = await this.store.genesByName(genomeId, kind, name, LIMITS.genes + 1)
    if (bodies.length > LIMITS.genes) {
      throw overLimit(
        'RESULT_LIMIT_EXCEEDED',
        `More than ${LIMITS.genes} genes are called ${name}. Ask by stable id.`,
      )
    }
    return bodies.map((body) => ({ gene: decodeBody<Gene>(body), genomeId }))
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
