import { error, json, schemaOf } from './openapi-parts.ts'

const page = (operationId: string, summary: string, content: Record<string, object>) => ({
  get: {
    tags: ['server'],
    operationId,
    summary,
    responses: { 200: { description: summary, content } },
  },
})
const HTML = { 'text/html': { schema: { type: 'string' } } }

const serverPaths = {
  '/': page('getHome', 'What is here', { ...json('', schemaOf('Home')).content, ...HTML }),
  '/docs': page('getDocs', 'This document as a page', HTML),
  '/openapi.json': page('getOpenapi', 'This document', {
    'application/json': { schema: { type: 'object' } },
  }),
  '/ping': page('ping', 'Whether a refget server is here', {
    'text/plain': { schema: { type: 'string' } },
  }),
}

const STATUS = json('', schemaOf('Status'))

const operationsPaths = {
  '/healthz': page('getHealth', 'Whether the process answers', STATUS.content),
  '/readyz': {
    get: {
      tags: ['server'],
      operationId: 'getReadiness',
      summary: 'Whether the store answers too',
      responses: {
        200: json('It does', schemaOf('Status')),
        503: error('It does not, or the server is stopping'),
      },
    },
  },
}

/** @param atRoot Whether to list what is not repeated under base paths. */
export function openapiPaths(atRoot: boolean) {
  return { ...serverPaths, ...(atRoot ? operationsPaths : {}) }
}
