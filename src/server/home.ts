import type { FastifyInstance } from 'fastify'
import { hex } from '../digest/hex.ts'
import { sequenceId } from '../digest/identifier.ts'
import type { SequenceStore, StoreStats } from '../store/store.ts'
import { effectiveAccept, parseAccept, preference } from './accept.ts'
import { CACHE } from './caching.ts'
import { escapeHtml, PAGE_HEADERS, page } from './html.ts'
import { resource } from './methods.ts'
import type { Parameter } from './range.ts'
import { sendText } from './send-text.ts'

/** Sequences that the page shows. */
const EXAMPLES = 5

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
  }: { store: SequenceStore; version: string; name: string; hasGenomes: boolean },
): void {
  const links = {
    serviceInfo: `${app.prefix}/sequence/service-info`,
    docs: `${app.prefix}/docs`,
    openapi: `${app.prefix}/openapi.json`,
    ...(hasGenomes && { graphql: `${app.prefix}/graphql` }),
  }
  resource(app, '/', async (request, reply) => {
    const stats = await store.stats()
    const examples = await exampleSequences(store)
    const { accept } = request.query as { accept: Parameter }
    const ranges = parseAccept(effectiveAccept(accept, request.headers.accept))
    const html = preference(ranges, 'text/html')
    // Only who names HTML is a person; who takes anything is a program.
    if (html.specificity === 2 && html.q >= preference(ranges, 'application/json').q) {
      return sendText(request, reply, {
        contentType: 'text/html; charset=utf-8',
        cacheControl: CACHE.none,
        headers: PAGE_HEADERS,
        body: homePage(name, version, app.prefix, stats, examples, links),
      })
    }
    const { sequences, residues, aliases } = stats
    return sendText(request, reply, {
      contentType: 'application/json; charset=utf-8',
      cacheControl: CACHE.none,
      body: JSON.stringify({ name, version, sequences, residues, aliases, links, examples }),
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

function homePage(
  name: string,
  version: string,
  prefix: string,
  stats: StoreStats,
  examples: readonly Example[],
  links: Readonly<Record<'serviceInfo' | 'docs' | 'openapi', string>> & { graphql?: string },
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
<p class="dim">Reference sequences by checksum: GA4GH refget 1.0.0, 1.0.1 and 2.0.0 &middot; seqkeep ${escapeHtml(version)}</p>
<dl class="counts">${tiles.join('')}</dl>
<h2>Sequences to try</h2>
${examples.length > 0 ? exampleTable(prefix, examples) : '<p>The store is empty. Add sequences with <code>seqkeep add FILE</code>.</p>'}
<h2>How to ask</h2>
<p><code>${escapeHtml(prefix)}/sequence/<i>id</i></code> sends the residues, with <code>?start=0&amp;end=10</code> or a <code>Range</code> header a part of them;
<code>${escapeHtml(prefix)}/sequence/<i>id</i>/metadata</code> tells the length and all names.
An <i>id</i> is an MD5, a <code>ga4gh:SQ.</code> identifier, a TRUNC512 or <code>authority:alias</code>.</p>
<p><a href="${escapeHtml(links.docs)}">Documentation</a> &middot; <a href="${escapeHtml(links.openapi)}">OpenAPI</a> &middot; <a href="${escapeHtml(links.serviceInfo)}">service-info</a>${links.graphql ? ` &middot; <a href="${escapeHtml(links.graphql)}">GraphQL</a>: genes, transcripts and the checksums of their products` : ''}</p>`
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

function shortened(text: string): string {
  return text.length > 60 ? `${text.slice(0, 60)}…` : text
}
