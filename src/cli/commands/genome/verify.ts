import { Command } from 'commander'
import { decodeBody } from '../../../annotation/body.ts'
import type { Genome } from '../../../annotation/genome.ts'
import { verifyGenome } from '../../../ingest/verify-genome.ts'
import { openForReading } from '../../open.ts'
import { type StoreOption, withStore } from '../../options.ts'
import { counted, printError, printJson, printLine } from '../../output.ts'
import { showProgress } from '../../progress.ts'
import { findGenome } from './find.ts'

export const verify: Command = withStore(new Command('verify'))
  .summary('check that every checksum leads to its sequence')
  .description(
    'Looks up every checksum that GraphQL can return for a genome, or for all, and compares the length. Exits with 1 when one leads nowhere. seqkeep verify reads the residues themselves.',
  )
  .argument('[genome...]', 'genome ids or assembly accessions; all if none is given')
  .option('--json', 'print JSON')
  .addHelpText(
    'after',
    `
Examples:
  seqkeep genome verify
  seqkeep genome verify GCA_000146045.2 --json`,
  )
  .action(async (names: string[], options: StoreOption & { json?: boolean }) => {
    const store = await openForReading(options.store)
    try {
      const genomes =
        names.length > 0
          ? await Promise.all(names.map((name) => findGenome(store, name)))
          : (await store.genomes()).map((body) => decodeBody<Genome>(body))
      const found = []
      for (const { genomeId } of genomes) {
        const progress = showProgress(`verify ${genomeId}`, 'M genes')
        found.push(await verifyGenome(store, genomeId, progress.update))
        progress.stop()
      }
      if (found.some(({ problems }) => problems.length > 0)) process.exitCode = 1
      if (options.json) return printJson(found)
      for (const { genome, genes, checksums, problems } of found) {
        for (const problem of problems) printError(problem)
        const sound = problems.length === 0 ? 'all lead to their sequences' : 'not all good'
        printLine(
          `${genome}: ${counted(genes, 'gene')}, ${counted(checksums, 'checksum')}: ${sound}`,
        )
      }
    } finally {
      await store.close()
    }
  })
