// The compiler leaves alone what is no TypeScript: the schema, and the files of the page.
import { copyFileSync, mkdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../../../', import.meta.url))
const to = `${root}dist/server/graphql/`
mkdirSync(`${to}assets`, { recursive: true })
copyFileSync(`${root}src/server/graphql/schema.graphql`, `${to}schema.graphql`)
for (const [name, source] of Object.entries({
  'react.js': 'react/umd/react.production.min.js',
  'react-dom.js': 'react-dom/umd/react-dom.production.min.js',
  'graphiql.js': 'graphiql/graphiql.min.js',
  'graphiql.css': 'graphiql/graphiql.min.css',
})) {
  copyFileSync(`${root}node_modules/${source}`, `${to}assets/${name}`)
}
