import { createHash } from 'node:crypto'
import { DIGEST_BYTES, sha512t24u } from '../digest/sha512t24u.ts'
import { FormatError } from '../formats/errors.ts'
import { FeatureLines } from '../formats/feature-lines.ts'
import { openInput } from '../formats/input.ts'
import { readLineBlocks } from '../formats/lines.ts'
import { ClosingLines, type LineSet } from './closing-lines.ts'
import { DialectHints } from './dialect-hints.ts'
import type { DialectName } from './dialects/dialect.ts'
import { attributesOf } from './feature.ts'
import type { AnnotationPragmas } from './identity.ts'
import { linksOf, namesOf, normalColumn } from './links.ts'
import { PragmaReader } from './pragmas.ts'
import { featureType, type Role } from './role.ts'
import { type ScannedRegion, ScannedRegions } from './scanned-regions.ts'

/** What a first reading of an annotation file found. */
export interface AnnotationScan {
  readonly path: string
  readonly gtf: boolean
  readonly dialect: DialectName
  readonly pragmas: AnnotationPragmas
  /** What its features are. */
  readonly roles: ReadonlySet<Role>
  /** Every sequence that has features, in the order of the file. */
  readonly regions: readonly ScannedRegion[]
  /** Lines at which a gene is complete. */
  readonly closing: LineSet
  /** 1-based line at which sequences begin (`##FASTA`), if they do. */
  readonly fastaLine: number | undefined
  readonly lines: number
  /** SHA-512, truncated, of the decompressed file. */
  readonly digest: string
}

/** Told how far a file is: bytes read, as stored, and how many there are if that is known. */
type Progress = (bytesRead: number, size: number | undefined) => void

/**
 * Reads an annotation file, GFF3 or GTF, for what must be known before its features are: dialect,
 * pragmas, regions, and where each gene is complete.
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
  const lines = new FeatureLines()
  for await (const block of readLineBlocks(hashed(input.chunks, hash))) {
    lines.open(block)
    scan.read(lines)
    onProgress(input.bytesRead, input.size)
  }
  const digest = sha512t24u(hash.digest().subarray(0, DIGEST_BYTES))
  return { path, ...scan.finish(), lines: lines.line, digest }
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

class Scan {
  readonly #pragmas = new PragmaReader()
  readonly #regions = new ScannedRegions((taxon) => this.#pragmas.taxon(taxon))
  readonly #hints = new DialectHints()
  readonly #closing = new ClosingLines()
  readonly #roles = new Set<Role>()
  #features = 0
  /** Of the last `###`. */
  #closedLine = 0
  #fastaLine: number | undefined

  read(lines: FeatureLines): void {
    for (let kind = lines.next(); kind; kind = lines.next()) {
      if (this.#fastaLine !== undefined) continue
      if (kind === 'feature') this.#feature(lines)
      else if (kind === 'comment') this.#comment(lines)
      else if (kind === 'header') {
        if (this.#features === 0) throw neither('this is FASTA', lines.line)
        this.#fastaLine = lines.line
      } else if (kind === 'too few columns' && lines.columns === 1 && this.#features === 0) {
        throw neither('a line has no tabs', lines.line)
      }
    }
  }

  finish(): Omit<AnnotationScan, 'path' | 'digest' | 'lines'> {
    if (this.#features === 0) throw new FormatError('it has no features; is this GFF3 or GTF?')
    return {
      gtf: this.#hints.gtf ?? false,
      dialect: this.#hints.dialect(this.#pragmas.processor),
      pragmas: this.#pragmas.found,
      roles: this.#roles,
      regions: this.#regions.finish(this.#pragmas.lengths),
      closing: this.#closing.finish(),
      fastaLine: this.#fastaLine,
    }
  }

  #comment(lines: FeatureLines): void {
    const { text } = lines
    if (text === '###') {
      this.#closing.close()
      this.#closedLine = lines.line
    } else if (text.startsWith('##FASTA')) this.#fastaLine = lines.line
    else this.#pragmas.line(text)
  }

  #feature(lines: FeatureLines): void {
    this.#features++
    const region = this.#regions.moveTo(lines.seqid)
    const { type } = lines
    const { role } = featureType(type)
    this.#roles.add(role)
    const sampled = this.#hints.wants
    if (role === 'ignored' && !sampled) return
    const column = normalColumn(role, lines.attributes)
    if (sampled) this.#hints.line(type, column)
    if (role === 'container') {
      if (this.#hints.gtf) return
      const attributes = attributesOf(column, false)
      const id = this.#regions.row(type, lines.placement(), attributes, this.#closedLine)
      if (id !== undefined) this.#closing.container(region.number, id)
    } else if (role !== 'ignored') {
      // Before it is known to be GTF, a line that links as GFF3 would have told that it is not.
      const links = linksOf(role, column, this.#hints.gtf ?? true)
      const names = namesOf(role, links, region.containers, lines.line)
      if (names.length > 0) this.#closing.add(lines.line, region.number, names)
    }
  }
}

function neither(what: string, line: number): FormatError {
  return new FormatError(
    `${what}: this is neither GFF3 nor GTF; give the annotation of the genome`,
    { line },
  )
}
