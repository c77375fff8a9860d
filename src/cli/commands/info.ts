import { Command } from 'commander'
import { findCollections } from '../../collection/find-collection.ts'
import { level1Of } from '../../collection/level1.ts'
import { hex } from '../../digest/hex.ts'
import { sequenceId } from '../../digest/identifier.ts'
import { sha512t24u } from '../../digest/sha512t24u.ts'
import type { NamedCollection } from '../../store/collections.ts'
import type { StoreReader } from '../../store/reader.ts'
import { openForReading } from '../open.ts'
import { type StoreOption, withStore } from '../options.ts'
import { CliError, count, counted, printJson, printLine } from '../output.ts'
import { findAll, resolveSequence } from '../resolve.ts'
import { oneCollection } from '../resolve-collection.ts'

export const info: Command = withStore(new Command('info'))
  .summary('tell what is known of a sequence or a collection')
  .description(
    'Prints digests, length and all names of a sequence; of a name that no sequence has, the collection.',
  )
  .argument('<id>', 'any digest, authority:alias, or a name that is unique')
  .option('--json', 'print JSON')
  .addHelpText(
    'after',
    `
Examples:
  seqkeep info insdc:BK006935.2
  seqkeep info GCA_000146045.2
  seqkeep info --json md5:6681ac2f62509cfc220d78751b8dc524`,
  )
  .action(async (id: string, options: StoreOption & { json?: boolean }) => {
    const store = await openForReading(options.store)
    try {
      const sequences = await findAll(store, id)
      const collections = sequences.length === 0 ? await findCollections(store, id) : []
      if (sequences.length > 0) await printSequence(store, id, options.json)
      else if (collections.length > 0) await printCollection(store, id, collections, options.json)
      else throw new CliError(`no sequence or collection is called '${id}'`)
    } finally {
      await store.close()
    }
  })

async function printSequence(store: StoreReader, id: string, json = false): Promise<void> {
  const record = await resolveSequence(store, id)
  const { digest, md5, sha1, length, circular } = record
  const aliases = await store.aliases(digest)
  const digests = {
    ga4gh: `ga4gh:${sequenceId(digest)}`,
    trunc512: hex(digest),
    md5: hex(md5),
    ...(sha1 && { sha1: hex(sha1) }),
  }
  if (json) return printJson({ ...digests, length, circular, aliases })
  for (const [name, value] of Object.entries(digests)) printLine(`${name.padEnd(9)} ${value}`)
  printLine(`length    ${count(length)}${circular ? ', circular' : ''}`)
  for (const { authority, alias } of aliases) printLine(`alias     ${authority}:${alias}`)
}

async function printCollection(
  store: StoreReader,
  id: string,
  found: readonly NamedCollection[],
  json = false,
): Promise<void> {
  const record = (await oneCollection(store, id, found))!
  const { digest, members, residues, masks } = record
  const attributes = await level1Of(store.catalog, record)
  const names = await store.collectionAliases(digest)
  const shown = {
    collection: sha512t24u(digest),
    ...{ members, residues },
    attributes: Object.fromEntries([...attributes].map(([name, each]) => [name, sha512t24u(each)])),
    files: masks.map(({ id: mask, source }) => ({ source, mask: sha512t24u(mask) })),
    aliases: names.map(({ authority, alias, mask }) => ({
      ...{ authority, alias, mask: sha512t24u(mask) },
    })),
  }
  if (json) return printJson(shown)
  printLine(`collection ${shown.collection}`)
  printLine(`members    ${count(members)}, ${counted(residues, 'residue')}`)
  for (const [name, each] of Object.entries(shown.attributes)) printLine(`${name} ${each}`)
  for (const { source, mask } of shown.files) printLine(`file       ${source} (mask ${mask})`)
  for (const { authority, alias } of names) printLine(`alias      ${authority}:${alias}`)
}
