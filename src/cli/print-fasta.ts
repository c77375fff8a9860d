import { printLine, writeOut } from './output.ts'

/** As every FASTA file of NCBI and Ensembl has it. */
export const LINE_WIDTH = 60

/**
 * Prints a sequence as FASTA in lines of {@link LINE_WIDTH}.
 *
 * @param pieces - Its residues; each is valid until the next is asked for.
 * @param bare - Whether to print residues alone: no header, no line ends.
 */
export async function printFasta(
  header: string,
  pieces: AsyncIterable<Uint8Array>,
  bare: boolean,
): Promise<void> {
  // With the first residues, so that nothing is printed of what cannot be had.
  let started = bare
  const start = () => {
    if (!started) printLine(`>${header}`)
    started = true
  }
  let column = 0
  for await (const residues of pieces) {
    start()
    if (bare) {
      await writeOut(Uint8Array.from(residues))
      continue
    }
    let text = ''
    for (let i = 0; i < residues.length; ) {
      const take = Math.min(LINE_WIDTH - column, residues.length - i)
      text += Buffer.from(residues.subarray(i, i + take)).toString('latin1')
      column = (column + take) % LINE_WIDTH
      if (column === 0) text += '\n'
      i += take
    }
    await writeOut(text)
  }
  start()
  if (!bare && column > 0) printLine()
}
