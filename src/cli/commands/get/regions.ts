import { type Command, Option } from 'commander'
import { chooseMask } from '../../../collection/files/choose-mask.ts'
import { fasta, jsonLines, tabSeparated } from '../../../collection/regions/format.ts'
import { MemberIndex } from '../../../collection/regions/member-index.ts'
import { bedRegions, namedRegions } from '../../../collection/regions/read-regions.ts'
import type { Problem, Region } from '../../../collection/regions/region.ts'
import { Residues } from '../../../collection/regions/residues.ts'
import { type FindSource, membersNamed, sequences } from '../../../collection/regions/source.ts'
import { SINK_BYTES, type Sink, writeRegions } from '../../../collection/regions/write-regions.ts'
import { FormatError } from '../../../formats/errors.ts'
import { type Input, openInput } from '../../../formats/input.ts'
import { readLineBlocks, textsOf } from '../../../formats/lines.ts'
import type { StoreReader } from '../../../store/reader.ts'
import { openForReading } from '../../open.ts'
import type { StoreOption } from '../../options.ts'
import { CliError, count, counted, printError, writeOut } from '../../output.ts'
import { showProgress } from '../../progress.ts'
import { resolveCollection } from '../../resolve-collection.ts'

const FORMATS = { fasta, jsonl: jsonLines, tsv: tabSeparated }

/** What `seqkeep get` can be told about many regions. */
export interface RegionsOptions {
  readonly bed?: string
  readonly regions?: string
  readonly collection?: string
  readonly mask?: string
  readonly format: keyof typeof FORMATS
  readonly bare?: boolean
  readonly revcomp?: boolean
}

/** Gives `seqkeep get` the options of many regions. */
export function withRegions(command: Command): Command {
  return command
    .option('--bed <file>', 'regions of a BED file (0-start, half-open; column 6 the strand)')
    .option('--regions <file>', 'regions of a file of names, as samtools faidx -r has it')
    .option('--collection <id>', 'whose sequences the names mean, in the case of its file')
    .option('--mask <id>', 'lower case of another file of the collection, or none at all')
    .addOption(
      new Option('--format <format>', 'of many regions')
        .choices(Object.keys(FORMATS))
        .default('fasta'),
    )
}

/** Prints the regions of a file, in its order. What cannot be had is an entry of its own. */
export async function getRegions(
  ids: readonly string[],
  options: StoreOption & RegionsOptions,
): Promise<void> {
  const { bed, regions, bare, revcomp = false } = options
  if (ids.length > 0) throw new CliError('name what to print, or give a file of regions, not both')
  if (bare) throw new CliError('--bare is for sequences that are named; use --format jsonl or tsv')
  if (bed !== undefined && regions !== undefined) throw new CliError('give --bed or --regions')
  if (bed !== undefined && revcomp) throw new CliError('BED has the strand in column 6')
  const file = (bed ?? regions)!
  const store = await openForReading(options.store)
  try {
    const find = await finderOf(store, options)
    const input = await openInput(file)
    const batches = bed === undefined ? named(input, find, revcomp) : ofBed(input)
    await print(batches, { store, find, file, input, format: options.format })
  } catch (error) {
    throw error instanceof FormatError ? new CliError(`${file}: ${error.message}`) : error
  } finally {
    await store.close()
  }
}

async function finderOf(
  store: StoreReader,
  { collection, mask: wanted }: RegionsOptions,
): Promise<FindSource> {
  if (collection === undefined) {
    if (wanted !== undefined) throw new CliError('--mask is of a --collection')
    return sequences(store)
  }
  const { record, mask: own } = await resolveCollection(store, collection)
  const chosen = chooseMask(record, own, wanted)
  if (!chosen) throw new CliError(`the collection has no mask '${wanted}'`)
  const index = await MemberIndex.of(store, record)
  const { digest } = record
  return membersNamed({ store, collections: store, index, digest, mask: chosen.mask })
}

async function* ofBed({ chunks }: Input): AsyncGenerator<Region[]> {
  for await (const block of readLineBlocks(chunks)) yield bedRegions(block)
}

async function* named(
  { chunks }: Input,
  find: FindSource,
  reverse: boolean,
): AsyncGenerator<Region[]> {
  const isName = async (text: string) => 'record' in (await find(text))
  for await (const block of readLineBlocks(chunks)) {
    yield await namedRegions(textsOf(block), block.first, isName, reverse)
  }
}

/** Problems that are told one by one. */
const TOLD = 10

async function print(
  batches: AsyncIterable<readonly Region[]>,
  from: {
    store: StoreReader
    find: FindSource
    file: string
    input: Input
    format: keyof typeof FORMATS
  },
): Promise<void> {
  const { store, find, file, input } = from
  const progress = showProgress(file, 'MB')
  let problems = 0
  let regions = 0
  async function* counting(): AsyncGenerator<readonly Region[]> {
    for await (const batch of batches) {
      yield batch
      regions += batch.length
      progress.update(input.bytesRead, input.size)
    }
  }
  const onProblem = ({ code, message }: Problem, { line }: Region) => {
    if (problems++ >= TOLD) return
    printError(`${file}: ${code === 'BAD_REGION' ? '' : `line ${line}: `}${message}`)
  }
  const output = new Output()
  const residues = new Residues(store)
  const format = FORMATS[from.format]
  try {
    const rest = await writeRegions(
      counting(),
      { find, residues, format, limit: null, onProblem },
      output,
    )
    if (rest) output.write(rest.buffer, rest.bytes)
    await output.end()
  } finally {
    progress.stop()
  }
  if (problems > 0) {
    throw new CliError(
      `${count(problems)} of ${counted(regions, 'region')} of ${file} could not be had`,
    )
  }
}

/** Standard output, with two buffers: one is filled while the other drains. */
class Output implements Sink {
  readonly #free: Buffer[] = [0, 1].map(() => Buffer.allocUnsafeSlow(SINK_BYTES))
  #writing: Promise<void> = Promise.resolve()

  async take(): Promise<Buffer> {
    if (this.#free.length === 0) await this.#writing
    return this.#free.pop()!
  }

  write(buffer: Buffer, bytes: number): void {
    const before = this.#writing
    this.#writing = before
      .then(() => writeOut(buffer.subarray(0, bytes)))
      .then(() => {
        this.#free.push(buffer)
      })
  }

  end(): Promise<void> {
    return this.#writing
  }
}
