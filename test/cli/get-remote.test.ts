import { join, resolve } from 'node:path'
import { beforeAll, expect, it } from 'vitest'
import { seqkeep, seqkeepOutput, serve, temporaryDirectory } from '../seqkeep.ts'

const EXAMPLE = resolve(import.meta.dirname, '../../examples/phix174.fa')

let store: string
let url: string

beforeAll(async () => {
  store = join(await temporaryDirectory(), 'store')
  await seqkeepOutput(['add', '--store', store, '--circular', 'NC_001422.1', EXAMPLE])
  url = await serve(store, ['--default-version', '1.0.1', '--base-path', '/refs'])
})

it.each([
  [['refseq:NC_001422.1']],
  [['refseq:NC_001422.1:5380-20', '3332ed720ac7eaa9b3655c06f6b9e196:5,301-']],
  [['--revcomp', 'refseq:NC_001422.1:1-61']],
  [['--bare', '3332ed720ac7eaa9b3655c06f6b9e196:1-60']],
])('get --remote prints the same as get: %s', async (args) => {
  const local = await seqkeepOutput(['get', '--store', store, ...args])
  for (const remote of [url, `${url}/refs/`]) {
    expect(await seqkeepOutput(['get', '--remote', remote, ...args])).toBe(local)
  }
})

it.each([
  ['', 'NC_001422.1', /^seqkeep: 'NC_001422.1' is not at http.*: No sequence is known as/],
  ['/nothing', 'x:1-3', /^seqkeep: 'x' is not at .*\/nothing: Nothing is at this URL/],
  ['', 'refseq:NC_001422.1:1-9999', /"end" is 9999, but the sequence has 5386 residues/],
  ['', 'refseq:NC_001422.1:0-5', /positions go from 1 on/],
  ['', 'refseq:NC_001422.1:5-0', /positions go from 1 on/],
])('get --remote prints nothing but what is wrong: %s %s', async (path, id, message) => {
  const { code, stdout, stderr } = await seqkeep(['get', '--remote', url + path, id])
  expect([code, stdout]).toEqual([1, ''])
  expect(stderr).toMatch(message)
})

it.each(['127.0.0.1:8080', 'localhost:8080', 'ftp://127.0.0.1', '', 'http://a:b@127.0.0.1'])(
  'get --remote asks no "%s"',
  async (remote) => {
    const { code, stdout, stderr } = await seqkeep(['get', '--remote', remote, 'x'])
    expect([code, stdout]).toEqual([1, ''])
    expect(stderr).toMatch(/no URL of a server|user and password/)
    expect(stderr).not.toContain('a:b@')
  },
)
