import type { Genome, Organism, Region } from '../../annotation/genome.ts'
import type { RequestContext } from './context.ts'
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
      const regions = await context.regions(genomeId)
      context.spend(regions.length)
      return regions.map((each) => region(each, genomeId, context))
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
      const genomes = await context.genomesOfTaxon(of.taxonId)
      const own = genomes.filter((each) => each.organism.organismId === of.organismId)
      context.spend(own.length)
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
      for (const each of await context.genomesOfTaxon(of.taxonId)) {
        if (!organisms.has(each.organism.organismId)) {
          organisms.set(each.organism.organismId, each.organism)
        }
      }
      context.spend(organisms.size)
      return [...organisms.values()].map((each) => organism(each, context))
    },
  }
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
