import { parseIdentifier, sequenceId } from '../digest/identifier.ts'
import type { SequenceRecord, SequenceStore } from '../store/store.ts'
import { CliError } from './output.ts'

/**
 * The one sequence that an identifier names: any digest, `authority:alias`, or a bare alias.
 *
 * @throws {@link CliError} when it names none, or several.
 */
export async function resolveSequence(store: SequenceStore, text: string): Promise<SequenceRecord> {
  const found = await findAll(store, text)
  const [record] = found
  if (!record) throw new CliError(`no sequence is called '${text}'`)
  if (found.length === 1) return record
  const ids = found.map(({ digest }) => `  ga4gh:${sequenceId(digest)}`).join('\n')
  throw new CliError(`'${text}' names ${found.length} sequences; use one of\n${ids}`)
}

/** All sequences that an identifier names; a text with a colon may also be a name as a whole. */
export async function findAll(store: SequenceStore, text: string): Promise<SequenceRecord[]> {
  const identifier = parseIdentifier(text)
  const found = identifier ? await store.find(identifier) : []
  return found.length > 0 || identifier?.kind === 'bare'
    ? found
    : store.find({ kind: 'bare', alias: text })
}
