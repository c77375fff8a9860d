import { Command } from 'commander'
import { openForReading } from '../open.ts'
import { type StoreOption, withStore } from '../options.ts'
import { bytes, count, counted, printJson, printLine } from '../output.ts'

export const stats: Command = withStore(new Command('stats'))
  .summary('count what is in the store')
  .description('Prints totals of the store; they cost nothing to read.')
  .option('--json', 'print JSON')
  .addHelpText(
    'after',
    `
Examples:
  seqkeep stats
  seqkeep stats --store /data/refs --json`,
  )
  .action(async (options: StoreOption & { json?: boolean }) => {
    const store = await openForReading(options.store)
    try {
      const totals = await store.stats()
      if (options.json) return printJson({ ...totals, sha1: store.settings.sha1 })
      const bits = totals.residues > 0 ? (8 * totals.packBytes) / totals.residues : 0
      printLine(`sequences    ${count(totals.sequences)}`)
      printLine(`residues     ${count(totals.residues)}`)
      printLine(`aliases      ${count(totals.aliases)}`)
      printLine(`collections  ${count(totals.collections)}`)
      printLine(`genomes      ${count(totals.genomes)}, ${counted(totals.genes, 'gene')}`)
      printLine(
        `packs        ${count(totals.packs)}, ${bytes(totals.packBytes)} (${bits.toFixed(2)} bits a residue)`,
      )
      printLine(`changes      ${count(totals.journal)}`)
    } finally {
      await store.close()
    }
  })
