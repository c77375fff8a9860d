import type { SequenceRef } from '../annotation/gene.ts'
import type { Change } from '../store/change.ts'
import { sourceName } from './add-fasta.ts'
import { type AddedRecord, FastaAddition } from './fasta-addition.ts'
import { GivenNames, GivenSequences } from './given-sequences.ts'
import { type Progress, readFasta } from './read-fasta.ts'

/** Ids under which a product may stand in a FASTA file, each with and without its version. */
export interface ProductNames {
  readonly own: readonly string[]
  readonly transcript: readonly string[]
  readonly gene: readonly string[]
}

/**
 * The sequences of cdna, cds or pep FASTA files, which stand above what is derived: they show edits
 * of a transcript, selenocysteine and readthrough, which no annotation file does.
 */
export class GivenProducts {
  readonly #sequences = new GivenSequences()
  readonly #byId = new GivenNames(this.#sequences)
  readonly #byTranscript = new GivenNames(this.#sequences)
  readonly #byGene = new GivenNames(this.#sequences)
  /** GA4GH digests of the files, as collections. */
  readonly collections: string[] = []
  #records = 0
  #matched = 0

  get records(): number {
    return this.#records
  }

  /** Records that no transcript took. */
  get unmatched(): number {
    return this.#records - this.#matched
  }

  add({ name, description, length, digests }: AddedRecord): void {
    const given = this.#sequences.add(digests, length)
    this.#records++
    this.#byId.add(name, given)
    // GENCODE: ENSP|ENST|ENSG|... for proteins, ENST|ENSG|... for transcripts.
    const [first = '', ...fields] = name.split('|')
    if (fields.length > 0) this.#byId.add(first, given)
    const named = (pattern: RegExp) => fields.find((field) => pattern.test(field))
    const transcript = stated(description, 'transcript') ?? named(/^ENS\w*T\d/)
    const gene = stated(description, 'gene') ?? named(/^ENS\w*G\d/)
    if (transcript) this.#byTranscript.add(transcript, given)
    if (gene) this.#byGene.add(gene, given)
  }

  /**
   * The sequence of a product: by its own id, else by its transcript, else by its gene.
   *
   * @param onlyOfGene - Whether the gene has no other product of the kind.
   */
  match(names: ProductNames, onlyOfGene: boolean): SequenceRef | undefined {
    const given =
      this.#byId.find(names.own) ??
      this.#byTranscript.find(names.transcript) ??
      (onlyOfGene ? this.#byGene.find(names.gene) : undefined)
    if (given === undefined) return undefined
    if (this.#sequences.match(given)) this.#matched++
    return this.#sequences.get(given)
  }
}

/** Adds the records of FASTA files to a change, and gathers them by name. */
export async function addGivenProducts(
  change: Change,
  sha1: boolean,
  paths: readonly string[],
  onProgress: (path: string) => Progress,
): Promise<GivenProducts> {
  const given = new GivenProducts()
  for (const path of paths) {
    const addition = new FastaAddition(change, { sha1, onRecord: (record) => given.add(record) })
    for await (const events of readFasta(path, onProgress(path))) {
      for (const event of events) {
        const waiting = addition.take(event)
        if (waiting) await waiting
      }
    }
    given.collections.push((await addition.finish(sourceName(path))).collection)
  }
  return given
}

/** `gene:YHR055C` and `transcript:YHR055C` of Ensembl's headers. */
function stated(description: string, what: string): string | undefined {
  return new RegExp(`(?:^|\\s)${what}:(\\S+)`).exec(description)?.[1]
}
