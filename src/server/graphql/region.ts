import type { Span } from '../../annotation/gene.ts'
import type { Region } from '../../annotation/genome.ts'
import type { RequestContext } from './context.ts'
import { notFound } from './errors.ts'
import { assembly } from './genome.ts'
import { location, strand } from './location.ts'
import { sequence } from './sequence.ts'

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

/** Resolves `Slice`. */
export function slice(span: Span, regionName: string, genomeId: string, context: RequestContext) {
  const found = async () => {
    const known = await context.region(genomeId, regionName)
    if (!known) throw notFound('region', { region_id: `${genomeId}_${regionName}` })
    return known
  }
  return {
    region: async () => region(await found(), genomeId, context),
    location: async () => location(span, (await found()).length),
    strand: strand(span),
    default: true,
  }
}
