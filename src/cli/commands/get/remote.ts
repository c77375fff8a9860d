import { type Part, SeqkeepClient } from '../../../client/index.ts'
import { reverseComplement } from '../../../digest/residues.ts'
import { CliError } from '../../output.ts'
import { printFasta } from '../../print-fasta.ts'

export interface RemoteOptions {
  readonly remote: string
  readonly bare?: boolean
  readonly revcomp?: boolean
}

const SUFFIX = /^(.+):(\d[\d,]*)-(\d[\d,]*)?$/

/** Prints sequences of another server, or parts of them; whole ones are verified. */
export async function getRemote(ids: readonly string[], options: RemoteOptions): Promise<void> {
  const client = new SeqkeepClient(options.remote)
  for (const text of ids) {
    const [, id = text, start, end] = SUFFIX.exec(text) ?? []
    const part = {
      ...(start !== undefined && { start: position(start) - 1 }),
      ...(end !== undefined && { end: position(end) }),
    }
    if (part.start === -1) throw new CliError(`${text}: positions go from 1 on`)
    const { bare = false, revcomp = false } = options
    if (revcomp) await printFasta(`${text}/rc`, complemented(client, id, part, text), bare)
    else await printFasta(text, client.stream(id, part), bare)
  }
}

/** The reverse complement, for which all must be at hand. */
async function* complemented(client: SeqkeepClient, id: string, part: Part, name: string) {
  const residues = Uint8Array.from(await client.bytes(id, part))
  const wrong = reverseComplement(residues, residues.includes(85) && !residues.includes(84))
  if (wrong) throw new CliError(`${name}: ${wrong} has no complement: it is no nucleotide`)
  yield residues
}

function position(text: string): number {
  return Number(text.replaceAll(',', ''))
}
