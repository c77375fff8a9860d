import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { parseManifest } from '../annotation/manifest.ts'
import { addAliases } from '../ingest/add-aliases.ts'
import { addFasta } from '../ingest/add-fasta.ts'
import { addGenome } from '../ingest/add-genome.ts'
import { readSettings } from '../store/settings.ts'
import { StoreWriter } from '../store/writer.ts'
import { engines } from './engines.ts'
import { counted, printLine } from './output.ts'

const EXAMPLES = fileURLToPath(new URL('../../examples/', import.meta.url))

/** Adds the example files of the package, unless there is a store already. */
export async function addExamples(directory: string): Promise<void> {
  if (await readSettings(directory)) return
  const writer = await StoreWriter.open(directory, engines, { create: {} })
  try {
    const files = readdirSync(EXAMPLES).sort()
    for (const file of files.filter((name) => name.endsWith('.fa'))) {
      const name = `${EXAMPLES}${file.slice(0, -'.fa'.length)}`
      if (existsSync(`${name}.gff3`)) await addExampleGenome(writer, name)
      else {
        const report = await addFasta(writer, EXAMPLES + file)
        printLine(`${file}: ${counted(report.new, 'new sequence')}`)
      }
    }
    for (const file of files.filter((name) => name.endsWith('.tsv'))) {
      await addAliases(writer, EXAMPLES + file)
    }
  } finally {
    await writer.close()
  }
}

/** @param name - Path of its files, without their endings. */
async function addExampleGenome(writer: StoreWriter, name: string): Promise<void> {
  const manifest = parseManifest(readFileSync(`${name}.yaml`, 'utf8'), () => {})
  const { newSequences, report } = await addGenome(writer, {
    fasta: `${name}.fa`,
    annotation: `${name}.gff3`,
    manifest,
  })
  printLine(
    `${name.slice(EXAMPLES.length)}: ${counted(report.counts.genes, 'gene')}, ${counted(newSequences, 'new sequence')}`,
  )
}
