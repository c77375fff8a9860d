import type { SequenceRef } from '../annotation/gene.ts'
import type { OnProblem } from '../annotation/problem.ts'
import type { ProductKind } from '../annotation/report.ts'
import type { Change } from '../store/change.ts'
import { sourceName } from './add-fasta.ts'
import { ExpectedResidues } from './expected-residues.ts'
import { type AddedRecord, FastaAddition } from './fasta-addition.ts'
import { GivenNames, GivenSequences } from './given-sequences.ts'
import { naming } from './naming.ts'
import { productNames } from './product-names.ts'
import { type Progress, readDigestedFasta } from './read-fasta.ts'

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

  /** @returns Whether another record has its id and another sequence, so that neither is taken. */
  add({ name, description, length, digests }: AddedRecord): boolean {
    const given = this.#sequences.add(digests, length)
    const { ids, transcripts, genes } = productNames(name, description, length)
    for (const id of ids) this.#byId.add(id, given)
    for (const id of transcripts) this.#byTranscript.add(id, given)
    for (const id of genes) this.#byGene.add(id, given)
    this.#records++
    return this.#byId.find([name]) === undefined
  }

  /** Counts a record that cannot be taken. */
  refuse(): void {
    this.#records++
  }

  /**
   * The sequence of a product: by its own id, else by its transcript, else by its gene, each as the
   * record is called or as its header says.
   *
   * @param onlyOfGene - Whether the gene has no other product of the kind.
   */
  match({ own, transcript, gene }: ProductNames, onlyOfGene: boolean): SequenceRef | undefined {
    const given =
      this.#byId.find(own) ??
      this.#byTranscript.find(transcript) ??
      this.#byId.find(transcript) ??
      (onlyOfGene ? (this.#byGene.find(gene) ?? this.#byId.find(gene)) : undefined)
    if (given === undefined) return undefined
    if (this.#sequences.match(given)) this.#matched++
    return this.#sequences.get(given)
  }
}

/**
 * Adds the records of FASTA files to a change, and gathers them by name.
 *
 * @throws {@link FormatError} when a file is no FASTA, or not of that kind.
 */
export async function addGivenProducts(
  kind: ProductKind,
  change: Change,
  sha1: boolean,
  paths: readonly string[],
  onProgress: (path: string) => Progress,
  onProblem: OnProblem,
): Promise<GivenProducts> {
  const given = new GivenProducts()
  for (const path of paths) {
    const onRecord = (record: AddedRecord) => {
      const where = `line ${record.line} of ${sourceName(path)}`
      const refused = (message: string) =>
        onProblem({ cause: 'given product', feature: record.name, message: `${where}: ${message}` })
      if (record.broken || record.length === 0) {
        given.refuse()
        const other = 'characters stand between its residues that are none, such as *'
        refused(`${record.broken ? other : 'it has no residues'}; it is not taken`)
      } else if (given.add(record)) {
        refused('another record has its id and another sequence; neither is taken by it')
      }
    }
    await naming(path, async () => {
      const addition = new FastaAddition(change, { namesWholeOnly: true, onRecord })
      const expected = new ExpectedResidues(kind)
      const events = readDigestedFasta(path, sha1, onProgress(path))
      await addition.add(expected.of(events))
      given.collections.push((await addition.finish(sourceName(path))).collection)
    })
  }
  return given
}
