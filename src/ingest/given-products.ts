import type { SequenceRef } from '../annotation/gene.ts'
import type { OnProblem } from '../annotation/problem.ts'
import { hex } from '../digest/hex.ts'
import { sha512t24u } from '../digest/sha512t24u.ts'
import type { Change } from '../store/change.ts'
import { sourceName } from './add-fasta.ts'
import { type AddedRecord, FastaAddition } from './fasta-addition.ts'
import { productNames } from './product-names.ts'
import { type Progress, readFasta } from './read-fasta.ts'

/** A product that a FASTA file gives. */
export interface GivenProduct {
  readonly sequence: SequenceRef
  /** Whether a transcript of the annotation took it. */
  matched: boolean
}

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
  /** `undefined` where several records have the name. */
  readonly #byId = new Map<string, GivenProduct | undefined>()
  readonly #byTranscript = new Map<string, GivenProduct | undefined>()
  readonly #byGene = new Map<string, GivenProduct | undefined>()
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
    const { md5, sha512t24u: digest } = digests
    const sequence = { md5: hex(md5), sha512t24u: sha512t24u(digest), length }
    const given = { sequence, matched: false }
    const { ids, transcripts, genes } = productNames(name, description, length)
    for (const id of ids) put(this.#byId, id, given)
    for (const id of transcripts) put(this.#byTranscript, id, given)
    for (const id of genes) put(this.#byGene, id, given)
    this.#records++
    return this.#byId.get(name) === undefined
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
      find(this.#byId, own) ??
      find(this.#byTranscript, transcript) ??
      find(this.#byId, transcript) ??
      (onlyOfGene ? (find(this.#byGene, gene) ?? find(this.#byId, gene)) : undefined)
    if (!given) return undefined
    if (!given.matched) this.#matched++
    given.matched = true
    return given.sequence
  }
}

/** Adds the records of FASTA files to a change, and gathers them by name. */
export async function addGivenProducts(
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
    const addition = new FastaAddition(change, { sha1, namesWholeOnly: true, onRecord })
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

function put(map: Map<string, GivenProduct | undefined>, name: string, given: GivenProduct): void {
  const known = map.get(name)
  const same = !map.has(name) || known?.sequence.md5 === given.sequence.md5
  map.set(name, same ? (known ?? given) : undefined)
}

function find(
  map: ReadonlyMap<string, GivenProduct | undefined>,
  names: readonly string[],
): GivenProduct | undefined {
  for (const name of names) {
    const given = map.get(name)
    if (given) return given
  }
  return undefined
}
