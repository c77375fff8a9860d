import { Command, Option } from 'commander'
import { wholeNumber, withStore } from '../options.ts'
import { CliError } from '../output.ts'
import { type CollectionOptions, exportCollection, FORMATS } from './export/collection.ts'
import { exportRefCache, type RefCacheOptions } from './export/ref-cache.ts'

type Options = CollectionOptions & Partial<Pick<RefCacheOptions, 'refCache' | 'all' | 'json'>>

export const exportCommand: Command = withStore(new Command('export'))
  .summary('write a collection as a file, or references for CRAM')
  .description(
    `Writes a collection as a file, the same that the server has at /files/COLLECTION.FORMAT. A
collection is named by its digest, authority:alias, or an alias that is unique. A file appears whole
or not at all. Beside FILE.fa.gz, which is BGZF, stand FILE.fa.gz.gzi and FILE.fa.gz.fai.

With --ref-cache, writes sequences as htslib's REF_CACHE has them, for nodes without a network.`,
  )
  .argument('[name...]', 'the collection to write; with --ref-cache, any number of sequences')
  .addOption(
    new Option('-f, --format <format>', 'format of the file').choices(FORMATS).default('fa'),
  )
  .option('-o, --output <file>', 'file to write; - for standard output', '-')
  .option('--mask <id>', 'lower case of another file of the collection, or none at all')
  .option('--line-width <residues>', 'residues a line of FASTA', wholeNumber(1, 1e9), 60)
  .option('--uri <uri>', 'UR of a dictionary: where the FASTA file is')
  .option('--ref-cache <dir>', 'directory of a reference cache to write sequences into')
  .option('--all', 'with --ref-cache: every sequence of the store')
  .option('--json', 'with --ref-cache: print the report as JSON')
  .addHelpText(
    'after',
    `
Examples:
  seqkeep export insdc:GCA_000146045.2 -o yeast.fa
  seqkeep export insdc:GCA_000146045.2 --format fa.gz -o yeast.fa.gz
  seqkeep export ia9g4Myony-xxLsSc7eQOC_NdClGgPGu --format 2bit --mask none -o yeast.2bit
  seqkeep export GCA_000146045.2 --format chrom.sizes | sort -k2nr
  seqkeep export --ref-cache /data/ref-cache --all
  seqkeep export --ref-cache ref-cache NC_001422.1 6681ac2f62509cfc220d78751b8dc524`,
  )
  .action(async (names: string[], { refCache, ...options }: Options) => {
    if (refCache !== undefined) return exportRefCache(names, { ...options, refCache })
    const [name, ...others] = names
    if (name === undefined || others.length > 0) {
      throw new CliError('name one collection, or give --ref-cache DIR to write sequences')
    }
    return exportCollection(name, options)
  })
