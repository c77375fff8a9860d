import type { SequenceRef } from '../annotation/gene.ts'
import { hex } from '../digest/hex.ts'
import { sha512t24u } from '../digest/sha512t24u.ts'
import type { Change } from '../store/change.ts'
import { sourceName } from './add-fasta.ts'
import { type AddedRecord, FastaAddition } from './fasta-addition.ts'
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

  add({ name, description, length, digests }: AddedRecord): void {
    const sequence = {
      md5: hex(digests.md5),
      sha512t24u: sha512t24u(digests.sha512t24u),
      length,
    }
    const given = { sequence, matched: false }
    this.#records++
    put(this.#byId, name, given)
    // GENCODE: ENSP|ENST|ENSG|... for proteins, ENST|ENSG|... for transcripts.
    const [first = '', ...fields] = name.split('|')
    if (fields.length > 0) put(this.#byId, first, given)
    const named = (pattern: RegExp) => fields.find((field) => pattern.test(field))
    const transcript = stated(description, 'transcript') ?? named(/^ENS\w*T\d/)
    const gene = stated(description, 'gene') ?? named(/^ENS\w*G\d/)
    if (transcript) put(this.#byTranscript, transcript, given)
    if (gene) put(this.#byGene, gene, given)
  }

  /**
   * The sequence of a product: by its own id, else by its transcript, else by its gene.
   *
   * @param onlyOfGene - Whether the gene has no other product of the kind.
   */
  match(names: ProductNames, onlyOfGene: boolean): SequenceRef | undefined {
    const given =
      find(this.#byId, names.own) ??
      find(this.#byTranscript, names.transcript) ??
      (onlyOfGene ? find(this.#byGene, names.gene) : undefined)
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
