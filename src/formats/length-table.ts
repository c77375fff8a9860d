import { FormatError } from './errors.ts'
import type { HeaderBlock } from './header-lines.ts'
import { readLength } from './sam-header.ts'
import type { DictionaryBuilder } from './sequence-dictionary.ts'

/** Tables of names and lengths, and their numbers of columns. */
const COLUMNS = { fai: [5, 6], 'chrom.sizes': [2] } as const

/**
 * Which table a line is from: `.fai` (name, length, offset, residues and bytes a line; of FASTQ also
 * the offset of the qualities) or `.chrom.sizes` (name, length).
 */
export function tableOf(line: string): keyof typeof COLUMNS | undefined {
  const [name, ...numbers] = line.split('\t')
  if (!name || !numbers.every((number) => /^\d+$/.test(number))) return undefined
  const columns = numbers.length + 1
  return columns === 2 ? 'chrom.sizes' : columns === 5 || columns === 6 ? 'fai' : undefined
}

/**
 * Reads a table of names and lengths. Blank lines and, in `.chrom.sizes`, those that begin with `#`
 * are passed over.
 *
 * @throws {@link FormatError} with the line, when one has other columns.
 */
export async function readLengthTable(
  blocks: AsyncIterable<HeaderBlock>,
  format: keyof typeof COLUMNS,
  builder: DictionaryBuilder,
): Promise<void> {
  const columns: readonly number[] = COLUMNS[format]
  for await (const { first, lines, cut } of blocks) {
    for (const [i, line] of lines.entries()) {
      if (line === '' || (format === 'chrom.sizes' && line.startsWith('#'))) continue
      const fields = line.split('\t')
      const [name, length] = fields
      if (!name || !columns.includes(fields.length)) {
        throw new FormatError(
          `there are ${fields.length} columns where .${format} has ${columns[0]}; is the file sound?`,
          { line: first + i },
        )
      }
      builder.add({ name, length: readLength(length, 'second column', first + i, name) })
    }
    if (cut) builder.problem('The last line has no end: the file may be cut off.')
  }
}
