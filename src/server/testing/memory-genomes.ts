import { encodeBody } from '../../annotation/body.ts'
import type { Gene, StableId } from '../../annotation/gene.ts'
import type { Genome, Region } from '../../annotation/genome.ts'
import type { GeneNameKind, GenomeStore } from '../../store/genomes.ts'

export interface MemoryGenome {
  readonly genome: Genome
  readonly regions: readonly Region[]
  readonly genes: readonly Gene[]
}

/** Genomes in memory, found by going through all of them. */
export class MemoryGenomes implements GenomeStore {
  readonly #genomes: readonly MemoryGenome[]

  constructor(genomes: readonly MemoryGenome[]) {
    this.#genomes = genomes
  }

  async genomes(): Promise<Uint8Array[]> {
    return this.#genomes.map(({ genome }) => encodeBody(genome))
  }

  async genome(genomeId: string): Promise<Uint8Array | undefined> {
    const found = this.#of(genomeId)
    return found && encodeBody(found.genome)
  }

  async genomesBy(field: string, value: string): Promise<Uint8Array[]> {
    const found = this.#genomes.filter(({ genome: { assembly, organism, releaseNumber } }) => {
      const fields: Record<string, unknown> = {
        assembly_accession_id: assembly.accession,
        scientific_name: organism.scientificName,
        species_taxonomy_id: organism.taxonId,
        release_version: releaseNumber,
      }
      return String(fields[field]).toLowerCase() === value.toLowerCase()
    })
    return found.map(({ genome }) => encodeBody(genome))
  }

  async genomeReport(): Promise<undefined> {
    return undefined
  }

  async region(genomeId: string, name: string): Promise<Uint8Array | undefined> {
    const found = this.#of(genomeId)?.regions.find((region) => region.name === name)
    return found && encodeBody(found)
  }

  async regions(genomeId: string, from: number, limit: number): Promise<Uint8Array[]> {
    const regions = this.#of(genomeId)?.regions ?? []
    return regions.slice(from, from + limit).map(encodeBody)
  }

  async genesByName(
    genomeId: string,
    kind: GeneNameKind,
    name: string,
    limit: number,
  ): Promise<Uint8Array[]> {
    const genes = this.#of(genomeId)?.genes ?? []
    const found = genes.filter((gene) => namesOf(gene)[kind].includes(name))
    return found.slice(0, limit).map(encodeBody)
  }

  async genesIn(
    genomeId: string,
    region: string,
    start0: number,
    end0: number,
    limit: number,
  ): Promise<Uint8Array[]> {
    const genes = this.#of(genomeId)?.genes ?? []
    const found = genes.filter(
      (gene) => gene.region === region && gene.start0 < end0 && gene.end0 > start0,
    )
    return found.slice(0, limit).map(encodeBody)
  }

  async genes(genomeId: string, from: number, limit: number): Promise<Uint8Array[]> {
    const genes = this.#of(genomeId)?.genes ?? []
    return genes.slice(from, from + limit).map(encodeBody)
  }

  #of(genomeId: string): MemoryGenome | undefined {
    return this.#genomes.find(({ genome }) => genome.genomeId === genomeId)
  }
}

function namesOf(gene: Gene): Record<GeneNameKind, readonly (string | undefined)[]> {
  const ids = (of: StableId) => [of.stableId, of.unversionedStableId]
  const products = gene.transcripts.flatMap(({ codings }) => codings.map(({ product }) => product))
  return {
    gene: ids(gene),
    symbol: [gene.symbol],
    transcript: gene.transcripts.flatMap(ids),
    'transcript symbol': gene.transcripts.map(({ symbol }) => symbol),
    product: products.flatMap((product) => (product ? ids(product) : [])),
  }
}
