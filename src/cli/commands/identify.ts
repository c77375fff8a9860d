import { Command } from 'commander'
import { identify as identifyDictionary } from '../../collection/identify/identify.ts'
import { PATIENT_LIMITS } from '../../collection/identify/limits.ts'
import { type IdentifyReport, reportOf } from '../../collection/identify/report.ts'
import { FormatError } from '../../formats/errors.ts'
import { openInput } from '../../formats/input.ts'
import { readDictionary } from '../../formats/read-dictionary.ts'
import type { SequenceDictionary } from '../../formats/sequence-dictionary.ts'
import { openStore } from '../../store/open.ts'
import { engines } from '../engines.ts'
import { askServer } from '../identify-remote.ts'
import { printReport } from '../identify-report.ts'
import { type StoreOption, TROUBLE, wholeNumber, withStore, withTrouble } from '../options.ts'
import { CliError, printJson } from '../output.ts'
import { showProgress } from '../progress.ts'

interface Options extends StoreOption {
  readonly remote?: string
  readonly json?: boolean
  readonly timeout: number
}

export const identify: Command = withTrouble(withStore(new Command('identify')))
  .summary('tell which reference a file belongs to')
  .description(
    `Tells which collections of the store a file refers to, the best match first, what differs, and how
to get the right FASTA file. What the file is, is told by its content. Exits with 0 if a collection
has all of the file's sequences, with 1 if none has, with 2 on an error.`,
  )
  .argument(
    '<file>',
    'SAM, BAM, CRAM, VCF, BCF, .fai, .dict, .chrom.sizes or FASTA; - reads standard input',
  )
  .option('--remote <url>', 'ask this seqkeep server instead of a store')
  .option('--json', 'print JSON')
  .option('--timeout <seconds>', 'how long to wait for the server', wholeNumber(1, 86_400), 120)
  .addHelpText(
    'after',
    `
Examples:
  seqkeep identify sample.bam
  samtools view -H sample.cram | seqkeep identify -
  seqkeep identify --remote http://127.0.0.1:8080 calls.vcf.gz`,
  )
  .action(async (file: string, options: Options) => {
    process.exitCode = TROUBLE
    const dictionary = await readFile(file)
    const report = options.remote
      ? await askServer(options.remote, dictionary, options.timeout)
      : await askStore(options.store, dictionary)
    if (options.json) printJson(report)
    else printReport(file, report)
    const isThere = report.matches.some(({ score }) => score.shared === report.sequences)
    process.exitCode = isThere ? 0 : 1
  })

async function readFile(file: string): Promise<SequenceDictionary> {
  const progress = showProgress(file, 'MB')
  try {
    const input = await openInput(file)
    const onProgress = () => progress.update(input.bytesRead, input.size)
    return await readDictionary(input.chunks, { onProgress })
  } catch (error) {
    if (!(error instanceof FormatError)) throw error
    throw new CliError(`${file}: ${error.message}`, { cause: error })
  } finally {
    progress.stop()
  }
}

async function askStore(
  directory: string,
  dictionary: SequenceDictionary,
): Promise<IdentifyReport> {
  const store = await openStore(directory, engines)
  try {
    return reportOf(await identifyDictionary(dictionary, store, store, PATIENT_LIMITS), '')
  } finally {
    await store.close()
  }
}
