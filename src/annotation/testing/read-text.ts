import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { GeneModel } from '../model.ts'
import type { Problem } from '../problem.ts'
import { readAnnotation } from '../read-annotation.ts'
import { type AnnotationScan, scanAnnotation } from '../scan.ts'

/** What an annotation file is read as. */
export interface ReadText {
  readonly scan: AnnotationScan
  readonly genes: readonly GeneModel[]
  readonly problems: readonly Problem[]
}

/** Reads text as if it were a file. */
export async function readText(text: string): Promise<ReadText> {
  const directory = await mkdtemp(join(tmpdir(), 'seqkeep-annotation-'))
  try {
    const path = join(directory, 'annotation')
    await writeFile(path, text)
    const scan = await scanAnnotation(path)
    const problems: Problem[] = []
    const genes: GeneModel[] = []
    for await (const gene of readAnnotation(scan, (problem) => problems.push(problem))) {
      genes.push(gene)
    }
    return { scan, genes, problems }
  } finally {
    await rm(directory, { recursive: true })
  }
}

/** Rows with spaces for tabs; `~` stands for a space. */
export function rows(text: string): string {
  const lines = text.trim().split('\n')
  const row = (line: string) => (line.startsWith('#') ? line : line.split(/ +/).join('\t'))
  return `${lines.map((line) => row(line.trim()).replaceAll('~', ' ')).join('\n')}\n`
}

/** Genes without the lines that they were read from, which tell where a gene stands, not what it is. */
export function withoutLines(genes: readonly GeneModel[]): unknown {
  return JSON.parse(JSON.stringify(genes, (key, value) => (key === 'line' ? undefined : value)))
}

/** Genes with their transcripts, and those with the numbers of their exons and CDS. */
export function outline(genes: readonly GeneModel[]): readonly (readonly [string, ...string[]])[] {
  return genes.map(({ stableId, transcripts }) => [
    stableId,
    ...transcripts.map(
      (transcript) =>
        `${transcript.stableId} ${transcript.exons.length} ${transcript.codings.length}`,
    ),
  ])
}
