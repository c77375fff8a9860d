import { decodeBody } from '../annotation/body.ts'
import type { Gene, SequenceRef } from '../annotation/gene.ts'
import type { Genome, Region } from '../annotation/genome.ts'
import { parseIdentifier } from '../digest/identifier.ts'
import { sha512t24u } from '../digest/sha512t24u.ts'
import type { GenomeStore } from '../store/genomes.ts'
import { type SequenceStore, StoreError } from '../store/store.ts'

export interface GenomeVerification {
  readonly genome: string
  readonly genes: number
  /** Checksums looked up. */
  readonly checksums: number
  /** A sentence for each that does not lead to its sequence. */
  readonly problems: readonly string[]
}

/** Regions or genes read at once. */
const BATCH = 1000

/**
 * Checks that every checksum that a genome's regions, genes and products state leads to a sequence
 * of the store with the stated length and digest.
 *
 * @param onProgress - Told of the genes looked at, and of how many there are.
 * @throws {@link StoreError} when there is no such genome.
 */
export async function verifyGenome(
  store: SequenceStore & GenomeStore,
  genomeId: string,
  onProgress: (genes: number, all: number) => void = () => {},
): Promise<GenomeVerification> {
  const body = await store.genome(genomeId)
  if (!body) throw new StoreError(`no genome ${genomeId}: seqkeep genome list shows all`)
  const { counts } = decodeBody<Genome>(body)
  const problems: string[] = []
  let checksums = 0
  const check = async (what: string, sequence: SequenceRef | null | undefined) => {
    if (!sequence) return
    checksums++
    const fault = await faultOf(store, sequence)
    if (fault) problems.push(`${what}: ${sequence.md5} ${fault}`)
  }

  for (let from = 0; ; from += BATCH) {
    const regions = await store.regions(genomeId, from, BATCH)
    for (const each of regions) {
      const { name, sequence } = decodeBody<Region>(each)
      await check(`region ${name}`, sequence)
    }
    if (regions.length < BATCH) break
  }
  let genes = 0
  for (;;) {
    const batch = await store.genes(genomeId, genes, BATCH)
    for (const each of batch) {
      for (const [what, sequence] of sequencesOf(decodeBody<Gene>(each)))
        await check(what, sequence)
    }
    genes += batch.length
    onProgress(genes, counts.genes)
    if (batch.length < BATCH) break
  }
  if (genes !== counts.genes) {
    problems.push(`the genome has ${genes} genes instead of ${counts.genes}: run seqkeep rebuild`)
  }
  return { genome: genomeId, genes, checksums, problems }
}

/** Every sequence that a gene's transcripts state, with a name for messages. */
export function* sequencesOf(
  gene: Gene,
): Generator<readonly [what: string, sequence: SequenceRef | null | undefined]> {
  for (const { stableId, cdna, codings } of gene.transcripts) {
    yield [`cDNA of ${stableId}`, cdna]
    for (const { cds, fivePrimeUtr, threePrimeUtr, product } of codings) {
      yield [`CDS of ${stableId}`, cds]
      yield [`5' UTR of ${stableId}`, fivePrimeUtr?.sequence]
      yield [`3' UTR of ${stableId}`, threePrimeUtr?.sequence]
      yield [`protein ${product?.stableId}`, product?.sequence]
    }
  }
}

async function faultOf(store: SequenceStore, sequence: SequenceRef): Promise<string | undefined> {
  const identifier = parseIdentifier(`md5:${sequence.md5}`)
  const found = identifier ? await store.find(identifier) : []
  const record = found.find(({ digest }) => sha512t24u(digest) === sequence.sha512t24u)
  if (!record) return 'is not in the store'
  if (record.length === sequence.length) return undefined
  return `has ${record.length} residues instead of ${sequence.length}`
}
