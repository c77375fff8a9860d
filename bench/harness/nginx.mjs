// nginx as it serves best from one worker: sendfile, open files kept, no log.
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** What it says of itself, or undefined where it is missing. */
export function nginxVersion() {
  const { error, stderr } = spawnSync('nginx', ['-v'])
  return error ? undefined : /nginx\/(\S+)/.exec(`${stderr}`)[1]
}

/** Serves the files of a folder on a free port. */
export async function startNginx(root) {
  const own = mkdtempSync(join(tmpdir(), 'seqkeep-bench-nginx-'))
  const port = await freePort()
  const config = join(own, 'nginx.conf')
  writeFileSync(config, configuration(root, own, port))
  const child = spawn('nginx', ['-c', config], { stdio: ['ignore', 'ignore', 'inherit'] })
  const ended = once(child, 'exit')
  const url = `http://127.0.0.1:${port}`
  const stop = async () => {
    child.kill('SIGTERM')
    await ended
    rmSync(own, { recursive: true })
  }
  for (let tries = 0; ; tries++) {
    const answer = await fetch(`${url}/`).catch(() => undefined)
    if (answer) break
    if (tries === 100 || child.exitCode !== null) {
      await stop()
      throw new Error('nginx does not answer')
    }
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  return { url, pid: child.pid, stop }
}

function configuration(root, own, port) {
  const folders = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
  return `daemon off; worker_processes 1; pid ${own}/nginx.pid; error_log stderr crit;
${process.getuid() === 0 ? 'user root;' : ''}
events {}
http {
  access_log off; sendfile on; open_file_cache max=100; keepalive_requests 1000000000;
  ${folders.map((name) => `${name}_temp_path ${own}/${name};`).join(' ')}
  server { listen 127.0.0.1:${port}; root ${root}; }
}
`
}

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address()
  server.close()
  await once(server, 'close')
  return port
}
