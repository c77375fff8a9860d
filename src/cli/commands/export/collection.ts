import { chooseMask } from '../../../collection/files/choose-mask.ts'
import {
  CollectionFiles,
  FILE_FORMATS,
  type FileFormat,
  type FileRequest,
} from '../../../collection/files/collection-files.ts'
import { derivedIn } from '../../../collection/files/derived.ts'
import { FileError } from '../../../collection/files/file-error.ts'
import { sha512t24u } from '../../../digest/sha512t24u.ts'
import { exportBgzf, exportPlain, type Target } from '../../export-file.ts'
import { openForReading } from '../../open.ts'
import type { StoreOption } from '../../options.ts'
import { bytes, CliError, printError, writeOut } from '../../output.ts'
import { OutputFiles } from '../../output-file.ts'
import { showProgress } from '../../progress.ts'
import { resolveCollection } from '../../resolve-collection.ts'

/** What `seqkeep export` can be told of a collection's file. */
export interface CollectionOptions extends StoreOption {
  readonly format: Format
  readonly output: string
  readonly mask?: string
  readonly lineWidth: number
  readonly uri?: string
}

/** `fai` is not of `x.fai`, but of `x.fa`. */
export const FORMATS = [
  ...FILE_FORMATS.map((format) => (format === 'fa.fai' ? 'fai' : format)),
  'fa.gz',
] as const

type Format = (typeof FORMATS)[number]

/** Formats that are no text. */
const BINARY: ReadonlySet<Format> = new Set(['2bit', 'fa.gz'])

/**
 * Writes a collection as a file.
 *
 * @param collection Its digest, `authority:alias`, or an alias that is unique.
 */
export async function exportCollection(
  collection: string,
  options: CollectionOptions,
): Promise<void> {
  const { format, output } = options
  if (output === '-' && BINARY.has(format) && process.stdout.isTTY) {
    throw new CliError(`.${format} is not for a terminal: name a file with --output`)
  }
  const store = await openForReading(options.store)
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
}

async function write(
  files: CollectionFiles,
  request: FileRequest,
  { format, output }: CollectionOptions,
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
