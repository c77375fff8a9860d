import type { FastifyInstance } from 'fastify'
import { hex } from '../digest/hex.ts'
import { sequenceId } from '../digest/identifier.ts'
import { sha512t24u } from '../digest/sha512t24u.ts'
import type { CollectionStore } from '../store/collections.ts'
import type { SequenceStore, StoreStats } from '../store/store.ts'
import { effectiveAccept, parseAccept, preference } from './accept.ts'
import { CACHE } from './caching.ts'
import { escapeHtml, PAGE_HEADERS, page } from './html.ts'
import { resource } from './methods.ts'
import type { Parameter } from './range.ts'
import { sendText } from './send-text.ts'

/** Sequences that the page shows, and collections. */
const EXAMPLES = 5

interface ExampleCollection {
  readonly digest: string
  readonly members: number
  readonly residues: number
  /** Names, and the file without one. */
  readonly names: readonly string[]
}

interface Example {
  readonly id: string
  readonly md5: string
  readonly length: number
  readonly names: readonly string[]
}

/** Adds `/`: a page for people, the same facts as JSON for programs. */
export function addHome(
  app: FastifyInstance,
  {
    store,
    version,
    name,
    hasGenomes,
    collections,
  }: {
    store: SequenceStore
    version: string
    name: string
    hasGenomes: boolean
    collections: CollectionStore | undefined
  },
): void {
  const links = {
    serviceInfo: `${app.prefix}/sequence/service-info`,
    docs: `${app.prefix}/docs`,
    openapi: `${app.prefix}/openapi.json`,
    ...(collections && { collections: `${app.prefix}/list/collection` }),
    ...(hasGenomes && { graphql: `${app.prefix}/graphql` }),
  }
  resource(app, '/', async (request, reply) => {
    const stats = await store.stats()
    const examples = await exampleSequences(store)
    const shown = collections ? await exampleCollections(collections) : []
    const { accept } = request.query as { accept: Parameter }
    const ranges = parseAccept(effectiveAccept(accept, request.headers.accept))
    const html = preference(ranges, 'text/html')
    // Only who names HTML is a person; who takes anything is a program.
    if (html.specificity === 2 && html.q >= preference(ranges, 'application/json').q) {
      return sendText(request, reply, {
        contentType: 'text/html; charset=utf-8',
        cacheControl: CACHE.none,
        headers: PAGE_HEADERS,
        body: homePage(name, version, app.prefix, stats, examples, shown, links),
      })
    }
    const { sequences, residues, aliases, collections: count } = stats
    return sendText(request, reply, {
      contentType: 'application/json; charset=utf-8',
      cacheControl: CACHE.none,
      body: JSON.stringify({
        ...{ name, version, sequences, residues, aliases, collections: count, links, examples },
        ...(collections && { exampleCollections: shown }),
      }),
    })
  })
}

async function exampleSequences(store: SequenceStore): Promise<Example[]> {
  const examples: Example[] = []
  for (const { digest, md5, length } of await store.sample(EXAMPLES)) {
    const aliases = await store.aliases(digest)
    const names = aliases.slice(0, 3).map(({ authority, alias }) => `${authority}:${alias}`)
    examples.push({ id: `ga4gh:${sequenceId(digest)}`, md5: hex(md5), length, names })
  }
  return examples
}

async function exampleCollections(store: CollectionStore): Promise<ExampleCollection[]> {
  const examples: ExampleCollection[] = []
  for (const digest of (await store.collections(new Map(), 0, EXAMPLES)).digests) {
    const record = await store.collection(digest)
    if (!record) continue
    const { members, residues, masks } = record
    const aliases = await store.collectionAliases(digest)
    const names = aliases.slice(0, 3).map(({ authority, alias }) => `${authority}:${alias}`)
    examples.push({
      ...{ digest: sha512t24u(digest), members, residues },
      names: names.length > 0 ? names : masks.slice(0, 1).map(({ source }) => source),
    })
  }
  return examples
}

function homePage(
  name: string,
  version: string,
  prefix: string,
  stats: StoreStats,
  examples: readonly Example[],
  collections: readonly ExampleCollection[],
  links: Readonly<Record<'serviceInfo' | 'docs' | 'openapi', string>> & {
    collections?: string
    graphql?: string
  },
): string {
  const counts = [
    ['Sequences', stats.sequences],
    ['Residues', stats.residues],
    ['Names', stats.aliases],
    ['Collections', stats.collections],
    ...(stats.genomes > 0
      ? ([
          ['Genomes', stats.genomes],
          ['Genes', stats.genes],
        ] as const)
      : []),
  ] as const
  const tiles = counts.map(
    ([label, count]) =>
      `<div><dt>${label}</dt><dd>${escapeHtml(count.toLocaleString('en'))}</dd></div>`,
  )
  const body = `<h1>${escapeHtml(name)}</h1>
<p class="dim">Reference sequences by checksum: GA4GH refget 1.0.0, 1.0.1 and 2.0.0${links.collections ? ', Sequence Collections 1.0.0' : ''} &middot; seqkeep ${escapeHtml(version)}</p>
<dl class="counts">${tiles.join('')}</dl>
<h2>Sequences to try</h2>
${examples.length > 0 ? exampleTable(prefix, examples) : '<p>The store is empty. Add sequences with <code>seqkeep add FILE</code>.</p>'}
${collections.length > 0 ? collectionTable(prefix, collections) : ''}<h2>How to ask</h2>
<p><code>${escapeHtml(prefix)}/sequence/<i>id</i></code> sends the residues, with <code>?start=0&amp;end=10</code> or a <code>Range</code> header a part of them;
<code>${escapeHtml(prefix)}/sequence/<i>id</i>/metadata</code> tells the length and all names.
An <i>id</i> is an MD5, a <code>ga4gh:SQ.</code> identifier, a TRUNC512 or <code>authority:alias</code>.</p>
${links.collections ? howToAskForCollections(prefix) : ''}<p><a href="${escapeHtml(links.docs)}">Documentation</a> &middot; <a href="${escapeHtml(links.openapi)}">OpenAPI</a> &middot; <a href="${escapeHtml(links.serviceInfo)}">service-info</a>${links.collections ? ` &middot; <a href="${escapeHtml(links.collections)}">all collections</a>` : ''}${links.graphql ? ` &middot; <a href="${escapeHtml(links.graphql)}">GraphQL</a>: genes, transcripts and the checksums of their products` : ''}</p>`
  return page(name, body)
}

function exampleTable(prefix: string, examples: readonly Example[]): string {
  const rows = examples.map(({ id, length, names }) => {
    const url = escapeHtml(`${prefix}/sequence/${id}`)
    const title = names.map((text) => `${escapeHtml(shortened(text))}<br>`).join('')
    const end = Math.min(length, 60)
    return `<tr><td>${title}<code class="dim">${escapeHtml(id)}</code></td><td class="number">${escapeHtml(length.toLocaleString('en'))}</td>
<td><a href="${url}?start=0&amp;end=${end}">first&nbsp;${end}</a></td><td><a href="${url}/metadata">metadata</a></td></tr>`
  })
  return `<div class="wide"><table><tr><th>Name</th><th>Residues</th><th></th><th></th></tr>
${rows.join('\n')}</table></div>`
}

function collectionTable(prefix: string, collections: readonly ExampleCollection[]): string {
  const rows = collections.map(({ digest, members, residues, names }) => {
    const url = escapeHtml(`${prefix}/collection/${digest}`)
    const title = names.map((text) => `${escapeHtml(shortened(text))}<br>`).join('')
    return `<tr><td>${title}<code class="dim">${digest}</code></td><td class="number">${escapeHtml(members.toLocaleString('en'))}</td><td class="number">${escapeHtml(residues.toLocaleString('en'))}</td>
<td><a href="${url}?level=1">digests</a></td><td><a href="${url}">members</a></td><td><a href="${escapeHtml(`${prefix}/files/${digest}`)}">files</a></td></tr>`
  })
  return `<h2>Collections</h2>
<div class="wide"><table><tr><th>Name</th><th>Sequences</th><th>Residues</th><th></th><th></th><th></th></tr>
${rows.join('\n')}</table></div>
`
}

function howToAskForCollections(prefix: string): string {
  return `<p><code>${escapeHtml(prefix)}/collection/<i>digest</i></code> tells the members of a collection, such as an assembly;
<code>${escapeHtml(prefix)}/comparison/<i>digest</i>/<i>digest</i></code> what two have in common. <code>authority:alias</code> does for a <i>digest</i>.
<code>${escapeHtml(prefix)}/files/<i>digest</i>.fa</code> is the FASTA file, and <code>.fa.fai</code>, <code>.dict</code>, <code>.2bit</code> what goes with it;
<code>POST ${escapeHtml(prefix)}/identify</code> tells which collections a BAM, VCF, FASTA or other file belongs to.</p>
`
}

function shortened(text: string): string {
  return text.length > 60 ? `${text.slice(0, 60)}…` : text
}
