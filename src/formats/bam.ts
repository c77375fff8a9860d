import { BinaryHeader, untilZero } from './binary-header.ts'
import type { ByteQueue } from './byte-queue.ts'
import { decodeText, headerLines } from './header-lines.ts'
import { readSamHeader } from './sam-header.ts'
import {
  DictionaryBuilder,
  type DictionaryLimits,
  type ListedSequence,
  type SequenceDictionary,
} from './sequence-dictionary.ts'

/**
 * Reads the header of decompressed BAM (SAM specification, section 4.2): its text and the list of
 * references. The list is what the alignments refer to; the text adds checksums and other names.
 *
 * @throws FormatError when the header is damaged or cut off.
 */
export async function readBam(
  queue: ByteQueue,
  limits: DictionaryLimits,
): Promise<SequenceDictionary> {
  const header = new BinaryHeader(queue, 'BAM', limits.headerBytes)
  await header.bytes(4)
  const text = untilZero(header.text(await header.size('length of its text')))
  const builder = new DictionaryBuilder(limits.sequences)
  await readSamHeader(headerLines(text, { limit: limits.headerBytes }), builder)

  const listed = new DictionaryBuilder(limits.sequences)
  const references = await header.size('number of references')
  for (let i = 0; i < references; i++) {
    const size = await header.size('length of a name')
    const bytes = await header.bytes(size)
    if (bytes.at(-1) !== 0) throw header.damaged(`the name of reference ${i + 1} does not end`)
    const name = decodeText(bytes.subarray(0, -1))
    listed.add({ name, length: await header.size(`length of "${name}"`) })
  }
  return merged(builder, listed)
}

function merged(text: DictionaryBuilder, listed: DictionaryBuilder): SequenceDictionary {
  const inText = text.sequences
  const inList = listed.sequences
  const differs = ({ name, length }: ListedSequence, i: number) =>
    inText[i]?.name !== name || inText[i]?.length !== length
  const differing = inList.filter(differs)
  if (inText.length === inList.length && differing.length === 0) return text.build('BAM')
  const { assemblies, problems } = text.build('BAM')
  if (inText.length === 0) return { ...listed.build('BAM'), assemblies, problems }
  const [first] = differing
  const said = first
    ? `${differing.length} of ${inList.length} differ (first: "${first.name}")`
    : `the text has ${inText.length}, the list ${inList.length}`
  const more = new Map(inText.map((sequence) => [sequence.name, sequence]))
  return {
    format: 'BAM',
    sequences: inList.map((sequence) => ({ ...more.get(sequence.name), ...sequence })),
    assemblies,
    problems: [
      ...problems,
      `The text of the header and the list of references do not agree: ${said}; the list counts.`,
    ],
  }
}
