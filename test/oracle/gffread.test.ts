import { createHash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { SequenceRef } from '../../src/annotation/gene.ts'
import { randomOf, textOf } from '../crash/random.ts'
import { output, temporaryDirectory } from '../seqkeep.ts'
import { requireTool } from '../tools.ts'
import { addGenome } from './genomes.ts'
import { naiveFasta } from './naive-fasta.ts'
import { readProducts } from './products.ts'

const REGIONS = 5
const BASES = 20_000
const TRANSCRIPTS = 2000

/** A random genome, and transcripts of one to eight exons on both strands, most of them coding. */
function randomGenome(seed: number) {
  const random = randomOf(seed)
  const within = (least: number, most: number) => least + (random() % (most - least + 1))
  const regions = Array.from({ length: REGIONS }, (_, i) => {
    const alphabet = `${'ACGT'.repeat(20)}NWKM`
    return { name: `r${i + 1}`, text: textOf(random, alphabet, BASES) }
  })
  const lines: string[] = []
  for (let t = 0; t < TRANSCRIPTS; t++) {
    const strand = random() % 2 ? '+' : '-'
    const exons: [start1: number, end1: number][] = []
    let at = within(1, BASES - 1000)
    for (let exon = within(1, 8); exon > 0; exon--) {
      const end = at + within(1, exon % 2 ? 60 : 5) - 1
      exons.push([at, end])
      at = end + within(5, 60)
    }
    const spliced = exons.reduce((sum, [start, end]) => sum + end - start + 1, 0)
    const size = Math.min(spliced, within(6, 100))
    const from = within(0, spliced - size)
    const segments = segmentsOf(strand === '+' ? exons : [...exons].reverse(), strand, from, size)
    const row = (
      type: string,
      [start, end]: readonly [number, number],
      phase: string,
      id: string,
    ) => [`r${(t % REGIONS) + 1}`, 'x', type, start, end, '.', strand, phase, id].join('\t')
    const span = [exons[0]![0], exons.at(-1)![1]] as const
    lines.push(row('mRNA', span, '.', `ID=t${t}`))
    lines.push(...exons.map((exon) => row('exon', exon, '.', `Parent=t${t}`)))
    if (random() % 10 === 0 || size < 6) continue
    // gffread drops bases of the phase from the first segment alone.
    let phase = segments[0]![1] - segments[0]![0] < 2 ? 0 : random() % 3
    const cds = segments.map((segment) => {
      const line = row('CDS', segment, `${phase}`, `ID=p${t};Parent=t${t}`)
      phase = (((phase - (segment[1] - segment[0] + 1)) % 3) + 3) % 3
      return line
    })
    lines.push(...(strand === '-' && random() % 2 ? cds.reverse() : cds))
  }
  return {
    fasta: regions.map(({ name, text }) => `>${name}\n${text}\n`).join(''),
    gff3: `##gff-version 3\n${lines.join('\n')}\n`,
  }
}

/** Bases `[from, from + size)` of the spliced exons, which are 5' to 3'. */
function segmentsOf(
  exons: readonly (readonly [number, number])[],
  strand: string,
  from: number,
  size: number,
) {
  const segments: [number, number][] = []
  let before = 0
  for (const [start, end] of exons) {
    const low = Math.max(from - before, 0)
    const high = Math.min(from + size - before, end - start + 1)
    if (low < high) {
      segments.push(strand === '+' ? [start + low, start + high - 1] : [end - high + 1, end - low])
    }
    before += end - start + 1
  }
  return segments
}

const md5 = (text: string) => createHash('md5').update(text).digest('hex')
const md5Of = (sequence: SequenceRef | null | undefined) => sequence?.md5

describe.skipIf(!requireTool('gffread'))('products of random genomes', () => {
  for (const seed of [1, 2]) {
    it(`are those of gffread (seed ${seed})`, async () => {
      const directory = await temporaryDirectory()
      const path = (name: string) => join(directory, name)
      const { fasta, gff3 } = randomGenome(seed)
      writeFileSync(path('genome.fa'), fasta)
      writeFileSync(path('genes.gff3'), gff3)
      await output('gffread', [
        ...['-S', '-g', path('genome.fa'), '-w', path('cdna.fa')],
        ...['-y', path('pep.fa'), path('genes.gff3')],
      ])
      const spliced = new Map(naiveFasta(path('cdna.fa')).map((each) => [each.name, each.residues]))
      const bounds = readBounds(path('cdna.fa'))
      const proteins = readProteins(path('pep.fa'))
      const manifest = {
        ...{ assembly_accession: 'GCA_1.1', scientific_name: 'Testus', taxon_id: 1 },
        ...{ profile: 'plain' },
      }
      const files = { fasta: path('genome.fa'), gff3: path('genes.gff3'), manifest }
      const { genomeId } = await addGenome(path('store'), files)
      const { genes } = await readProducts(path('store'), genomeId)
      expect(genes).toHaveLength(TRANSCRIPTS)
      let [coding, translated] = [0, 0]
      for (const { transcripts } of genes) {
        const [{ stableId, cdna, codings }] = transcripts as [(typeof transcripts)[0]]
        const text = spliced.get(stableId)!
        expect([stableId, md5Of(cdna)]).toEqual([stableId, md5(text)])
        const [found] = codings
        const [from1, to1] = bounds.get(stableId) ?? []
        expect(found === undefined).toBe(from1 === undefined)
        if (!found || from1 === undefined || to1 === undefined) continue
        coding++
        // gffread's CDS begins with its first whole codon.
        const bases = found.segments.reduce((sum, { start0, end0 }) => sum + end0 - start0, 0)
        const from = to1 - bases
        expect(from1 - 1 - from).toBeLessThan(3)
        const cut = [text.slice(from, to1), text.slice(0, from), text.slice(to1)].map(
          (part) => part && md5(part),
        )
        const { cds, fivePrimeUtr, threePrimeUtr, product } = found
        const ours = [cds, fivePrimeUtr?.sequence, threePrimeUtr?.sequence].map(
          (part) => md5Of(part) ?? '',
        )
        expect([stableId, ...ours]).toEqual([stableId, ...cut])
        // gffread takes two stops at the end for one, and gives no B, Z and J.
        if (/((TAA|TAG|TGA)){2}.{0,2}$/.test(text.slice(from1 - 1, to1))) continue
        const protein = proteins.get(stableId)?.replace(/\*$/, '') ?? ''
        if (protein === '' || protein.includes('*'))
          expect([stableId, product]).toEqual([stableId, null])
        else {
          translated++
          expect([stableId, md5Of(product?.sequence)]).toEqual([stableId, md5(protein)])
        }
      }
      expect(coding).toBeGreaterThan(1500)
      expect(translated).toBeGreaterThan(500)
    })
  }
})

/** `>t1 CDS=7-41`: 1-based bounds in the cDNA. */
function readBounds(path: string): Map<string, readonly [number, number]> {
  const found = new Map<string, readonly [number, number]>()
  for (const [, id, from, to] of readFileSync(path, 'utf8').matchAll(/^>(\S+) CDS=(\d+)-(\d+)/gm)) {
    found.set(id!, [Number(from), Number(to)])
  }
  return found
}

/** Proteins as they stand, with their stops. */
function readProteins(path: string): Map<string, string> {
  const records = readFileSync(path, 'utf8').split(/^>/m).slice(1)
  return new Map(
    records.map((record) => {
      const [header = '', ...lines] = record.split('\n')
      return [header.split(' ')[0]!, lines.join('')]
    }),
  )
}
