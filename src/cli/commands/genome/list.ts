import { Command } from 'commander'
import { decodeBody } from '../../../annotation/body.ts'
import type { Genome } from '../../../annotation/genome.ts'
import { openForReading } from '../../open.ts'
import { type StoreOption, withStore } from '../../options.ts'
import { counted, printJson, printLine } from '../../output.ts'

export const list: Command = withStore(new Command('list'))
  .summary('list the genomes')
  .description('Prints a line for each genome of the store.')
  .option('--json', 'print JSON')
  .addHelpText(
    'after',
    `
Examples:
  seqkeep genome list
  seqkeep genome list --json`,
  )
  .action(async (options: StoreOption & { json?: boolean }) => {
    const store = await openForReading(options.store)
    try {
      const genomes = (await store.genomes()).map((body) => decodeBody<Genome>(body))
      if (options.json) return printJson(genomes)
      for (const { genomeId, assembly, organism, counts } of genomes) {
        printLine(
          [
            genomeId,
            assembly.accession,
            assembly.name,
            organism.scientificName,
            counted(counts.genes, 'gene'),
            counted(counts.transcripts, 'transcript'),
          ].join('\t'),
        )
      }
      if (genomes.length === 0) printLine('no genomes: add one with seqkeep genome add')
    } finally {
      await store.close()
    }
  })
