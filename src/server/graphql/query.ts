import { decodeBody } from '../../annotation/body.ts'
import type { Transcript } from '../../annotation/gene.ts'
import type { Genome } from '../../annotation/genome.ts'
import { region } from './assembly.ts'
import type { GeneOfGenome, RequestContext } from './context.ts'
import { badArgument, notFound, overLimit } from './errors.ts'
import { checkPage, gene, type Page } from './gene.ts'
import { genome } from './genome.ts'
import { LIMITS } from './limits.ts'
import { product } from './product.ts'
import { transcript } from './transcript.ts'

interface ById {
  readonly genome_id: string
  readonly stable_id: string
}

interface BySymbol {
  readonly genome_id: string
  readonly symbol?: string | null
}

interface BySlice {
  readonly genome_id: string
  readonly region_name: string
  readonly start: number
  readonly end: number
}

type Context = RequestContext

/** Resolves `Query`: exact look-ups, case-sensitive but for those of genomes. */
export function query(version: string) {
  const [major = '0', minor = '0', patch = '0'] = version.split('.')
  return {
    version: { api: { major, minor, patch } },
    gene: geneById,
    genes: genesBySymbol,
    transcript: oneTranscript,
    transcript_search: searchTranscripts,
    product: productById,
    overlap_region: overlapRegion,
    region: regionByName,
    genomes,
    genome: genomeById,
  }
}

async function geneById(
  { by_id, byId }: { by_id?: ById | null; byId?: ById | null },
  context: Context,
) {
  const id = by_id ?? byId
  if (!id) throw badArgument("You must provide 'by_id' or 'byId' (deprecated) argument.")
  const [found] = await context.genes(id.genome_id, 'gene', id.stable_id)
  if (!found) throw notFound('gene', { stable_id: id.stable_id, genome_id: id.genome_id })
  return gene(found, context)
}

async function genesBySymbol({ by_symbol }: { by_symbol: BySymbol }, context: Context) {
  const { symbol, genome_id } = by_symbol
  const found = symbol ? await context.genes(genome_id, 'symbol', symbol) : []
  if (found.length === 0) throw notFound('gene', { symbol, genome_id })
  return found.map((each) => gene(each, context))
}

interface TranscriptArguments {
  readonly by_id?: ById | null
  readonly byId?: ById | null
  readonly by_symbol?: BySymbol | null
  readonly bySymbol?: BySymbol | null
}

async function oneTranscript(
  { by_id, byId, by_symbol, bySymbol }: TranscriptArguments,
  context: Context,
) {
  const given = [by_id, byId, by_symbol, bySymbol].filter(Boolean)
  if (given.length !== 1) {
    throw badArgument("You must provide exactly one of the arguments 'by_id' and 'by_symbol'.")
  }
  const id = by_id ?? byId
  if (id) {
    const found = await transcriptById(id, context)
    if (found) return transcript(found.transcript, found, context, gene)
    throw notFound('transcript', { stable_id: id.stable_id, genome_id: id.genome_id })
  }
  const { symbol, genome_id } = (by_symbol ?? bySymbol)!
  const [of] = symbol ? await context.genes(genome_id, 'transcript symbol', symbol) : []
  const found = of?.gene.transcripts.find((each) => each.symbol === symbol)
  if (!of || !found) throw notFound('transcript', { symbol, genome_id })
  return transcript(found, of, context, gene)
}

async function transcriptById(
  { genome_id, stable_id }: ById,
  context: Context,
): Promise<(GeneOfGenome & { transcript: Transcript }) | undefined> {
  const [of] = await context.genes(genome_id, 'transcript', stable_id)
  const found =
    of?.gene.transcripts.find(({ stableId }) => stableId === stable_id) ??
    of?.gene.transcripts.find(({ unversionedStableId }) => unversionedStableId === stable_id)
  return of && found && { ...of, transcript: found }
}

interface Search extends Page {
  readonly genome_ids: readonly string[]
  readonly query: string
}

async function searchTranscripts(
  { search_payload }: { search_payload?: Search | null },
  context: Context,
) {
  if (!search_payload) throw badArgument("You must provide the 'search_payload' argument.")
  const { genome_ids, query, page, per_page } = search_payload
  checkPage({ page, per_page })
  if (genome_ids.length > LIMITS.genomes) {
    throw badArgument(
      `genome_ids has ${genome_ids.length} ids; at most ${LIMITS.genomes} are searched`,
    )
  }
  const hits: { transcript: Transcript; of: GeneOfGenome }[] = []
  for (const genomeId of new Set(genome_ids)) {
    const genes = await context.genes(genomeId, 'transcript', query)
    context.spend(genes.length)
    const found = genes.flatMap((of) =>
      of.gene.transcripts
        .filter((each) => each.stableId === query || each.unversionedStableId === query)
        .map((each) => ({ transcript: each, of })),
    )
    hits.push(...found.sort((a, b) => (a.transcript.stableId < b.transcript.stableId ? -1 : 1)))
  }
  const shown = hits.slice((page - 1) * per_page, page * per_page)
  return {
    meta: { total_hits: hits.length, page, per_page },
    matches: shown.map((hit) => transcript(hit.transcript, hit.of, context, gene)),
  }
}

async function productById(
  args: { by_id?: ById | null; genome_id?: string | null; stable_id?: string | null },
  context: Context,
) {
  const genomeId = args.by_id?.genome_id ?? args.genome_id
  const id = args.by_id?.stable_id ?? args.stable_id
  if (!genomeId || !id) throw badArgument("You must provide the 'by_id' argument.")
  const [of] = await context.genes(genomeId, 'product', id)
  for (const each of of?.gene.transcripts ?? []) {
    const found = each.codings
      .map((coding) => coding.product)
      .find((one) => one?.stableId === id || one?.unversionedStableId === id)
    if (found) return product(found, each, of!, context)
  }
  throw notFound('product', { product_id: id, genome_id: genomeId })
}

interface OverlapArguments {
  readonly by_slice?: BySlice | null
  readonly genomeId?: string | null
  readonly regionName?: string | null
  readonly start?: number | null
  readonly end?: number | null
}

async function overlapRegion(args: OverlapArguments, context: Context) {
  const { genome_id, region_name, start, end } = sliceOf(args)
  if (start < 1 || end < start) {
    throw badArgument(
      `start is ${start} and end is ${end}; give 1 <= start <= end (1-based, closed)`,
    )
  }
  const tooMany = () =>
    overLimit('SLICE_RESULT_LIMIT_EXCEEDED', `Slice query met size limit of ${LIMITS.overlaps}`)
  const most = LIMITS.overlaps + 1
  const found = await context.genesIn(genome_id, region_name, start - 1, end, most)
  if (found.length === most) throw tooMany()
  const length = (await context.region(genome_id, region_name))?.length ?? 0
  const overlaps = (span: { start0: number; end0: number }) =>
    [0, length].some((turn) => span.start0 < end + turn && span.end0 > start - 1 + turn)
  const genes = found.filter((of) => overlaps(of.gene))
  const transcripts = found.flatMap((of) =>
    of.gene.transcripts.filter(overlaps).map((each) => ({ transcript: each, of })),
  )
  if (genes.length >= LIMITS.overlaps || transcripts.length >= LIMITS.overlaps) throw tooMany()
  return {
    genes: () => genes.map((of) => gene(of, context)),
    transcripts: () => transcripts.map((hit) => transcript(hit.transcript, hit.of, context, gene)),
  }
}

function sliceOf({ by_slice, genomeId, regionName, start, end }: OverlapArguments): BySlice {
  if (by_slice) return by_slice
  if (genomeId == null || regionName == null || start == null || end == null) {
    throw badArgument("You must provide the 'by_slice' argument.")
  }
  return { genome_id: genomeId, region_name: regionName, start, end }
}

async function regionByName(
  { by_name: { genome_id, name } }: { by_name: { genome_id: string; name: string } },
  context: Context,
) {
  const found = await context.region(genome_id, name)
  if (!found) throw notFound('region', { genome_id, name })
  return region(found, genome_id, context)
}

interface GenomesArguments {
  readonly by_keyword?: Readonly<Record<string, string | number | null>> | null
  readonly by_assembly_accession_id?: { readonly assembly_accession_id: string } | null
}

async function genomes(
  { by_keyword, by_assembly_accession_id }: GenomesArguments,
  context: Context,
) {
  if (by_keyword && by_assembly_accession_id) {
    throw badArgument("You must provide one of 'by_keyword' and 'by_assembly_accession_id'.")
  }
  const keywords = by_keyword ?? by_assembly_accession_id
  if (!keywords) throw badArgument("You must provide 'by_keyword' argument.")
  const given = Object.entries(keywords).filter(([, value]) => value !== null && value !== '')
  const [field] = given
  if (!field || given.length > 1) throw badArgument('Exactly one of the fields must be provided')
  const [key, value] = field
  // A number, whatever zeros stand before it.
  const isTaxon = key === 'species_taxonomy_id' && /^\d{1,9}$/.test(String(value))
  const bodies = await context.store.genomesBy(key, String(isTaxon ? Number(value) : value))
  if (bodies.length === 0) throw notFound('genome', { [key]: value })
  context.spend(bodies.length)
  const found = bodies.map((body) => decodeBody<Genome>(body))
  found.sort(
    (a, b) =>
      compare(a.assembly.accession, b.assembly.accession) || compare(a.genomeId, b.genomeId),
  )
  return found.map((each) => genome(each, context))
}

async function genomeById(
  { by_genome_id }: { by_genome_id: { genome_id: string; release_version?: number | null } },
  context: Context,
) {
  const { genome_id, release_version } = by_genome_id
  const found = await context.genome(genome_id)
  const matches = found && (release_version == null || found.releaseNumber === release_version)
  if (!matches) {
    throw notFound('genome', {
      genome_id,
      ...(release_version != null && { release_version }),
    })
  }
  return genome(found, context)
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
