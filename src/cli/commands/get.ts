import { Command } from 'commander'
import { reverseComplement } from '../../digest/residues.ts'
import type { SequenceStore } from '../../store/store.ts'
import { openForReading } from '../open.ts'
import { type StoreOption, withStore } from '../options.ts'
import { CliError } from '../output.ts'
import { LINE_WIDTH, printFasta } from '../print-fasta.ts'
import { type Region, resolveRegion } from '../region.ts'
import { getRegions, type RegionsOptions, withRegions } from './get/regions.ts'
import { getRemote } from './get/remote.ts'

interface Options extends StoreOption, RegionsOptions {
  readonly bare?: boolean
  readonly revcomp?: boolean
  readonly remote?: string
}

/** Residues read at once; a multiple of the line width. */
const PIECE = LINE_WIDTH * 8192

export const get: Command = withRegions(withStore(new Command('get')))
  .summary('print sequences')
  .description(
    `Prints sequences, or parts of them, as FASTA. An ID is any digest, authority:alias, or a name
that is unique. Positions are 1-start, fully-closed, as samtools has them.`,
  )
  .argument('[id[:start-end]...]', 'what to print')
  .option('--bare', 'residues alone: no header, no line ends')
  .option('--revcomp', 'the reverse complement')
  .option('--remote <url>', 'from another server of refget instead of the store')
  .addHelpText(
    'after',
    `
Examples:
  seqkeep get insdc:BK006935.2
  seqkeep get SQ.lZyxiD_ByprhOUzrR1o1bq0ezO_1gkrn:101-160
  seqkeep get --bare --revcomp 6681ac2f62509cfc220d78751b8dc524:1-100
  seqkeep get NC_001422.1:5380-20      around the origin of a circular sequence
  seqkeep get --remote http://127.0.0.1:8080 refseq:NC_001422.1:1-60
  seqkeep get --collection insdc:GCA_000146045.2 --bed genes.bed > genes.fa
  seqkeep get --bed peaks.bed.gz --format jsonl      sequences by identifier, as JSON lines`,
  )
  .action(async (ids: string[], { remote, ...options }: Options) => {
    if (options.bed !== undefined || options.regions !== undefined) {
      await getRegions(ids, options)
      return
    }
    if (ids.length === 0) throw new CliError('name what to print, or give --bed or --regions')
    if (remote !== undefined) return getRemote(ids, { ...options, remote })
    const store = await openForReading(options.store)
    try {
      const regions: Region[] = []
      for (const id of ids) regions.push(await resolveRegion(store, id))
      // All is looked at before anything is printed: a script gets all or nothing.
      const complements: (Complement | undefined)[] = []
      for (const region of regions) {
        complements.push(options.revcomp ? await complementOf(store, region) : undefined)
      }
      for (const [i, region] of regions.entries()) {
        await print(store, region, options.bare ?? false, complements[i])
      }
    } finally {
      await store.close()
    }
  })

/** Complements a piece of a region in place. */
type Complement = (residues: Uint8Array) => void

async function print(
  store: SequenceStore,
  region: Region,
  bare: boolean,
  complement: Complement | undefined,
): Promise<void> {
  if (!complement) return printFasta(region.name, forward(store, region), bare)
  return printFasta(`${region.name}/rc`, complemented(store, region, complement), bare)
}

async function* complemented(
  store: SequenceStore,
  region: Region,
  complement: Complement,
): AsyncGenerator<Uint8Array> {
  for await (const residues of backward(store, region)) {
    complement(residues)
    yield residues
  }
}

/**
 * What complements a region, which is read for it once: RNA stays RNA.
 *
 * @throws {@link CliError} for a protein.
 */
async function complementOf(store: SequenceStore, region: Region): Promise<Complement> {
  let rna = false
  let dna = false
  for await (const residues of forward(store, region)) {
    rna ||= residues.includes(85)
    dna ||= residues.includes(84)
    const wrong = reverseComplement(residues)
    if (wrong) throw new CliError(`${region.name}: ${wrong} has no complement: it is no nucleotide`)
  }
  return (residues) => reverseComplement(residues, rna && !dna)
}

async function* forward(store: SequenceStore, region: Region): AsyncGenerator<Uint8Array> {
  const buffer = new Uint8Array(PIECE)
  for (const [start0, end0] of region.pieces) {
    for (let start = start0; start < end0; start += PIECE) {
      const end = Math.min(start + PIECE, end0)
      await store.read(region.record, start, end, buffer)
      yield buffer.subarray(0, end - start)
    }
  }
}

async function* backward(store: SequenceStore, region: Region): AsyncGenerator<Uint8Array> {
  const buffer = new Uint8Array(PIECE)
  for (const [start0, end0] of region.pieces.toReversed()) {
    for (let end = end0; end > start0; end -= PIECE) {
      const start = Math.max(end - PIECE, start0)
      await store.read(region.record, start, end, buffer)
      yield buffer.subarray(0, end - start)
    }
  }
}
