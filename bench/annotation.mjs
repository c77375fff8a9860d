// What adding an annotated genome costs at human scale: 78,500 genes, 523,333 transcripts, 5 million
// lines. The genome has 300 Mb, so that the annotation is what counts.
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CHROMOSOMES, LENGTH, writeAnnotation } from './harness/annotation-file.mjs'
import { writeGenome } from './harness/genome.mjs'
import { timed } from './harness/seqkeep.mjs'

const ROUNDS = Number(process.env.SEQKEEP_BENCH_ROUNDS ?? 1)

export const title = 'genome add: a synthetic annotation of 5 million lines'

export async function run() {
  const directory = mkdtempSync(join(tmpdir(), 'seqkeep-bench-'))
  const [fasta, gff3, manifest] = ['g.fa', 'g.gff3', 'm.json'].map((name) => join(directory, name))
  try {
    writeGenome(fasta, CHROMOSOMES, LENGTH)
    const lines = writeAnnotation(gff3)
    const names = { assembly_accession: 'GCA_1.1', scientific_name: 'Test', taxon_id: 1 }
    writeFileSync(manifest, JSON.stringify(names))
    const rows = []
    for (let round = 0; round < ROUNDS; round++) {
      const store = join(directory, `store${round}`)
      const files = ['--fasta', fasta, '--gff3', gff3, '--manifest', manifest]
      const added = await timed(['genome', 'add', '--json', '--store', store, ...files])
      const { report } = JSON.parse(added.stdout)
      rows.push({
        lines,
        'annotation MB': statSync(gff3).size / 1e6,
        transcripts: report.counts.transcripts,
        proteins: report.counts.proteins,
        'wall s': added.seconds,
        'CPU s': added.cpuSeconds,
        'transcripts a second': report.counts.transcripts / added.seconds,
        'peak memory MB': added.peakBytes / 1e6,
      })
      rmSync(store, { recursive: true })
    }
    return { rows }
  } finally {
    rmSync(directory, { recursive: true })
  }
}
