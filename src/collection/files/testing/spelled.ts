import { MemoryStore } from '../../../server/testing/memory-store.ts'
import type { Alias } from '../../../store/store.ts'
import { type CollectionEntry, member } from '../../testing/memory-collections.ts'

/** A record of FASTA as it is spelled in the file. */
export interface Spelled {
  readonly name: string
  readonly description?: string
  /** In upper and lower case. */
  readonly residues: string
}

/**
 * The collection of files that differ in case and descriptions alone.
 *
 * @param aliases Of each file.
 */
export function collectionOf(
  files: readonly (readonly Spelled[])[],
  aliases: readonly (readonly Alias[])[] = [],
): CollectionEntry {
  const [first, ...others] = files.map((file, i) => ({
    members: file.map(({ name, description, residues }) =>
      member(name, residues.toUpperCase(), description),
    ),
    runs: file.map(({ residues }) =>
      [...residues.matchAll(/[a-z]+/g)].flatMap(({ 0: run, index }) => [index, index + run.length]),
    ),
    ...{ source: `${i}.fa`, aliases: aliases[i] ?? [] },
  }))
  return { ...first!, others }
}

/** The sequences of collections. */
export function sequencesOf(files: readonly (readonly Spelled[])[]): MemoryStore {
  const residues = new Set(files.flat().map((record) => record.residues.toUpperCase()))
  return new MemoryStore([...residues].map((each) => ({ residues: each })))
}
