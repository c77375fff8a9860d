import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { hasTestData, testData } from '../data.ts'
import { SEQCOL_NAMES, seqcolFiles } from '../seqcol-files.ts'
import { output, seqkeepOutput, serve, temporaryDirectory } from '../seqkeep.ts'
import { PYTHON_SEQCOL, requireTool } from '../tools.ts'

const SCRIPT = join(import.meta.dirname, 'collection-client.py')

interface Expected {
  readonly top_level_digest: string
  readonly level1: Readonly<Record<string, string>>
  readonly level2: Readonly<Record<string, readonly unknown[]>>
}

const ready = requireTool(PYTHON_SEQCOL) && hasTestData

describe.skipIf(!ready)('SequenceCollectionClient of refget 0.12.0', () => {
  const expected: Record<string, Expected> = ready
    ? JSON.parse(readFileSync(testData('seqcol/test_fasta_digests.json'), 'utf8'))
    : {}
  // biome-ignore lint/suspicious/noExplicitAny: it is what Python printed
  let found: any
  const digests = () => SEQCOL_NAMES.map((name) => expected[`${name}.fa`]!.top_level_digest)

  beforeAll(async () => {
    const directory = await temporaryDirectory()
    const store = join(directory, 'store')
    const files = seqcolFiles()
    await seqkeepOutput(['add', '--store', store, ...files])
    await seqkeepOutput(['add', '--store', store, '--name', 'insdc:GCA_000000001.1', files[0]!])
    const url = await serve(store, ['--base-path', '/data'])
    const [base, other] = digests()
    const name = ['insdc', 'GCA_000000001.1']
    const args = [SCRIPT, `${url}/data`, directory, base!, other!, ...name]
    found = JSON.parse(await output(PYTHON_SEQCOL, args))
  }, 60_000)

  it('reads what the service says of itself', () => {
    expect(found.service_info.type.artifact).toBe('refget-seqcol')
    expect(found.service_info.seqcol.schema.ga4gh.inherent).toEqual(['names', 'sequences'])
    expect(found.repr).toContain(found.service_info.id)
    expect(found).toMatchObject({ is_aliases_enabled: true, is_fasta_drs_enabled: true })
    expect(found).toMatchObject({ is_fhr_enabled: false, get_refget_store_url: null })
  })

  it('gets the published collection at both levels, and each of its attributes', () => {
    const { level1, level2 } = expected['base.fa']!
    expect(found.level1).toEqual(level1)
    const { sorted_sequences, ...collated } = level2
    expect(found.level2).toMatchObject(collated)
    expect(found.attributes).toMatchObject({ ...collated, sorted_sequences })
    expect(Object.keys(found.attributes)).toHaveLength(5)
  })

  it('lists, page by page and by attributes', () => {
    expect([...found.list_collections.results].sort()).toEqual(digests().sort())
    expect(found.list_second.results).toEqual(found.list_collections.results.slice(2, 4))
    expect(found.list_second.pagination).toMatchObject({ page: 1, page_size: 2, total: 6 })
    const same = Object.values(expected).filter(({ level1 }) =>
      ['sequences', 'lengths'].every((name) => level1[name] === found.level1[name]),
    )
    expect(same.length).toBeGreaterThan(1)
    expect([...found.list_filtered.results].sort()).toEqual(
      same.map((each) => each.top_level_digest).sort(),
    )
    const names = new Set(SEQCOL_NAMES.map((name) => expected[`${name}.fa`]!.level1.names))
    expect(new Set(found.list_attributes.results)).toEqual(names)
  })

  it('compares with another of the server and with one that it sends', () => {
    const [a, b] = digests()
    expect(found.compare).toMatchObject({
      digests: { a, b },
      attributes: { a_only: [], b_only: [] },
      array_elements: {
        a_count: { lengths: 3, names: 3, sequences: 3 },
        b_count: { lengths: 3, names: 3, sequences: 3 },
        a_and_b_count: { lengths: 3, names: 0, sequences: 3 },
        a_and_b_same_order: { lengths: true, names: null, sequences: true },
      },
    })
    expect(found.compare_local).toEqual(found.compare)
  })

  it('finds by names, and names', () => {
    const [digest] = digests()
    const [namespace, alias] = ['insdc', 'GCA_000000001.1']
    expect(found.resolve_alias).toMatchObject({ namespace, alias, digest })
    expect(found.list_alias_namespaces.namespaces).toEqual([namespace])
    expect(found.list_aliases).toMatchObject({ namespace, aliases: [alias] })
    expect(found.aliases_for).toMatchObject({ digest, aliases: [[namespace, alias]] })
  })

  it('downloads the file, and makes the indexes of it', () => {
    const original = readFileSync(testData('seqcol/base.fa'), 'utf8')
    expect(found.fasta.trim()).toBe(original.trim())
    expect(found.chrom_sizes).toBe('chrX\t8\nchr1\t4\nchr2\t4\n')
    expect(found.get_fasta.size).toBe(found.fasta.length)
    const sha256 = createHash('sha256').update(found.fasta).digest('hex')
    expect(found.get_fasta.checksums).toContainEqual({ type: 'sha-256', checksum: sha256 })
    for (const row of found.fai.trim().split('\n')) {
      const [name, length, offset] = row.split('\t')
      const residues = found.fasta.slice(Number(offset), Number(offset) + Number(length))
      expect(found.fasta.slice(0, Number(offset))).toMatch(new RegExp(`>${name}\n$`))
      expect(residues).toMatch(/^[ACGT]+$/)
    }
    expect(found.fai.trim().split('\n')).toHaveLength(3)
  })

  it('is told of what is not there', () => {
    expect(found.unknown[0]).toBe('ConnectionError')
    expect(found.unknown[1]).toContain('404')
  })
})
