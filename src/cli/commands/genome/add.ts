import { readFile } from 'node:fs/promises'
import { Command } from 'commander'
import { type Manifest, parseManifest } from '../../../annotation/manifest.ts'
import { FormatError } from '../../../formats/errors.ts'
import { type AddedGenome, addGenome } from '../../../ingest/add-genome.ts'
import { openForWriting } from '../../open.ts'
import { repeated, type StoreOption, withStore } from '../../options.ts'
import { CliError, count, counted, printError, printJson, printLine } from '../../output.ts'
import { type ProgressDisplay, showProgress } from '../../progress.ts'
import { printProblems } from './report.ts'

interface Options extends StoreOption {
  readonly fasta?: string
  readonly gff3: string
  readonly manifest?: string
  readonly cdna?: readonly string[]
  readonly cds?: readonly string[]
  readonly pep?: readonly string[]
  readonly circular?: readonly string[]
  readonly wait: boolean
  readonly json?: boolean
}

export const add: Command = withStore(new Command('add'))
  .summary('add a genome with its annotation')
  .description(
    'Adds the sequences of a genome, and every cDNA, CDS, UTR and protein that its annotation describes, with genes and transcripts for GraphQL. All of the genome is added, or nothing. What cannot be derived is reported with its line; sequences of --cdna, --cds and --pep files stand above what is derived.',
  )
  .option('--fasta <file>', 'sequences of the genome; not needed if the annotation holds them')
  .requiredOption('--gff3 <file>', 'annotation: GFF3, or GTF')
  .option('--manifest <file>', 'what the annotation does not say: YAML or JSON')
  .option('--cdna <file>', 'FASTA of transcripts (repeatable: cdna and ncrna)', repeated)
  .option('--cds <file>', 'FASTA of coding sequences (repeatable)', repeated)
  .option('--pep <file>', 'FASTA of proteins (repeatable)', repeated)
  .option('--circular <name>', 'the region of this name is circular (repeatable)', repeated)
  .option('--no-wait', 'fail at once when another writer has the store')
  .option('--json', 'print the report as JSON')
  .addHelpText(
    'after',
    `
Keys of the manifest: genome_id, assembly_accession, assembly_name, scientific_name, common_name,
taxon_id, release_number, release_date, genetic_code (a number, or numbers by region), profile
(ensembl, ensembl-113, ncbi or plain), circular, synonyms and others: see docs/genomes.md.

Examples:
  seqkeep genome add --fasta genome.fa.gz --gff3 genes.gff3.gz --manifest genome.yaml
  seqkeep genome add --gff3 prokka.gff --manifest strain.json
  seqkeep genome add --fasta genome.fa --gff3 genes.gff3 --manifest m.yaml --pep pep.all.fa`,
  )
  .action(async (options: Options) => {
    const manifest = options.manifest ? await readManifest(options.manifest) : {}
    const writer = await openForWriting(options.store, { wait: options.wait, create: {} })
    try {
      const added = await withProgress((start) =>
        addGenome(writer, {
          ...(options.fasta !== undefined && { fasta: options.fasta }),
          annotation: options.gff3,
          manifest,
          given: { cdna: options.cdna ?? [], cds: options.cds ?? [], pep: options.pep ?? [] },
          circular: new Set(options.circular),
          onStage: start,
        }),
      )
      if (options.json) printJson(added)
      else printAdded(added)
    } finally {
      await writer.close()
    }
  })

async function readManifest(path: string): Promise<Manifest> {
  try {
    const onUnknown = (key: string) => printError(`${path}: the key ${key} means nothing here`)
    return parseManifest(await readFile(path, 'utf8'), onUnknown)
  } catch (error) {
    if (error instanceof FormatError) throw new CliError(`${path}: ${error.message}`)
    const { code } = error as NodeJS.ErrnoException
    if (code === undefined) throw error
    throw new CliError(`${path}: it cannot be read (${code}); check the path`, { cause: error })
  }
}

/** Shows one display at a time, of the stage at work. */
async function withProgress<T>(
  work: (start: (label: string, unit: string) => ProgressDisplay['update']) => Promise<T>,
): Promise<T> {
  let display: ProgressDisplay | undefined
  try {
    return await work((label, unit) => {
      display?.stop()
      const next = showProgress(label, unit)
      display = next
      return (done, size) => next.update(done, size)
    })
  } finally {
    display?.stop()
  }
}

function printAdded({ genomeId, changed, newSequences, aliases, report, seconds }: AddedGenome) {
  if (!changed) return printLine(`genome ${genomeId}: known already, nothing changed`)
  const { regions, genes, transcripts, cdna, cds, proteins } = report.counts
  printLine(`genome ${genomeId}: ${counted(regions, 'region')}, ${counted(genes, 'gene')}`)
  printLine(
    `  ${counted(transcripts, 'transcript')}: ${count(cdna)} cDNA, ${count(cds)} CDS, ${counted(proteins, 'protein')}`,
  )
  printLine(`  ${counted(newSequences, 'new sequence')}, ${counted(aliases, 'new name')}`)
  printProblems(report, 3)
  printLine(`added in ${seconds.toFixed(1)} s; seqkeep genome report ${genomeId} tells all`)
}
