import { FormatError } from './errors.ts'
import type { HeaderBlock } from './header-lines.ts'
import type { DictionaryBuilder } from './sequence-dictionary.ts'

/**
 * Reads the `@SQ` lines of a SAM header (SAM specification, section 1.3), which is also what a
 * `.dict` file, BAM and CRAM hold.
 *
 * @returns Whether the input ended within an `@SQ` line.
 * @throws {@link FormatError} with the line, when one has no `SN` or no valid `LN`.
 */
export async function readSamHeader(
  blocks: AsyncIterable<HeaderBlock>,
  builder: DictionaryBuilder,
): Promise<boolean> {
  let endsWithin = false
  for await (const { first, lines, cut } of blocks) {
    for (const [i, line] of lines.entries()) {
      if (line.startsWith('@SQ\t')) readReference(line, first + i, builder)
    }
    endsWithin = cut && lines.at(-1)!.startsWith('@SQ')
  }
  return endsWithin
}

function readReference(line: string, number: number, builder: DictionaryBuilder): void {
  const fields = new Map<string, string>()
  for (const field of line.split('\t')) {
    if (field[2] === ':') fields.set(field.slice(0, 2), field.slice(3))
  }
  const name = fields.get('SN')
  if (!name) {
    throw new FormatError('the @SQ line has no name (SN:); the header is damaged', { line: number })
  }
  const otherNames = fields.get('AN')?.split(',')
  builder.add({
    name,
    length: readLength(fields.get('LN'), 'LN', number, name),
    md5: fields.get('M5'),
    ...(otherNames && { otherNames }),
  })
  builder.assembly(fields.get('AS'))
  builder.assembly(fields.get('UR'))
}

/**
 * Reads a length in residues.
 *
 * @throws {@link FormatError} when it is no whole number.
 */
export function readLength(
  text: string | undefined,
  field: string,
  line: number,
  record: string,
): number {
  const value = Number(text)
  if (text === undefined || !/^\d{1,16}$/.test(text) || !Number.isSafeInteger(value)) {
    const said = text === undefined ? 'is missing' : `is "${text.slice(0, 40)}"`
    throw new FormatError(`the length (${field}) ${said}; it must be a whole number of residues`, {
      line,
      record,
    })
  }
  return value
}
