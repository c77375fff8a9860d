import { decodeBody } from '../../annotation/body.ts'
import type { Genome, Organism, Region } from '../../annotation/genome.ts'
import type { RequestContext } from './context.ts'
import { LIMITS } from './limits.ts'
import { sequence } from './sequence.ts'

/** Resolves `Assembly`. */
export function assembly(found: Genome, context: RequestContext) {
  const { assembly: of, genomeId } = found
  return {
    assembly_id: of.assemblyId,
    name: of.name,
    accession_id: of.accession,
    accessioning_body: of.accession.startsWith('GCF_') ? 'RefSeq' : 'INSDC',
    organism: () => organism(found.organism, context),
    regions: async () => {
      const regions = []
      for (;;) {
        const bodies = await context.store.regions(genomeId, regions.length, 1000)
        context.spend(bodies.length)
        for (const body of bodies) regions.push(region(decodeBody<Region>(body), genomeId, context))
        if (bodies.length < 1000) return regions
      }
    },
    default: true,
    tolid: of.tolId ?? null,
  }
}

/** Resolves `Organism`. */
function organism(of: Organism, context: RequestContext) {
  return {
    scientific_name: of.scientificName,
    scientific_parlance_name: of.parlanceName ?? null,
    species: () => species(of, context),
    id: of.organismId,
    assemblies: async () => {
      const genomes = await ofSpecies(of, context)
      const own = genomes.filter((each) => each.organism.organismId === of.organismId)
      return own.map((each) => assembly(each, context))
    },
    is_reference_organism: of.isReference ?? null,
    tol_id: null,
  }
}

/** Resolves `Species`. */
function species(of: Organism, context: RequestContext) {
  return {
    scientific_name: of.scientificName,
    ncbi_common_name: of.commonName ?? null,
    alternative_names: of.alternativeNames,
    taxon_id: of.taxonId,
    organisms: async () => {
      const organisms = new Map<string, Organism>()
      for (const each of await ofSpecies(of, context)) {
        if (!organisms.has(each.organism.organismId)) {
          organisms.set(each.organism.organismId, each.organism)
        }
      }
      return [...organisms.values()].map((each) => organism(each, context))
    },
  }
}

async function ofSpecies({ taxonId }: Organism, context: RequestContext): Promise<Genome[]> {
  const bodies = await context.store.genomesBy('species_taxonomy_id', String(taxonId))
  context.spend(bodies.length)
  return bodies.slice(0, LIMITS.genomes).map((body) => decodeBody<Genome>(body))
}

const SEQUENCE_ONTOLOGY = {
  name: 'Sequence Ontology',
  url: 'http://www.sequenceontology.org',
  description: 'Terms for the features of biological sequences',
}

const TERMS: ReadonlyMap<string, readonly [accession: string, value: string]> = new Map([
  ['chromosome', ['SO:0000340', 'chromosome']],
  ['plasmid', ['SO:0000155', 'plasmid']],
  ['scaffold', ['SO:0000148', 'supercontig']],
  ['supercontig', ['SO:0000148', 'supercontig']],
])

/** Resolves `Region`. */
export function region(region: Region, genomeId: string, context: RequestContext) {
  const { name, length, code, circular } = region
  const term = TERMS.get(code)
  return {
    name,
    length,
    code,
    topology: circular ? 'circular' : 'linear',
    sequence: sequence(region.sequence, 'dna', context),
    metadata: {
      ontology_terms: term
        ? [
            {
              accession_id: term[0],
              value: term[1],
              url: `http://sequenceontology.org/browser/current_release/term/${term[0]}`,
              source: SEQUENCE_ONTOLOGY,
            },
          ]
        : [],
    },
    assembly: async () => assembly(await context.expectGenome(genomeId), context),
  }
}
