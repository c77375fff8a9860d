/** Adds the files of the scenario whose numbers follow the directory, and says each commit. */
import { writeSync } from 'node:fs'
import { StoreWriter } from '../../src/store/writer.ts'
import { addFile, engines, FILES, NEXT } from './scenario.ts'

const [directory, ...numbers] = process.argv.slice(2)
const writer = await StoreWriter.open(directory!, engines, { create: {} })
for (const number of numbers) {
  const changed = await addFile(writer, [...FILES, NEXT][Number(number)]!)
  writeSync(1, `${number} ${changed}\n`)
}
await writer.close()
