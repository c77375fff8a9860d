import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { beforeEach, describe, expect, it } from 'vitest'
import {
  SEQKEEP,
  seqkeep,
  seqkeepJson,
  seqkeepOutput,
  serve,
  temporaryDirectory,
} from '../seqkeep.ts'

let directory: string
let store: string

beforeEach(async () => {
  directory = await temporaryDirectory()
  store = join(directory, 'store')
  await seqkeepOutput(['add', '--store', store, '-'], { input: '>first\nACGT\n' })
})

function file(name: string, residues: string): string {
  const path = join(directory, name)
  writeFileSync(path, `>${name}\n${residues}\n`)
  return path
}

/** Starts a writer that holds the store until its standard input ends. */
async function holdStore() {
  const child = spawn(process.execPath, [SEQKEEP, 'add', '--store', store, '-'])
  child.stdin.write('>held\nTTTT\n')
  const said = text(child.stdout)
  const ended = once(child, 'exit')
  const path = file('probe', 'GG')
  for (let code: unknown = 0; code === 0; ) {
    code = (await seqkeep(['add', '--store', store, '--no-wait', path])).code
  }
  return {
    pid: child.pid!,
    async finish(): Promise<void> {
      child.stdin.end()
      const [code] = await ended
      expect([code, await said]).toEqual([0, expect.stringContaining('1 new sequence')])
    },
  }
}

describe('two writers', () => {
  it('of which the second is told with --no-wait who has the store', async () => {
    const holder = await holdStore()
    for (const words of [['add', file('b', 'CC')], ['alias', 'add', '/dev/null'], ['rebuild']]) {
      const { code, stdout, stderr } = await seqkeep([...words, '--no-wait', '--store', store])
      expect([words, code, stdout]).toEqual([words, 1, ''])
      expect(stderr).toContain(`another writer has the store: process ${holder.pid} `)
    }
    await holder.finish()
  })

  it('of which the second waits for the first, and says for whom', async () => {
    const holder = await holdStore()
    const second = spawn(process.execPath, [SEQKEEP, 'add', '--store', store, file('b', 'CCCC')])
    const ended = once(second, 'exit')
    const stdout = text(second.stdout)
    let said = ''
    for await (const part of second.stderr.setEncoding('utf8')) {
      said += part
      if (said.includes('\n')) break
    }
    expect(said).toContain(`waiting for process ${holder.pid} `)
    expect(second.exitCode).toBe(null)
    await holder.finish()
    expect((await ended)[0]).toBe(0)
    expect(await stdout).toContain('1 new sequence')
    expect(await seqkeepOutput(['get', '--store', store, '--bare', 'held'])).toBe('TTTT')
  })

  it('started at once both complete, and what both bring is stored once', async () => {
    const shared = `>shared\n${'ACGTTGCA'.repeat(100_000)}\n`
    const paths = ['AA', 'CC', 'GG'].map((own, i) => {
      const path = join(directory, `${i}.fa`)
      writeFileSync(path, `>own${i}\n${own}\n${shared}`)
      return path
    })
    const outcomes = await Promise.all(
      paths.map((path) => seqkeep(['add', '--store', store, '--json', path])),
    )
    expect(outcomes.map(({ code }) => code)).toEqual([0, 0, 0])
    const added = outcomes.map(({ stdout }) => JSON.parse(stdout).added[0].new)
    expect(added.toSorted()).toEqual([1, 1, 2])
    expect(await seqkeepJson(['stats', '--store', store])).toMatchObject({ sequences: 5 })
    expect((await seqkeep(['verify', '--store', store])).code).toBe(0)
  })

  it('make a store that is not there yet together', async () => {
    const fresh = join(directory, 'fresh')
    const paths = [file('a', 'AAA'), file('b', 'CCC'), file('c', 'GGG')]
    const outcomes = await Promise.all(
      paths.map((path) => seqkeep(['add', '--store', fresh, path])),
    )
    expect(outcomes.map(({ code, stderr }) => [code, stderr.replace(/waiting.*\n/, '')])).toEqual([
      [0, ''],
      [0, ''],
      [0, ''],
    ])
    expect(await seqkeepJson(['stats', '--store', fresh])).toMatchObject({ sequences: 3 })
  })
})

describe('a server', () => {
  it('shows what is added and rebuilt while it runs, and reads while a writer works', async () => {
    const url = await serve(store)
    const holder = await holdStore()
    const ask = async (id: string) => {
      const answer = await fetch(`${url}/sequence/${id}`)
      return answer.status === 200 ? answer.text() : answer.status
    }
    expect(await ask('local:first')).toBe('ACGT')
    expect(await ask('local:held')).toBe(404)
    await holder.finish()
    expect(await ask('local:held')).toBe('TTTT')
    await seqkeepOutput(['rebuild', '--store', store])
    await seqkeepOutput(['add', '--store', store, file('late', 'GATTACA')])
    await expect.poll(() => ask('local:late'), { timeout: 10_000 }).toBe('GATTACA')
  })
})
