import type { IdentifyMatch, IdentifyReport } from '../collection/identify/report.ts'
import { count, counted, printLine } from './output.ts'

/** Matches that are shown. */
const SHOWN = 5

/** Prints which reference a file belongs to, the best match first. */
export function printReport(file: string, report: IdentifyReport): void {
  const { format, sequences, checksums, problems, capped, matches } = report
  printLine(`${file}: ${format}, ${counted(sequences, 'sequence')}, ${checksumsOf(report)}`)
  for (const problem of problems) printLine(`! ${problem}`)
  if (matches.length === 0) {
    printLine(
      capped === null
        ? 'No collection here has any of these sequences.'
        : 'No collection with any of these sequences was found so far.',
    )
    if (sequences > 0 && checksums < sequences) {
      printLine('Where checksums are missing, only names and lengths were compared.')
    }
  }
  for (const match of matches.slice(0, SHOWN)) printMatch(match)
  if (matches.length > SHOWN) {
    printLine(`\nand ${counted(matches.length - SHOWN, 'other')} less like it (--json lists them)`)
  }
  if (capped !== null) printLine(`\nNot all was looked at: ${capped}.`)
}

function checksumsOf({ format, sequences, checksums, lengths }: IdentifyReport): string {
  if (format === 'FASTA') return 'digested'
  if (checksums > 0) {
    return checksums === sequences ? 'all with checksums' : `${count(checksums)} with checksums`
  }
  return lengths > 0 ? 'without checksums' : 'names only'
}

function printMatch(match: IdentifyMatch): void {
  const [name = match.digest, ...others] = match.aliases
  const sources = [...new Set(match.files.map(({ source }) => source))]
  printLine(`\n${name}${others.length > 0 ? ` (${others.slice(0, 4).join(', ')})` : ''}`)
  for (const sentence of match.words) printLine(`  ${sentence}`)
  printLine(
    `  ${sources.join(', ')}: ${counted(match.members, 'sequence')}, ${counted(match.residues, 'residue')}, digest ${match.digest}`,
  )
  printLine(`  ${match.command}`)
  if (/^https?:/.test(match.url)) printLine(`  ${match.url}`)
}
