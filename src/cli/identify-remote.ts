import type { IdentifyReport } from '../collection/identify/report.ts'
import type { SequenceDictionary } from '../formats/sequence-dictionary.ts'
import { CliError } from './output.ts'

/**
 * Asks a server which reference a file belongs to. What was read of the file is sent, not the file.
 *
 * @param url - Of the server, with its base path.
 * @param seconds - After which to give up.
 * @throws {@link CliError} when it does not answer as it should.
 */
export async function askServer(
  url: string,
  { format, sequences, problems }: SequenceDictionary,
  seconds: number,
): Promise<IdentifyReport> {
  const body = JSON.stringify({
    names: sequences.map(({ name }) => name),
    lengths: sequences.map(({ length }) => length),
    md5s: sequences.map(({ md5 }) => md5),
    sequences: sequences.map(({ digest }) => digest && `SQ.${digest}`),
  })
  let response: Response
  let text: string
  try {
    const headers = { 'Content-Type': 'application/json', Accept: 'application/json' }
    const signal = AbortSignal.timeout(1000 * seconds)
    const address = `${url.replace(/\/+$/, '')}/identify`
    response = await fetch(address, { method: 'POST', headers, body, signal })
    text = await response.text()
  } catch (error) {
    const why =
      (error as Error).name === 'TimeoutError'
        ? ` within ${seconds} seconds (--timeout allows more)`
        : '; is it the address of a seqkeep server?'
    throw new CliError(`${url} does not answer${why}`, { cause: error })
  }
  const answer = parsed(text)
  if (!response.ok || !Array.isArray(answer?.matches)) {
    const said =
      answer?.cause ??
      answer?.message ??
      `it answered ${response.status} as no seqkeep server does; is this its address?`
    throw new CliError(`${url} cannot tell: ${said}`)
  }
  const report = answer as unknown as IdentifyReport
  return { ...report, format, problems: [...problems, ...report.problems] }
}

function parsed(text: string): Record<string, unknown> | undefined {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
