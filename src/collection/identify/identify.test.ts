import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import type { ListedSequence } from '../../formats/sequence-dictionary.ts'
import {
  collectionDigest,
  type Entry,
  type Reference,
  ReferenceStore,
} from '../testing/reference-store.ts'
import { identify } from './identify.ts'
import { Budget, IDENTIFY_LIMITS, type IdentifyLimits } from './limits.ts'

function entry(name: string, residues: string, length = residues.length): Entry {
  const hash = (algorithm: string) => createHash(algorithm).update(residues).digest()
  return {
    name,
    length,
    md5: hash('md5').toString('hex'),
    digest: hash('sha512').subarray(0, 24).toString('base64url'),
  }
}

const CHROMOSOMES = ['1', '2', '3', 'X', 'MT'].map((name, i) =>
  entry(name, `ACGT${name}`.repeat(20 - 3 * i)),
)
const GENOME: Reference = {
  source: 'genome.fa',
  entries: CHROMOSOMES,
  aliases: [{ authority: 'insdc', alias: 'GCA_1.1' }],
}
const OTHER: Reference = {
  source: 'other.fa',
  entries: [entry('1', 'G'.repeat(500)), entry('2', 'G'.repeat(400)), CHROMOSOMES[4]!],
}
const store = new ReferenceStore([GENOME, OTHER])

/** What an input tells of each sequence. */
const VIEWS = {
  fasta: ({ name, length, md5, digest }: Entry): ListedSequence => ({ name, length, md5, digest }),
  md5: ({ name, length, md5 }: Entry): ListedSequence => ({ name, length, md5 }),
  lengths: ({ name, length }: Entry): ListedSequence => ({ name, length }),
  names: ({ name }: Entry): ListedSequence => ({ name }),
}
type View = keyof typeof VIEWS

const dictionary = (sequences: readonly ListedSequence[], assemblies: string[] = []) => ({
  ...{ format: 'SAM' as const, sequences, assemblies, problems: [] },
})

async function ask(
  entries: readonly Entry[],
  view: View,
  options: { store?: ReferenceStore; limits?: Partial<IdentifyLimits> } = {},
) {
  const limits = { ...IDENTIFY_LIMITS, ...options.limits }
  const own = options.store ?? store
  return identify(dictionary(entries.map(VIEWS[view])), own, own, limits)
}

/** The best match in short, and what of it is said. */
async function best(entries: readonly Entry[], view: View) {
  const { candidates } = await ask(entries, view)
  const [first] = candidates
  if (!first) return undefined
  const { match, ...rest } = first
  return { ...rest, ...match, words: rest.words.join(' ') }
}

const changed = (at: number) =>
  CHROMOSOMES.with(at, { ...entry(CHROMOSOMES[at]!.name, 'X'), length: CHROMOSOMES[at]!.length })
const prefixed = CHROMOSOMES.map((each) => ({
  ...each,
  name: each.name === 'MT' ? 'chrM' : `chr${each.name}`,
}))

describe('the ladder of verdicts', () => {
  it('says exact of what has checksums, and of nothing else', async () => {
    for (const view of ['fasta', 'md5'] as const) {
      expect(await best(CHROMOSOMES, view)).toMatchObject({
        digest: collectionDigest(CHROMOSOMES),
        verdict: 'exact',
        content: 'checked',
        aliases: [{ authority: 'insdc', alias: 'GCA_1.1' }],
        files: [{ source: 'genome.fa' }],
        words: 'Exactly this: same names, same sequences, same order.',
      })
    }
    expect(await best(CHROMOSOMES, 'lengths')).toMatchObject({
      verdict: 'consistent',
      content: 'not-checked',
      words: 'Consistent with this: same names and lengths, same order; content not checked.',
    })
    expect(await best(CHROMOSOMES, 'names')).toMatchObject({
      verdict: 'consistent',
      content: 'not-checked',
      words: 'Consistent with this: same names, same order; neither lengths nor content checked.',
    })
  })

  it('finds another order', async () => {
    for (const view of ['fasta', 'md5', 'lengths'] as const) {
      expect(await best(CHROMOSOMES.toReversed(), view)).toMatchObject({
        verdict: 'reordered',
        content: view === 'lengths' ? 'not-checked' : 'checked',
        sameOrder: false,
        words: expect.stringMatching(/another order.*The order is another\.$/),
      })
    }
  })

  it('finds other names, and the rule of them', async () => {
    for (const view of ['fasta', 'md5', 'lengths'] as const) {
      expect(await best(prefixed, view)).toMatchObject({
        verdict: 'renamed',
        content: view === 'lengths' ? 'not-checked' : 'checked',
        rule: '"chr" taken away, "chrM" is "MT"',
        renamed: { count: 5, first: expect.arrayContaining([{ from: 'chrX', to: 'X' }]) },
      })
    }
    const random = CHROMOSOMES.map((each, i) => ({ ...each, name: `scaffold_${9 - i}` }))
    for (const view of ['fasta', 'md5', 'lengths'] as const) {
      expect(await best(random, view)).toMatchObject({
        verdict: 'renamed',
        rule: undefined,
        words: expect.stringContaining(
          'scaffold_9 is 1, scaffold_8 is 2, scaffold_7 is 3 and 2 others',
        ),
      })
    }
    expect(await best(random, 'names')).toBeUndefined()
  })

  it('finds parts, and names what is missing and what is extra', async () => {
    const more = [entry('phage', 'T'.repeat(77)), entry('decoy', 'T'.repeat(78))]
    for (const view of ['fasta', 'md5', 'lengths', 'names'] as const) {
      const subset = await best(CHROMOSOMES.slice(0, 3), view)
      expect(subset).toMatchObject({
        verdict: 'subset',
        extra: { count: 2, first: ['X', 'MT'] },
        words: expect.stringContaining('It has 2 more: X, MT.'),
      })
      const superset = await best([...CHROMOSOMES, ...more], view)
      expect(superset).toMatchObject({
        verdict: 'superset',
        missing: { count: 2, first: ['phage', 'decoy'] },
        words: expect.stringContaining("It lacks 2 of the file's: phage, decoy."),
      })
      const partial = await best([...CHROMOSOMES.slice(1), ...more], view)
      expect(partial).toMatchObject({ verdict: 'partial', shared: 4, extra: { first: ['1'] } })
    }
    const renamedSubset = await best(prefixed.slice(2), 'lengths')
    expect(renamedSubset).toMatchObject({ verdict: 'subset', shared: 3, sameNames: 0 })
  })

  it('names the sequences of a near miss where checksums tell, and is silent where none can', async () => {
    for (const view of ['fasta', 'md5'] as const) {
      for (const at of CHROMOSOMES.keys()) {
        const { name, length } = CHROMOSOMES[at]!
        expect(await best(changed(at), view)).toMatchObject({
          verdict: 'near-miss',
          shared: 4,
          changed: { count: 1, first: [{ name, length, collectionName: name }] },
          words: expect.stringContaining(
            `1 sequence of the same length differs in content: ${name}.`,
          ),
        })
      }
    }
    expect(await best(changed(1), 'lengths')).toMatchObject({
      verdict: 'consistent',
      content: 'not-checked',
    })
  })

  it('finds a near miss under other names, and one in which all differs', async () => {
    const both: Entry[] = prefixed.with(0, {
      ...prefixed[0]!,
      ...entry('chr1', 'X', prefixed[0]!.length),
      digest: '',
    })
    expect(await best(both, 'md5')).toMatchObject({
      verdict: 'near-miss',
      changed: { first: [{ name: 'chr1', collectionName: '1' }] },
      words: expect.stringContaining('Not this, but close: same lengths, other content.'),
    })
    const all = CHROMOSOMES.map(({ name, length }) => entry(name, `other ${name}`, length))
    expect(await best(all, 'md5')).toMatchObject({
      verdict: 'near-miss',
      shared: 0,
      changed: { count: 5 },
    })
  })

  it('says of another length that it is one', async () => {
    const other = CHROMOSOMES.with(0, entry('1', 'T'.repeat(99)))
    for (const view of ['md5', 'lengths'] as const) {
      expect(await best(other, view)).toMatchObject({
        verdict: 'partial',
        shared: 4,
        otherLength: { count: 1, first: [{ name: '1', length: 99, collectionLength: 100 }] },
        words: expect.stringContaining('1 sequence differs in length: 1 (99, here 100).'),
      })
    }
  })

  it('finds nothing where nothing is', async () => {
    expect((await ask([entry('1', 'T'.repeat(31))], 'md5')).candidates).toEqual([])
    expect(await ask([], 'md5')).toMatchObject({
      candidates: [],
      problems: ['No sequences are listed: nothing can be found.'],
    })
    expect((await ask(CHROMOSOMES, 'md5', { store: new ReferenceStore([]) })).candidates).toEqual(
      [],
    )
  })
})

describe('odd files', () => {
  it('with checksums of some sequences are consistent, with as many as were checked', async () => {
    const some = CHROMOSOMES.map((each, i) => VIEWS[i < 2 ? 'md5' : 'lengths'](each))
    const { candidates, checksums } = await identify(dictionary(some), store, store)
    expect(checksums).toBe(2)
    expect(candidates[0]).toMatchObject({
      verdict: 'consistent',
      content: 'partly-checked',
      words: [expect.stringContaining('; the content of 2 of 5 was checked.')],
    })
  })

  it('that contradict themselves are said to, and are no exact match', async () => {
    const wrong = CHROMOSOMES.map(VIEWS.md5).with(1, { ...VIEWS.md5(CHROMOSOMES[1]!), length: 7 })
    const { candidates, problems } = await identify(dictionary(wrong), store, store)
    expect(problems).toEqual([
      expect.stringContaining('contradicts itself in 1 sequence: "2" is stated to have 7 residues'),
    ])
    expect(candidates[0]).toMatchObject({
      verdict: 'partial',
      match: { shared: 4, otherLength: { count: 1, first: [{ name: '2', length: 7 }] } },
    })
  })

  it('that use a name twice are said to, and each use is compared', async () => {
    const twice = CHROMOSOMES.map((each) => ({ ...each, name: '1' }))
    const { problems, candidates } = await ask(twice, 'md5')
    expect(problems).toEqual([
      expect.stringContaining('1 name is used more than once (first: "1")'),
    ])
    expect(candidates[0]).toMatchObject({ verdict: 'renamed', match: { sameNames: 1, shared: 5 } })
    const same = new ReferenceStore([{ source: 'twice.fa', entries: twice }])
    for (const view of ['md5', 'lengths'] as const) {
      const { candidates } = await ask(twice, view, { store: same })
      expect(candidates[0]!.verdict).toBe(view === 'md5' ? 'exact' : 'consistent')
    }
  })

  it('with one contig of many are a subset', async () => {
    expect(await best(CHROMOSOMES.slice(3, 4), 'md5')).toMatchObject({
      verdict: 'subset',
      extra: { count: 4 },
    })
  })

  it('with other names of a sequence (AN) are compared by them', async () => {
    const named = CHROMOSOMES.map(({ name, length }) => ({
      ...{ name: `ctg${name}`, length, otherNames: [`alt${name}`, name] },
    }))
    expect((await identify(dictionary(named), store, store)).candidates[0]).toMatchObject({
      verdict: 'renamed',
      match: { shared: 5 },
    })
  })

  it('find a collection by what they call it', async () => {
    const unlike = [{ name: '1', length: 3 }, ...CHROMOSOMES.slice(3).map(VIEWS.names)]
    for (const name of ['GCA_1.1', 'https://a.example/x/GCA_1.1.fa.gz?y']) {
      const { candidates } = await identify(dictionary(unlike, [name]), store, store)
      expect(candidates.map(({ digest }) => digest)).toContain(collectionDigest(CHROMOSOMES))
    }
  })
})

describe('the ranking', () => {
  it('puts shared sequences first, then names, then order, then what is extra', async () => {
    const extra = Array.from({ length: 20 }, (_, i) => entry(`alt${i}`, `ALT${i}`))
    const ranked: Entry[][] = [
      CHROMOSOMES,
      [...CHROMOSOMES, ...extra],
      CHROMOSOMES.toReversed(),
      prefixed,
      CHROMOSOMES.slice(1),
      [...CHROMOSOMES.slice(1, 4), ...extra],
    ]
    const references = ranked.map((entries, i) => ({ source: `${i}.fa`, entries }))
    for (const view of ['fasta', 'md5', 'lengths'] as const) {
      const { candidates } = await ask(CHROMOSOMES, view, {
        store: new ReferenceStore(references.toReversed()),
      })
      expect(candidates.map(({ files }) => files[0]!.source)).toEqual(
        references.map(({ source }) => source),
      )
    }
  })
})

describe('any file made from a collection', () => {
  const entries = fc
    .uniqueArray(fc.stringMatching(/^[ACGT]{1,12}$/), { minLength: 1, maxLength: 12 })
    .map((all) => all.map((residues, i) => entry(`c${i}`, residues)))

  it('is judged as counting by hand judges it', async () => {
    await fc.assert(
      fc.asyncProperty(
        entries,
        fc.array(fc.nat(), { maxLength: 12 }),
        fc.array(fc.nat(), { maxLength: 4 }),
        fc.boolean(),
        async (all, order, renamed, reverse) => {
          const picked = [...new Set(order.map((at) => at % all.length))]
          let file = picked.length > 0 ? picked.map((at) => all[at]!) : all
          if (reverse) file = file.toReversed()
          const names = new Set(renamed.map((at) => at % file.length))
          file = file.map((each, i) => (names.has(i) ? { ...each, name: `other${i}` } : each))
          const own = new ReferenceStore([{ source: 'a.fa', entries: all }])
          const [candidate] = (await ask(file, 'md5', { store: own })).candidates
          const positions = file.map(({ digest }) =>
            all.findIndex((each) => each.digest === digest),
          )
          const sameOrder = positions.every((at, i) => i === 0 || at > positions[i - 1]!)
          const expected =
            file.length < all.length
              ? 'subset'
              : names.size > 0
                ? 'renamed'
                : sameOrder
                  ? 'exact'
                  : 'reordered'
          expect(candidate).toMatchObject({
            verdict: expected,
            content: 'checked',
            match: {
              ...{ sameOrder, shared: file.length, checked: file.length },
              sameNames: file.length - names.size,
              renamed: { count: names.size },
              missing: { count: 0 },
              extra: { count: all.length - file.length },
            },
          })
        },
      ),
      { numRuns: 300 },
    )
  })
})

describe('the limits', () => {
  const scaffolds = (count: number, seed: string) =>
    Array.from({ length: count }, (_, i) => entry(`s${i}`, `${seed}${i}`, 200 + (i % 3000)))

  it('bound the look-ups, whatever the size of the file, and say so', async () => {
    const shared = scaffolds(3000, 'x')
    const many = Array.from({ length: 200 }, (_, i) => ({
      source: `${i}.fa`,
      entries: [...shared.slice(0, 100), entry('own', `own${i}`)],
    }))
    const big = new ReferenceStore(many)
    const { candidates, capped } = await ask(many[150]!.entries, 'fasta', { store: big })
    expect(candidates[0]).toMatchObject({ verdict: 'exact', files: [{ source: '150.fa' }] })
    expect(capped).toMatch(/first 64 collections of each sequence/)
    expect(big.counts.lookups).toBeLessThan(300)
    expect(big.counts.members).toBeLessThan(25 * 101)
  })

  it('end a comparison that takes too long, with what was found by then', async () => {
    const entries = scaffolds(30_000, 'y')
    const big = new ReferenceStore([{ source: 'big.fa', entries }, GENOME])
    const result = await ask([...CHROMOSOMES, ...entries.slice(0, 9)], 'md5', {
      ...{ store: big, limits: { members: 10_000 } },
    })
    expect(result.capped).toBe('no more than 10,000 members of collections are compared')
    expect(result.candidates.map(({ files }) => files[0]!.source)).toEqual(['genome.fa'])
    const late = await ask(entries, 'md5', { store: big, limits: { seconds: 0 } })
    expect(late).toMatchObject({ candidates: [], capped: '0 seconds have passed' })
  })

  it('let others have their turn all the while', async () => {
    const entries = scaffolds(50_000, 'w')
    const turn = vi.spyOn(Budget.prototype, 'turn')
    const goOn = vi.spyOn(Budget.prototype, 'goOn')
    const own = new ReferenceStore([{ source: 'own.fa', entries }])
    const renamed = entries.map((each) => ({ ...each, name: `chr${each.name}` }))
    const { candidates } = await ask(renamed, 'fasta', { store: own })
    expect(candidates[0]).toMatchObject({ verdict: 'renamed' })
    // Indexed, sorted in two ways, and taken by content: each 4096 or fewer at a time.
    const turns = turn.mock.calls.length - goOn.mock.calls.length
    vi.restoreAllMocks()
    expect(turns).toBeGreaterThan(4 * Math.floor(50_000 / 4096))
  })

  it('let a name be used ten thousands of times', async () => {
    const entries = scaffolds(30_000, 'z').map((each) => ({ ...each, name: 'same' }))
    const own = new ReferenceStore([{ source: 'same.fa', entries }])
    const { candidates } = await ask(entries, 'fasta', { store: own })
    expect(candidates[0]!.match).toMatchObject({ shared: 30_000, checked: 30_000 })
  }, 20_000)
})
