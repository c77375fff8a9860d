import { readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { addAliases } from '../ingest/add-aliases.ts'
import { addFasta } from '../ingest/add-fasta.ts'
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
    for (const file of files.filter((name) => /\.fa(\.gz)?$/.test(name))) {
      const report = await addFasta(writer, EXAMPLES + file)
      printLine(`${file}: ${counted(report.new, 'new sequence')}`)
    }
    for (const file of files.filter((name) => name.endsWith('.tsv'))) {
      await addAliases(writer, EXAMPLES + file)
    }
  } finally {
    await writer.close()
  }
}
