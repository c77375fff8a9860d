/** A program for the test of workers: serves from as many processes as its first argument says. */
import { createApp } from '../app.ts'
import { serve } from '../serve.ts'
import { serveFromWorkers } from '../workers.ts'
import { VirtualStore } from './memory-store.ts'

const [count, fault] = process.argv.slice(2)

await serveFromWorkers({
  count: Number(count),
  start: async () => {
    if (fault === 'broken') throw new Error('no store')
    const store = new VirtualStore(100_000_000)
    const app = createApp({ store, version: '0.0.0' })
    app.get('/pid', async () => `${process.pid}`)
    return serve(app, { host: '127.0.0.1', port: 0 })
  },
  onListening: ({ port }) => console.log(`port ${port}`),
  onDeath: (pid, reason) => console.log(`died ${pid} ${reason}`),
})
console.log('ended')
