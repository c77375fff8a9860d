import type { FastifyInstance } from 'fastify'
import { CACHE } from './caching.ts'
import { escapeHtml, PAGE_HEADERS, page } from './html.ts'
import { resource } from './methods.ts'
import { openapi } from './openapi.ts'
import { sendText } from './send-text.ts'

/** The parts of an operation that the page shows. */
interface Operation {
  readonly summary: string
  readonly parameters?: readonly { name: string; in: string; description: string }[]
  readonly responses: Readonly<Record<string, { description: string; content?: object }>>
}

/**
 * Adds `/docs`, the OpenAPI document as a page. It is made here, without a script: Swagger UI would
 * add 60 ms to the start and 2.5 MB to the installation.
 */
export function addDocs(app: FastifyInstance, version: string): void {
  const { info, paths } = openapi(version, app.prefix)
  const sections = Object.entries(paths).flatMap(([path, operations]) =>
    Object.entries(operations as Readonly<Record<string, Operation>>).map(([method, operation]) =>
      section(method, `${app.prefix}${path}`, operation),
    ),
  )
  const body = page(
    `${info.title} API`,
    `<h1>${escapeHtml(info.title)} API</h1>
<p class="dim">${escapeHtml(info.summary)} &middot; version ${escapeHtml(version)} &middot; <a href="${escapeHtml(app.prefix)}/openapi.json">OpenAPI 3.1</a> &middot; <a href="${escapeHtml(app.prefix)}/">what is here</a></p>
<p>${escapeHtml(info.description)}</p>
${sections.join('\n')}`,
  )
  resource(app, '/docs', async (request, reply) =>
    sendText(request, reply, {
      contentType: 'text/html; charset=utf-8',
      cacheControl: CACHE.brief,
      headers: PAGE_HEADERS,
      body,
    }),
  )
}

function section(
  method: string,
  path: string,
  { summary, parameters = [], responses }: Operation,
): string {
  const rows = parameters.map(
    (parameter) =>
      `<tr><td><code>${escapeHtml(parameter.name)}</code></td><td class="dim">${escapeHtml(parameter.in)}</td><td>${escapeHtml(parameter.description)}</td></tr>`,
  )
  const answers = Object.entries(responses).map(
    ([status, { description, content = {} }]) =>
      `<tr><td>${escapeHtml(status)}</td><td>${escapeHtml(description)}</td><td>${Object.keys(
        content,
      )
        .map((type) => `<code>${escapeHtml(type)}</code>`)
        .join('<br>')}</td></tr>`,
  )
  const asked = rows.length > 0 ? table(['Parameter', 'In', ''], rows) : ''
  return `<section><h2><span class="verb">${method.toUpperCase()}</span> <code>${escapeHtml(path)}</code></h2>
<p>${escapeHtml(summary)}</p>
${asked}${table(['Status', 'Meaning', 'Media types'], answers)}</section>`
}

function table(head: readonly string[], rows: readonly string[]): string {
  const cells = head.map((text) => `<th>${text}</th>`).join('')
  return `<div class="wide"><table><tr>${cells}</tr>${rows.join('\n')}</table></div>`
}
