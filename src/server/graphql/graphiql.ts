import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { FastifyInstance } from 'fastify'
import { decodeBody } from '../../annotation/body.ts'
import type { Genome } from '../../annotation/genome.ts'
import type { GenomeStore } from '../../store/genomes.ts'
import { CACHE } from '../caching.ts'
import { CORS_HEADERS } from '../cors.ts'
import { escapeHtml } from '../html.ts'
import { resource } from '../methods.ts'
import { sendText } from '../send-text.ts'

/** Files of the page, which the build copies beside this module. */
const ASSETS = ['react.js', 'react-dom.js', 'graphiql.js', 'graphiql.css'] as const

const HEADERS = {
  // GraphiQL sets styles from scripts, and has its icons and fonts in its style sheet.
  'Content-Security-Policy':
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; connect-src 'self'; base-uri 'none'; frame-ancestors 'none'",
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
} as const

/** Opens on the question of Ensembl's document: a gene and the checksums of its products. */
const QUERY = `# A gene by its symbol, with the checksums of what its transcripts give.
# A checksum leads to its sequence at /sequence/CHECKSUM.
# Genomes are found by, for instance:
#   { genomes(by_assembly_accession_id: {assembly_accession_id: "GCA_000001405.29"}) { genome_id } }
query Products($symbol: String!, $genome_id: String!) {
  genes(by_symbol: {symbol: $symbol, genome_id: $genome_id}) {
    stable_id
    symbol
    transcripts {
      stable_id
      symbol
      metadata { canonical { value } mane { value } }
      product_generating_contexts {
        product_type
        cdna { sequence { checksum refget_url } }
        cds { sequence { checksum refget_url } }
        product { stable_id sequence { checksum refget_url } }
      }
    }
  }
}
`

/** The genome of Ensembl's document, for a store that has none. */
const DOCUMENT_GENOME = 'a7335667-93e7-11ec-a39d-005056b38ce3'

/** Adds the page on which queries can be tried, with all that it needs below its own path. */
export function addGraphiql(app: FastifyInstance, path: string, genomes: GenomeStore): void {
  const url = `${app.prefix}${path}`
  resource(app, path, async (request, reply) =>
    sendText(request, reply, {
      contentType: 'text/html; charset=utf-8',
      cacheControl: CACHE.none,
      headers: HEADERS,
      body: page(url),
    }),
  )
  resource(app, `${path}/start.js`, async (request, reply) =>
    sendText(request, reply, {
      contentType: 'text/javascript; charset=utf-8',
      cacheControl: CACHE.none,
      body: script(url, await exampleVariables(genomes)),
    }),
  )
  for (const name of ASSETS) {
    let asset: { readonly body: Buffer; readonly etag: string } | undefined
    resource(app, `${path}/assets/${name}`, async (request, reply) => {
      asset ??= readAsset(name)
      const { body, etag } = asset
      reply.headers({
        'Content-Type': name.endsWith('.css') ? 'text/css' : 'text/javascript; charset=utf-8',
        'Cache-Control': CACHE.brief,
        ETag: etag,
        ...CORS_HEADERS,
      })
      if (request.headers['if-none-match'] === etag) return reply.code(304).send()
      return reply.send(body)
    })
  }
}

function readAsset(name: string) {
  // Tests run from the sources, after a build.
  const places = ['./assets/', '../../../dist/server/graphql/assets/']
  const [file] = places
    .map((place) => fileURLToPath(new URL(place + name, import.meta.url)))
    .filter(existsSync)
  const body = readFileSync(file!)
  return { body, etag: `"${createHash('sha1').update(body).digest('base64url')}"` }
}

/** A gene of the store to ask for, once it has one with a symbol. */
async function exampleVariables(genomes: GenomeStore): Promise<Record<string, string>> {
  const [body] = await genomes.genomes()
  if (!body) return { symbol: 'BRCA2', genome_id: DOCUMENT_GENOME }
  const { genomeId } = decodeBody<Genome>(body)
  const known = await genomes.genesByName(genomeId, 'symbol', 'BRCA2', 1)
  if (known.length > 0) return { symbol: 'BRCA2', genome_id: genomeId }
  const genes = await genomes.genes(genomeId, 0, 500)
  const symbol = genes.map((each) => decodeBody<{ symbol?: string }>(each).symbol).find(Boolean)
  return { symbol: symbol ?? 'BRCA2', genome_id: genomeId }
}

function page(url: string): string {
  const at = escapeHtml(url)
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>GraphQL - seqkeep</title>
<link rel="stylesheet" href="${at}/assets/graphiql.css">
<style>body{margin:0}#graphiql{height:100vh}</style>
</head>
<body>
<div id="graphiql">Loading...</div>
<script src="${at}/assets/react.js"></script>
<script src="${at}/assets/react-dom.js"></script>
<script src="${at}/assets/graphiql.js"></script>
<script src="${at}/start.js"></script>
</body>
</html>
`
}

function script(url: string, variables: Record<string, string>): string {
  const text = (value: unknown) => JSON.stringify(value).replaceAll('<', '\\u003c')
  return `const fetcher = GraphiQL.createFetcher({ url: ${text(url)} })
const element = React.createElement(GraphiQL, {
  fetcher,
  defaultQuery: ${text(QUERY)},
  query: ${text(QUERY)},
  variables: ${text(JSON.stringify(variables, null, 2))},
  shouldPersistHeaders: false,
})
ReactDOM.createRoot(document.getElementById('graphiql')).render(element)
`
}
