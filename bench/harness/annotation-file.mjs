// A synthetic annotation at human scale: 78,500 genes, 5 million lines, without a line between genes.
import { closeSync, openSync, writeSync } from 'node:fs'
import { random } from './genome.mjs'

const SCALE = Number(process.env.SEQKEEP_BENCH_SCALE ?? 1)
const GENES = Math.round(78_500 * SCALE)
export const CHROMOSOMES = 25
/** Of a chromosome, in residues. */
export const LENGTH = Math.round(12e6 * SCALE)

/**
 * Ensembl's GFF3; a gene has 3 to 10 transcripts of 4 to 9 exons, of which one in three is coding.
 *
 * @returns Its lines.
 */
export function writeAnnotation(path) {
  const file = openSync(path, 'w')
  const next = random(5)
  let lines = 1
  let text = '##gff-version 3\n'
  const row = (type, start, end, strand, phase, attributes, chromosome) => {
    text += `chr${chromosome}\tbench\t${type}\t${start}\t${end}\t.\t${strand}\t${phase}\t${attributes}\n`
    lines++
    if (text.length > 1 << 20) {
      writeSync(file, text)
      text = ''
    }
  }
  const room = Math.floor((LENGTH * CHROMOSOMES) / GENES)
  const perChromosome = Math.floor(GENES / CHROMOSOMES)
  for (let gene = 0; gene < perChromosome * CHROMOSOMES; gene++) {
    const chromosome = 1 + Math.floor(gene / perChromosome)
    const start = 1 + (gene % perChromosome) * room
    const strand = next() & 1 ? '+' : '-'
    const id = String(gene).padStart(11, '0')
    row(
      'gene',
      start,
      start + room - 1,
      strand,
      '.',
      `ID=gene:ENSG${id};Name=SYM${gene};biotype=protein_coding;description=a gene of the benchmark [Source:HGNC Symbol%3BAcc:HGNC:${gene}];gene_id=ENSG${id};logic_name=bench;version=1`,
      chromosome,
    )
    const transcripts = 3 + (next() % 8)
    for (let t = 0; t < transcripts; t++) {
      const transcript = `ENST${id.slice(2)}${String(t).padStart(2, '0')}`
      const exons = 4 + (next() % 6)
      const step = Math.floor(room / 10)
      const bounds = Array.from({ length: exons }, (_, i) => [
        start + i * step,
        start + i * step + Math.min(step - 20, 60 + (next() % 250)),
      ])
      if (strand === '-') bounds.reverse()
      const [from, to] = [start, Math.max(...bounds.map(([, end]) => end))]
      row(
        'mRNA',
        from,
        to,
        strand,
        '.',
        `ID=transcript:${transcript};Parent=gene:ENSG${id};Name=SYM${gene}-${201 + t};biotype=protein_coding;tag=basic${t === 0 ? ',Ensembl_canonical' : ''};transcript_id=${transcript};transcript_support_level=1;version=1`,
        chromosome,
      )
      for (const [i, [low, high]] of bounds.entries()) {
        row(
          'exon',
          low,
          high,
          strand,
          '.',
          `Parent=transcript:${transcript};Name=ENSE${id}${i};constitutive=0;exon_id=ENSE${id}${i};rank=${i + 1};version=1`,
          chromosome,
        )
      }
      if (next() % 3 > 0) continue
      let coding = 0
      for (const [low, high] of bounds) {
        row(
          'CDS',
          low,
          high,
          strand,
          (3 - (coding % 3)) % 3,
          `ID=CDS:ENSP${transcript.slice(4)};Parent=transcript:${transcript};protein_id=ENSP${transcript.slice(4)};version=1`,
          chromosome,
        )
        coding += high - low + 1
      }
    }
  }
  writeSync(file, text)
  closeSync(file)
  return lines
}
