import { decodeBody } from '../../../annotation/body.ts'
import type { Genome } from '../../../annotation/genome.ts'
import type { GenomeStore } from '../../../store/genomes.ts'
import { CliError } from '../../output.ts'

/** The genome of an id, or the only one of an assembly accession. */
export async function findGenome(store: GenomeStore, name: string): Promise<Genome> {
  const body = await store.genome(name)
  if (body) return decodeBody<Genome>(body)
  const found = await store.genomesBy('assembly_accession_id', name)
  const [only, ...others] = found.map((each) => decodeBody<Genome>(each))
  if (!only) throw new CliError(`no genome ${name}: seqkeep genome list shows all`)
  if (others.length === 0) return only
  const ids = [only, ...others].map(({ genomeId }) => genomeId)
  throw new CliError(`several genomes have ${name}; give one of these ids: ${ids.join(', ')}`)
}
