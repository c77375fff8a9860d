import { type Part, SeqkeepClient, SeqkeepError } from '../../../client/index.ts'
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
  const { remote, bare = false, revcomp = false } = options
  const client = new SeqkeepClient(checked(remote))
  for (const text of ids) {
    const [, id = text, start, end] = SUFFIX.exec(text) ?? []
    const part = {
      ...(start !== undefined && { start: position(start) - 1 }),
      ...(end !== undefined && { end: position(end) }),
    }
    if (part.start === -1 || part.end === 0) throw new CliError(`${text}: positions go from 1 on`)
    try {
      if (revcomp) await printFasta(`${text}/rc`, complemented(client, id, part, text), bare)
      else await printFasta(text, client.stream(id, part), bare)
    } catch (error) {
      if (!(error instanceof SeqkeepError) || error.kind !== 'not found') throw error
      const { message = `it answers ${error.status}` } = (error.body || {}) as { message?: string }
      throw new CliError(`'${id}' is not at ${remote}: ${message}`, { cause: error })
    }
  }
}

/** @throws {@link CliError} for what nobody could send a request to. */
function checked(remote: string): string {
  const { protocol, username } = URL.canParse(remote) ? new URL(remote) : ({} as Partial<URL>)
  if (protocol !== 'http:' && protocol !== 'https:') {
    throw new CliError(`'${remote}' is no URL of a server: give one such as http://HOST:8080`)
  }
  if (username) throw new CliError('a user and password in a URL are not sent')
  return remote
}

/** The reverse complement, for which all must be at hand. */
async function* complemented(client: SeqkeepClient, id: string, part: Part, name: string) {
  const residues = await client.bytes(id, part)
  const wrong = reverseComplement(residues, residues.includes(85) && !residues.includes(84))
  if (wrong) throw new CliError(`${name}: ${wrong} has no complement: it is no nucleotide`)
  yield residues
}

function position(text: string): number {
  return Number(text.replaceAll(',', ''))
}
