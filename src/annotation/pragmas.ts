import type { AnnotationPragmas } from './identity.ts'

/** Reads the lines of an annotation file that begin with `#`. */
export class PragmaReader {
  readonly #found: { -readonly [K in keyof AnnotationPragmas]: AnnotationPragmas[K] } = {}
  /** Lengths that `##sequence-region` states, by seqid. */
  readonly lengths = new Map<string, number>()
  /** Who says that he made the file. */
  processor = ''

  get found(): AnnotationPragmas {
    return this.#found
  }

  line(text: string): void {
    if (!text.startsWith('##') && !text.startsWith('#!')) return
    const { key, value } = keyAndValue(text.slice(2).trim())
    const found = this.#found
    switch (key) {
      case 'sequence-region': {
        const [seqid = '', start, end] = value.split(/\s+/, 3)
        if (start === '1') this.lengths.set(seqid, Number(end))
        return
      }
      case 'species':
        this.taxon(/[?&](?:id|name)=(\d+)/.exec(value)?.[1] ?? '')
        return
      case 'genome-build': {
        // A provider may stand before it: "ENA ASM985889v3", "SGD R64-1-1".
        const name = value.split(/\s+/).at(-1)
        if (name) found.assemblyName = name
        return
      }
      case 'genome-build-accession': {
        const accession = value.split(/[\s:]+/).at(-1)
        if (accession) found.assemblyAccession = accession
        return
      }
      case 'genome-date':
        if (DATE.test(value)) found.genomeDate = value
        return
      case 'genebuild-last-updated':
        if (DATE.test(value)) found.genebuildDate = value
        return
      case 'annotation-source':
        found.annotationSource = value
        return
      case 'processor':
      case 'provider':
        if (this.processor.length < MAX_PROCESSOR) this.processor += ` ${value}`
    }
  }

  taxon(text: string): void {
    if (/^\d{1,9}$/.test(text)) this.#found.taxonId ??= Number(text)
  }
}

/** In characters; a file states it once. */
const MAX_PROCESSOR = 10_000

const DATE = /^\d{4}(-\d{2}){0,2}$/

/** `genome-build GRCh38`, `provider: GENCODE`. */
function keyAndValue(text: string): { key: string; value: string } {
  const key = /^[\w-]*/.exec(text)![0]
  const rest = text.slice(key.length)
  return { key, value: (rest.startsWith(':') ? rest.slice(1) : rest).trim() }
}
