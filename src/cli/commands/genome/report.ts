import { Command } from 'commander'
import { decodeBody } from '../../../annotation/body.ts'
import { type GenomeReport, LISTED } from '../../../annotation/report.ts'
import { DamageError } from '../../../store/store.ts'
import { openForReading } from '../../open.ts'
import { type StoreOption, withStore } from '../../options.ts'
import { count, counted, printJson, printLine } from '../../output.ts'
import { findGenome } from './find.ts'

export const report: Command = withStore(new Command('report'))
  .summary('tell what came of deriving a genome’s products')
  .description(
    'Prints what a genome has, every problem of its annotation with line and cause, and how derived sequences compare with given ones.',
  )
  .argument('<genome>', 'genome id or assembly accession')
  .option('--json', 'print the report as JSON')
  .addHelpText(
    'after',
    `
Examples:
  seqkeep genome report GCA_000146045.2
  seqkeep genome report GCA_000146045.2 --json`,
  )
  .action(async (name: string, options: StoreOption & { json?: boolean }) => {
    const store = await openForReading(options.store)
    try {
      const { genomeId, assembly } = await findGenome(store, name)
      const body = await store.genomeReport(genomeId)
      if (!body) throw new DamageError('the catalog is damaged: run seqkeep rebuild')
      const found = decodeBody<GenomeReport>(body)
      if (options.json) return printJson({ genomeId, ...found })
      printLine(`genome ${genomeId}, ${assembly.accession} (${assembly.name})`)
      for (const { role, name: file } of found.files) printLine(`  ${role}: ${file}`)
      for (const [what, number] of Object.entries(found.counts)) {
        printLine(`  ${what}: ${count(number)}`)
      }
      printProblems(found, LISTED)
    } finally {
      await store.close()
    }
  })

/** Prints notes, problems and comparisons, of each cause the first `most` lines. */
export function printProblems(found: GenomeReport, most: number): void {
  for (const note of found.notes) printLine(`  note: ${note}`)
  for (const group of found.problems) {
    printLine(`  ${group.cause}: ${count(group.count)}`)
    for (const { line, feature, message } of group.listed.slice(0, most)) {
      const where = [line === undefined ? '' : `line ${line}`, feature ?? ''].filter(Boolean)
      printLine(`    ${where.join(', ')}${where.length > 0 ? ': ' : ''}${message}`)
    }
    const others = group.count - Math.min(most, group.listed.length)
    if (others > 0) printLine(`    and ${count(others)} more`)
  }
  for (const { kind, given, unmatched, identical, notDerived, different } of found.comparisons) {
    printLine(
      `  ${kind}: ${counted(given, 'given record')}, ${count(identical)} as derived, ${count(notDerived)} not derived, ${count(unmatched)} unmatched`,
    )
    for (const [cause, number] of Object.entries(different)) {
      printLine(`    different, ${cause}: ${count(number)}`)
    }
  }
}
