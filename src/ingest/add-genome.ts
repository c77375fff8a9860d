import { decodeBody } from '../annotation/body.ts'
import type { Genome } from '../annotation/genome.ts'
import { identify } from '../annotation/identity.ts'
import type { GenomeReport } from '../annotation/report.ts'
import { scanAnnotation } from '../annotation/scan.ts'
import { FormatError } from '../formats/errors.ts'
import { StoreError } from '../store/store.ts'
import type { StoreWriter } from '../store/writer.ts'
import { type AddGenomeOptions, GenomeAddition } from './genome-addition.ts'
import { naming } from './naming.ts'

/** What adding a genome did. */
export interface AddedGenome {
  readonly genomeId: string
  /** Whether the store has changed. */
  readonly changed: boolean
  readonly newSequences: number
  /** Names that the store did not have. */
  readonly aliases: number
  readonly report: GenomeReport
  readonly seconds: number
}

/**
 * Adds a genome with its annotation as one change of the store: its sequences, every product that
 * the annotation describes, genes and transcripts. All of it or nothing; the same again changes nothing.
 *
 * @throws {@link FormatError} when a file cannot be read as what it should be, or something that must
 * be known of the genome is not.
 * @throws {@link StoreError} when the store has another genome of this id.
 */
export async function addGenome(
  writer: StoreWriter,
  options: AddGenomeOptions,
): Promise<AddedGenome> {
  const started = performance.now()
  const { annotation, manifest = {}, onStage = () => () => {} } = options
  const scan = await naming(annotation, () => scanAnnotation(annotation, onStage(annotation, 'MB')))
  const notes: string[] = []
  const identity = identify(scan.pragmas, manifest, (note) => notes.push(note))
  const { catalog } = writer
  const change = await writer.change()
  try {
    // Only now the catalog is sure to show all that was committed.
    const before = await catalog.stats()
    const known = await catalog.genome(identity.genomeId)
    if (!known) await change.genome(identity.genomeId)
    const addition = new GenomeAddition(writer, change, scan, identity, notes, options)
    await addition.sequences()
    if (known) {
      await change.abort()
      addition.assertSame(decodeBody<Genome>(known))
    } else {
      await addition.genes()
      await change.commit()
    }
    const report = known ? await catalog.genomeReport(identity.genomeId) : undefined
    return {
      genomeId: identity.genomeId,
      changed: !known,
      newSequences: known ? 0 : addition.newSequences,
      aliases: (await catalog.stats()).aliases - before.aliases,
      report: report ? decodeBody<GenomeReport>(report) : addition.report,
      seconds: (performance.now() - started) / 1000,
    }
  } catch (error) {
    await change.abort()
    throw error
  }
}
