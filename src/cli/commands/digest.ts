import { Command } from 'commander'
import { hex } from '../../digest/hex.ts'
import { sequenceId } from '../../digest/identifier.ts'
import { FormatError } from '../../formats/errors.ts'
import { digestFasta } from '../../ingest/digest-fasta.ts'
import { CliError, writeOut } from '../output.ts'
import { showProgress } from '../progress.ts'

interface Options {
  readonly sha1?: boolean
  readonly json?: boolean
}

export const digest: Command = new Command('digest')
  .summary('print digests of FASTA records, without a store')
  .description('Prints name, length, ga4gh identifier and md5 of each record, tab-separated.')
  .argument('<file...>', 'FASTA files, plain, gzip or BGZF; - reads standard input')
  .option('--sha1', 'SHA-1 too')
  .option('--json', 'print a JSON object a line')
  .addHelpText(
    'after',
    `
Examples:
  seqkeep digest genome.fa.gz
  seqkeep digest --json proteins.fa | head -1`,
  )
  .action(async (files: string[], options: Options) => {
    for (const file of files) {
      const progress = showProgress(file, 'MB')
      try {
        const records = digestFasta(file, options.sha1 ?? false, (done, size) => {
          if (!process.stdout.isTTY) progress.update(done, size)
        })
        for await (const { name, length, sha512t24u, md5, sha1 } of records) {
          const fields = {
            name,
            length,
            ga4gh: `ga4gh:${sequenceId(sha512t24u)}`,
            md5: hex(md5),
            ...(sha1 && { sha1: hex(sha1) }),
          }
          const line = options.json ? JSON.stringify(fields) : Object.values(fields).join('\t')
          await writeOut(`${line}\n`)
        }
      } catch (error) {
        if (!(error instanceof FormatError)) throw error
        throw new CliError(`${file}: ${error.message}`, { cause: error })
      } finally {
        progress.stop()
      }
    }
  })
