import { Command, Option } from 'commander'
import { chooseMask } from '../../collection/files/choose-mask.ts'
import {
  CollectionFiles,
  FILE_FORMATS,
  type FileFormat,
  type FileRequest,
} from '../../collection/files/collection-files.ts'
import { derivedIn } from '../../collection/files/derived.ts'
import { FileError } from '../../collection/files/file-error.ts'
import { sha512t24u } from '../../digest/sha512t24u.ts'
import { openStore } from '../../store/open.ts'
import { engines } from '../engines.ts'
import { exportBgzf, exportPlain, type Target } from '../export-file.ts'
import { type StoreOption, wholeNumber, withStore } from '../options.ts'
import { bytes, CliError, printError, writeOut } from '../output.ts'
import { OutputFiles } from '../output-file.ts'
import { showProgress } from '../progress.ts'
import { resolveCollection } from '../resolve-collection.ts'
import { exportRefCache, type RefCacheOptions, withRefCache } from './export/ref-cache.ts'

interface Options extends StoreOption, Omit<Partial<RefCacheOptions>, 'store'> {
  readonly format: Format
  readonly output: string
  readonly mask?: string
  readonly lineWidth: number
  readonly uri?: string
}

/** `fai` is not of `x.fai`, but of `x.fa`. */
const FORMATS = [
  ...FILE_FORMATS.map((format) => (format === 'fa.fai' ? 'fai' : format)),
  'fa.gz',
] as const

type Format = (typeof FORMATS)[number]

/** Formats that are no text. */
const BINARY: ReadonlySet<Format> = new Set(['2bit', 'fa.gz'])

export const exportCommand: Command = withRefCache(withStore(new Command('export')))
  .summary('write a collection as a file')
  .description(
    'Writes a collection as a file, the same that the server has at /files/COLLECTION.FORMAT. A COLLECTION is a digest, authority:alias, or an alias that is unique. A file appears whole or not at all. Beside FILE.fa.gz, which is BGZF, stand FILE.fa.gz.gzi and FILE.fa.gz.fai.',
  )
  .argument('[collection...]', 'what to write: one collection, or sequences for --ref-cache')
  .addOption(
    new Option('-f, --format <format>', 'format of the file').choices(FORMATS).default('fa'),
  )
  .option('-o, --output <file>', 'file to write; - for standard output', '-')
  .option('--json', 'print the report of --ref-cache as JSON')
  .option('--mask <id>', 'lower case of another file of the collection, or none at all')
  .option('--line-width <residues>', 'residues a line of FASTA', wholeNumber(1, 1e9), 60)
  .option('--uri <uri>', 'UR of a dictionary: where the FASTA file is')
  .addHelpText(
    'after',
    `
Examples:
  seqkeep export insdc:GCA_000146045.2 -o yeast.fa
  seqkeep export insdc:GCA_000146045.2 --format fa.gz -o yeast.fa.gz
  seqkeep export ia9g4Myony-xxLsSc7eQOC_NdClGgPGu --format 2bit --mask none -o yeast.2bit
  seqkeep export GCA_000146045.2 --format chrom.sizes | sort -k2nr
  seqkeep export --ref-cache /data/ref-cache --all`,
  )
  .action(async (ids: string[], options: Options) => {
    const { refCache } = options
    if (refCache !== undefined) {
      await exportRefCache(ids, { ...(options as RefCacheOptions), refCache })
      return
    }
    const [collection, ...others] = ids
    if (collection === undefined || others.length > 0) {
      throw new CliError('name one collection to write, or give --ref-cache DIR for sequences')
    }
    const { format, output } = options
    if (output === '-' && BINARY.has(format) && process.stdout.isTTY) {
      throw new CliError(`.${format} is not for a terminal: name a file with --output`)
    }
    const store = await openStore(options.store, engines)
    try {
      const { record, mask: own } = await resolveCollection(store, collection)
      const chosen = chooseMask(record, own, options.mask)
      if (!chosen) {
        const masks = record.masks.map(({ id, source }) => `  ${sha512t24u(id)}  ${source}`)
        throw new CliError(
          `the collection has no mask '${options.mask}'; use none or one of\n${masks.join('\n')}`,
        )
      }
      const request = { record, ...chosen, width: options.lineWidth, uri: options.uri }
      const files = new CollectionFiles(store, store, derivedIn(`${options.store}/derived`))
      await write(files, request, options)
    } catch (error) {
      throw error instanceof FileError ? new CliError(error.message) : error
    } finally {
      await store.close()
    }
  })

async function write(
  files: CollectionFiles,
  request: FileRequest,
  { format, output }: Options,
): Promise<void> {
  const file = await files.open(layoutOf(format), request)
  if (file.warning !== undefined) printError(`warning: ${file.warning}`)
  const progress = showProgress(output === '-' ? `.${format}` : output, 'MB')
  const outputs = new OutputFiles()
  const interrupted = () => {
    outputs.abandon()
    process.exit(130)
  }
  process.once('SIGINT', interrupted)
  try {
    const target: Target = output === '-' ? { write: writeOut } : await outputs.create(output)
    const onProgress = (done: number) => progress.update(done, file.size)
    if (format !== 'fa.gz') await exportPlain(file, target, onProgress)
    else {
      const index = await exportBgzf(file, target, onProgress)
      if (output !== '-') {
        await (await outputs.create(`${output}.gzi`)).write(index)
        await addFai(files, request, output, outputs)
      }
    }
    await outputs.commit()
    progress.stop()
    if (output !== '-')
      printError(`${output}: ${bytes(file.size)}${format === 'fa.gz' ? ' before compression' : ''}`)
  } catch (error) {
    progress.stop()
    await outputs.abort()
    throw (error as NodeJS.ErrnoException).syscall ? new CliError(unwritable(output, error)) : error
  } finally {
    process.off('SIGINT', interrupted)
  }
}

function layoutOf(format: Format): FileFormat {
  return format === 'fa.gz' ? 'fa' : format === 'fai' ? 'fa.fai' : format
}

const REASONS: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full',
  ENOENT: 'its folder is not there; make it first',
  ENOTDIR: 'its folder is a file',
  EISDIR: 'it is a folder; name a file in it',
  EACCES: 'there is no permission for it',
  EROFS: 'the file system is read-only',
}

function unwritable(output: string, error: unknown): string {
  const { code = '', message } = error as NodeJS.ErrnoException
  return `${output} is not written: ${REASONS[code] ?? message}`
}

/** Writes the index that stands beside a compressed FASTA file, where there can be one. */
async function addFai(
  files: CollectionFiles,
  request: FileRequest,
  output: string,
  outputs: OutputFiles,
): Promise<void> {
  try {
    const fai = await files.open('fa.fai', request)
    await exportPlain(fai, await outputs.create(`${output}.fai`), () => {})
  } catch (error) {
    if (!(error instanceof FileError)) throw error
    printError(`${output}.fai is not written: ${error.message}`)
  }
}
