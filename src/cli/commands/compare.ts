import { Command } from 'commander'
import { LEVEL2_ATTRIBUTES } from '../../collection/attributes.ts'
import { type Comparison, compareCollections } from '../../collection/compare.ts'
import { differencesOf } from '../../collection/differences.ts'
import { verdictOf } from '../../collection/verdict.ts'
import type { StoreReader } from '../../store/reader.ts'
import { readSide, type Side } from '../compare-side.ts'
import { openForReading } from '../open.ts'
import { type StoreOption, TROUBLE, wholeNumber, withStore, withTrouble } from '../options.ts'
import { count, printJson, printLine } from '../output.ts'

interface Options extends StoreOption {
  readonly json?: boolean
  readonly timeout: number
}

export const compare: Command = withTrouble(withStore(new Command('compare')))
  .summary('tell what two collections have in common')
  .description(
    'Compares two sequence collections, such as assemblies, and says in words how they differ.\n' +
      'Exit code: 0 if they are the same, 1 if they differ, 2 if they could not be compared.',
  )
  .argument('<a>', 'FASTA file, digest or alias of the store, or URL of a collection elsewhere')
  .argument('<b>', 'the other')
  .option('--json', 'print the comparison of GA4GH Sequence Collections')
  .option('--timeout <seconds>', 'how long to wait for a server', wholeNumber(1, 86_400), 60)
  .addHelpText(
    'after',
    `
Examples:
  seqkeep compare old.fa new.fa.gz
  seqkeep compare insdc:GCA_000146045.2 my-yeast.fa
  seqkeep compare --json genome.fa https://HOST/collection/DIGEST`,
  )
  .action(async (nameA: string, nameB: string, options: Options) => {
    process.exitCode = TROUBLE
    let store: StoreReader | undefined
    const opened = async () => {
      store ??= await openForReading(options.store)
      return store
    }
    try {
      const a = await readSide(nameA, opened, options.timeout)
      const b = await readSide(nameB, opened, options.timeout)
      const comparison = await compareCollections(a.comparable, b.comparable)
      if (options.json) printJson(comparison)
      else await printVerdict(a, b, comparison)
      const { digests } = comparison
      process.exitCode = digests.a === digests.b ? 0 : 1
    } finally {
      await store?.close()
    }
  })

async function printVerdict(a: Side, b: Side, comparison: Comparison): Promise<void> {
  printLine(`A  ${a.name}  ${comparison.digests.a}`)
  printLine(`B  ${b.name}  ${comparison.digests.b}`)
  printLine()
  const verdict = verdictOf(await differencesOf(a.members(), b.members()))
  for (const sentence of verdict.sentences) printLine(sentence)
  if (verdict.kind === 'same') return
  printLine()
  const { a_count, b_count, a_and_b_count, a_and_b_same_order } = comparison.array_elements
  printRow('', 'A', 'B', 'both', 'same order')
  for (const { name } of LEVEL2_ATTRIBUTES) {
    const number = (counts: Readonly<Record<string, number>>) =>
      counts[name] === undefined ? '-' : count(counts[name])
    const order = a_and_b_same_order[name]
    printRow(
      name,
      number(a_count),
      number(b_count),
      number(a_and_b_count),
      order == null ? '-' : order ? 'yes' : 'no',
    )
  }
}

function printRow(name: string, a: string, b: string, both: string, order: string): void {
  const cells = [a, b, both].map((text) => text.padStart(11)).join('')
  printLine(`${name.padEnd(18)}${cells}  ${order}`)
}
