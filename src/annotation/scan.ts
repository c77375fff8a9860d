import { createHash } from 'node:crypto'
import { DIGEST_BYTES, sha512t24u } from '../digest/sha512t24u.ts'
import { FormatError } from '../formats/errors.ts'
import { type Attributes, decodeField, parseAttributes } from '../formats/gff3.ts'
import { openInput } from '../formats/input.ts'
import { readLineBlocks } from '../formats/lines.ts'
import type { DialectName } from './dialects/dialect.ts'
import { allOf, firstOf } from './feature.ts'
import type { AnnotationPragmas } from './identity.ts'
import { PragmaReader } from './pragmas.ts'

/** What a first reading of an annotation file found. */
export interface AnnotationScan {
  readonly path: string
  readonly gtf: boolean
  readonly dialect: DialectName
  readonly pragmas: AnnotationPragmas
  /** Every sequence that has features, in the order of the file. */
  readonly regions: readonly ScannedRegion[]
  /** 1-based line at which sequences begin (`##FASTA`), if they do. */
  readonly fastaLine: number | undefined
  readonly lines: number
  /** SHA-512, truncated, of the decompressed file. */
  readonly digest: string
}

interface ScannedRegion {
  readonly seqid: string
  /** Last line of a feature on it. */
  readonly lastLine: number
  /** As `##sequence-region` or the region's own row states it. */
  readonly length?: number
  /** Type of its row. */
  readonly type?: string
  readonly circular: boolean
  readonly synonyms: readonly string[]
  /** `mitochondrion`, `chloroplast`. */
  readonly organelle?: string
}

/** Told how far a file is: bytes read, as stored, and how many there are if that is known. */
type Progress = (bytesRead: number, size: number | undefined) => void

/**
 * Reads an annotation file, GFF3 or GTF, for what must be known before its features are: dialect,
 * pragmas, regions, and where each region's last feature is.
 *
 * @throws {@link FormatError} when it is neither.
 */
export async function scanAnnotation(
  path: string,
  onProgress: Progress = () => {},
): Promise<AnnotationScan> {
  const input = await openInput(path)
  const hash = createHash('sha512')
  const scan = new Scan()
  for await (const { first, lines } of readLineBlocks(hashed(input.chunks, hash))) {
    for (let i = 0; i < lines.length; i++) scan.line(lines[i]!, first + i)
    onProgress(input.bytesRead, input.size)
  }
  const digest = sha512t24u(hash.digest().subarray(0, DIGEST_BYTES))
  return { path, ...scan.finish(), digest }
}

async function* hashed(
  chunks: AsyncIterable<Uint8Array>,
  hash: { update(b: Uint8Array): unknown },
) {
  for await (const chunk of chunks) {
    hash.update(chunk)
    yield chunk
  }
}

/** Lines of features looked at to tell the dialect. */
const SAMPLE = 2000

class Scan {
  readonly #pragmas = new PragmaReader()
  readonly #regions = new Map<string, { -readonly [K in keyof ScannedRegion]: ScannedRegion[K] }>()
  readonly #hints = new Set<DialectName>()
  #features = 0
  #gtf: boolean | undefined
  #fastaLine: number | undefined
  #lines = 0
  #lastSeqid = ''
  #last: { lastLine: number } | undefined

  line(text: string, number: number): void {
    this.#lines = number
    if (this.#fastaLine !== undefined) return
    if (text.startsWith('#')) {
      if (text.startsWith('##FASTA')) this.#fastaLine = number
      else this.#pragmas.line(text)
      return
    }
    if (text.startsWith('>')) {
      if (this.#features === 0) throw neither('this is FASTA', number)
      this.#fastaLine = number
      return
    }
    const tab = text.indexOf('\t')
    if (tab < 0) {
      if (this.#features === 0 && text.trim() !== '') throw neither('a line has no tabs', number)
      return
    }
    const seqid = text.slice(0, tab)
    if (seqid === this.#lastSeqid && this.#last) this.#last.lastLine = number
    else this.#moveTo(seqid, number)
    this.#features++
    if (this.#features <= SAMPLE || REGION.test(text)) this.#look(text)
  }

  finish(): Omit<AnnotationScan, 'path' | 'digest'> {
    if (this.#features === 0) throw new FormatError('it has no features; is this GFF3 or GTF?')
    for (const [seqid, length] of this.#pragmas.lengths) {
      const region = this.#regions.get(seqid)
      if (region && region.length === undefined) region.length = length
    }
    return {
      gtf: this.#gtf ?? false,
      dialect: this.#dialect(),
      pragmas: this.#pragmas.found,
      regions: [...this.#regions.values()],
      fastaLine: this.#fastaLine,
      lines: this.#lines,
    }
  }

  #moveTo(text: string, number: number): void {
    const seqid = decodeField(text)
    const region = this.#regions.get(seqid) ?? {
      ...{ seqid, lastLine: number, circular: false, synonyms: [] },
    }
    region.lastLine = number
    this.#regions.set(seqid, region)
    this.#last = region
    this.#lastSeqid = text
  }

  #look(text: string): void {
    const columns = text.split('\t')
    const [seqid = '', , type = '', start = '', end = '', , , , column = ''] = columns
    this.#gtf ??= /^\s*[\w-]+\s+("|\d)/.test(column) && !/^[^"]*=/.test(column)
    if (this.#gtf) return
    const attributes = parseAttributes(column)
    const id = firstOf(attributes, 'ID') ?? ''
    if (/^(gene|transcript):/.test(id)) this.#hints.add('ensembl')
    if (attributes.has('gbkey') || /^(gene|rna|cds)-/.test(id)) this.#hints.add('ncbi')
    if (attributes.has('gene_type') && attributes.has('gene_id')) this.#hints.add('gencode')
    if (type === 'CDS' && !attributes.has('Parent') && attributes.has('locus_tag')) {
      this.#hints.add('prokka')
    }
    const whole =
      type === 'region' || /^(region|chromosome|scaffold|plasmid|supercontig|contig):/.test(id)
    if (whole && start === '1' && !attributes.has('Parent')) {
      this.#region(decodeField(seqid), type, Number(end), attributes)
    }
  }

  #region(seqid: string, type: string, length: number, attributes: Attributes): void {
    const region = this.#regions.get(seqid)!
    const genome = firstOf(attributes, 'genome')
    const kind = type === 'region' ? (genome ?? '') : type
    if (Number.isSafeInteger(length)) region.length = length
    if (kind !== '' && kind !== 'genomic') region.type = kind
    if (/mitoch|plast|kineto/i.test(genome ?? '')) region.organelle = genome!
    region.circular ||= firstOf(attributes, 'Is_circular')?.toLowerCase() === 'true'
    region.synonyms = [...region.synonyms, ...allOf(attributes, 'Alias')]
    const taxon = allOf(attributes, 'Dbxref').find((text) => text.startsWith('taxon:'))
    if (taxon) this.#pragmas.taxon(taxon.slice('taxon:'.length))
  }

  #dialect(): DialectName {
    if (this.#gtf) return 'gtf'
    if (this.#pragmas.processor.includes('NCBI')) return 'ncbi'
    if (this.#pragmas.processor.includes('GENCODE')) return 'gencode'
    const order: readonly DialectName[] = ['ensembl', 'gencode', 'ncbi', 'prokka']
    return order.find((name) => this.#hints.has(name)) ?? 'gff3'
  }
}

/** Rows that describe a whole sequence. */
const REGION =
  /^[^\t]*\t[^\t]*\t(region|chromosome|scaffold|plasmid|supercontig|contig|primary_assembly)\t1\t/

function neither(what: string, line: number): FormatError {
  return new FormatError(
    `${what}: this is neither GFF3 nor GTF; give the annotation of the genome`,
    {
      line,
    },
  )
}
