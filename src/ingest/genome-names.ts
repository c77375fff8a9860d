import type { Assembly } from '../annotation/genome.ts'
import { LOCAL } from '../digest/authority.ts'
import { assemblyAuthority } from '../formats/accession.ts'
import { FormatError } from '../formats/errors.ts'
import { readAlias } from '../formats/name.ts'
import type { Change } from '../store/change.ts'
import type { NamedCollection } from '../store/collections.ts'
import { StoreError } from '../store/store.ts'
import type { StoreWriter } from '../store/writer.ts'
import { nameCollection } from './name-collection.ts'

/**
 * Names the collection of a genome: by the accession of the assembly, whose form tells the authority,
 * and by what the assembly is called, for which nobody but the file at hand vouches.
 *
 * @param onNote - Told which name cannot be given.
 */
export async function nameGenome(
  writer: StoreWriter,
  change: Change,
  named: NamedCollection,
  { accession, name }: Pick<Assembly, 'accession' | 'name'>,
  onNote: (note: string) => void,
): Promise<void> {
  const names = [
    { authority: assemblyAuthority(accession) ?? LOCAL, alias: accession },
    ...(name === accession ? [] : [{ authority: LOCAL, alias: name }]),
  ]
  for (const each of names) {
    try {
      readAlias(each.alias)
      await nameCollection(writer, change, named, [each])
    } catch (error) {
      if (!(error instanceof FormatError || error instanceof StoreError)) throw error
      onNote(`the genome's collection is not called ${each.alias.slice(0, 40)}: ${error.message}`)
    }
  }
}
