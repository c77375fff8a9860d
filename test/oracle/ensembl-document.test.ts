import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { hasTestData, testData } from '../data.ts'
import { output, seqkeepOutput, serve, temporaryDirectory } from '../seqkeep.ts'
import { PYTHON, requireTool } from '../tools.ts'

const PROTEIN = '92addb948c6c652abc1dcecca05f26c0'
const ready = requireTool('curl') && requireTool(PYTHON) && hasTestData

describe.skipIf(!ready)("the commands of Ensembl's document about refget", () => {
  const lines = hasTestData
    ? readFileSync(testData('../reference/ensembl-about-refget.md'), 'utf8').split('\n')
    : []
  const documented = JSON.parse(
    lines.find((line) => line.startsWith('{') && line.includes(PROTEIN)) ?? '{}',
  )
  let url: string

  beforeAll(async () => {
    const directory = await temporaryDirectory()
    const store = join(directory, 'store')
    const files = ['ENSP00000369497.3.pep', 'ENST00000380152.8.cdna', 'ENST00000380152.8.cds']
    const paths = files.map((name) => testData(`brca/${name}.fa`))
    await seqkeepOutput(['add', '--store', store, '--no-aliases', ...paths])
    const aliases: { alias: string; naming_authority: string }[] = documented.metadata.aliases
    const rows = aliases
      .filter(({ naming_authority }) => naming_authority === 'Ensembl')
      .map(({ alias }) => `${PROTEIN}\tEnsembl\t${alias}\n`)
    expect(rows).toHaveLength(18)
    const names = join(directory, 'names.tsv')
    writeFileSync(names, rows.join(''))
    await seqkeepOutput(['alias', 'add', '--store', store, names])
    const base = await serve(store, ['--base-path', '/data/refget', '--default-version', '1.0.1'])
    url = `${base}/data/refget`
  })

  /** Runs the command of the document in which `part` is, against our server. */
  function documentedCommand(part: string): Promise<string> {
    const command = lines.find(
      (line) => line.startsWith('$ curl') && line.includes(PROTEIN) && line.includes(part),
    )!
    const ours = command.replace('https://beta.ensembl.org/data/refget', url).slice(2)
    expect(ours).toContain(url)
    return output('bash', ['-c', ours])
  }

  function curl(path: string, accept: string): Promise<string> {
    return output('curl', ['-sSf', '-H', `Accept: ${accept}`, `${url}/sequence/${path}`])
  }

  it('get every key and value of the metadata that it shows', async () => {
    const { metadata } = JSON.parse(await documentedCommand('/metadata'))
    expect(metadata).toMatchObject(documented.metadata)
    expect(metadata.aliases).toEqual(documented.metadata.aliases)
  })

  it('count 3418 residues', async () => {
    expect((await documentedCommand('wc -c')).trim()).toBe('3418')
  })

  it('get the first ten residues', async () => {
    expect(await documentedCommand('start=0&end=10')).toBe('MPIGSKERPT')
  })

  it('get the metadata from the path with the comma too', async () => {
    const comma = await curl(`${PROTEIN}/,metadata`, 'application/json')
    expect(JSON.parse(comma).metadata).toMatchObject(documented.metadata)
  })

  it('get text when they ask for plain/text, as the document says', async () => {
    expect(await curl(`${PROTEIN}?start=0&end=10`, 'plain/text')).toBe('MPIGSKERPT')
  })

  it("get text by ?accept=text/plain where a browser's Accept is sent", async () => {
    const browser = 'text/html,application/xhtml+xml,application/xml;q=0.9'
    expect(await curl(`${PROTEIN}?start=0&end=10&accept=text/plain`, browser)).toBe('MPIGSKERPT')
  })

  it('get cDNA and CDS at the URLs that it lists', async () => {
    for (const [checksum, length] of [
      ['2f8c687a656debd4c8b1b4d47747ba35', 11_954],
      ['c6b5e532b5aef696e987ca55a538ae9e', 10_257],
    ] as const) {
      expect(await curl(checksum, '*/*')).toHaveLength(length)
      const { metadata } = JSON.parse(await curl(`${checksum}/metadata`, '*/*'))
      expect(metadata).toMatchObject({ md5: checksum, length })
    }
  })

  it('work in its Python functions, which leave out start=0', async () => {
    const begin = lines.indexOf('```python')
    const functions = lines.slice(begin + 1, lines.indexOf('```', begin))
    expect(functions.join('\n')).toContain('def resolve_metadata')
    // Its resolve_metadata returns the method r.json, not what it answers.
    const program = `
import json
refget_url = ${JSON.stringify(url)}
${functions.join('\n')}
checksum = ${JSON.stringify(PROTEIN)}
print(json.dumps([
    resolve_sequence(checksum, start=0, end=10),
    resolve_sequence(checksum, start=3410),
    resolve_sequence(checksum, start=3, end=7),
    len(resolve_sequence(checksum)),
    resolve_metadata(checksum)()["metadata"]["length"],
]))`
    const protein = await curl(PROTEIN, 'text/plain')
    expect(JSON.parse(await output(PYTHON, ['-c', program]))).toEqual([
      'MPIGSKERPT',
      protein.slice(3410),
      'GSKE',
      3418,
      3418,
    ])
  })
})
