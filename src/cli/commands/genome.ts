import { Command } from 'commander'
import { add } from './genome/add.ts'
import { list } from './genome/list.ts'
import { remove } from './genome/remove.ts'
import { report } from './genome/report.ts'
import { verify } from './genome/verify.ts'

export const genome: Command = new Command('genome')
  .summary('annotated genomes: genes, transcripts and their products')
  .addCommand(add)
  .addCommand(list)
  .addCommand(report)
  .addCommand(verify)
  .addCommand(remove)
  .addHelpText(
    'after',
    `
Examples:
  seqkeep genome add --fasta genome.fa.gz --gff3 genes.gff3.gz --manifest genome.yaml
  seqkeep genome list
  seqkeep genome report GCA_000146045.2`,
  )
