// A seeded generator of chromosomes that look like real ones: GC 0.41, 60-column lines, half of it
// lower case in runs (median 40, mean 190), 10,000 N at both ends, a few N runs of 50,000 and one of
// 1-3 million, a handful of IUPAC codes.
import { closeSync, openSync, writeSync } from 'node:fs'

const LINE = 60

/** Mulberry32: 32 bits of state, the same numbers everywhere. */
export function random(seed) {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return (t ^ (t >>> 14)) >>> 0
  }
}

/** Residues of one chromosome, with case. */
export function chromosome(length, seed) {
  const next = random(seed)
  const residues = Buffer.allocUnsafe(length)
  // 256 letters with GC 0.41: four residues from each 32 random bits.
  const letters = Buffer.alloc(256)
  for (let i = 0; i < 256; i++)
    letters[i] = 'ACGT'.charCodeAt(i < 76 ? 0 : i < 128 ? 1 : i < 181 ? 2 : 3)
  for (let i = 0; i < length; i += 4) {
    const bits = next()
    residues[i] = letters[bits & 255]
    residues[i + 1] = letters[(bits >>> 8) & 255]
    residues[i + 2] = letters[(bits >>> 16) & 255]
    residues[i + 3] = letters[bits >>> 24]
  }
  // Log-normal runs of median 40 and mean 190: sigma is sqrt(2 ln(190 / 40)).
  const run = () => {
    const u = (next() + 1) / 2 ** 32
    const v = next() / 2 ** 32
    const normal = Math.sqrt(-2 * Math.log(u)) * Math.cos(2 * Math.PI * v)
    return Math.max(1, Math.round(40 * Math.exp(1.765 * normal)))
  }
  for (let at = run(); at < length; ) {
    const end = Math.min(at + run(), length)
    for (let i = at; i < end; i++) residues[i] |= 32
    at = end + run()
  }
  const fill = (at, count) => residues.fill('N', at, Math.min(at + count, length))
  fill(0, 10_000)
  fill(Math.max(length - 10_000, 0), 10_000)
  for (let i = 0; i < Math.ceil(length / 5e7); i++) fill(next() % length, 50_000)
  if (length > 2e7) fill(next() % length, 1_000_000 + (next() % 2_000_000))
  for (const code of 'RYKMSWBDHV') residues[next() % length] = code.charCodeAt(0)
  return residues
}

/** Writes a FASTA file of `count` chromosomes of `length` residues. */
export function writeGenome(path, count, length, seed = 1) {
  const file = openSync(path, 'w')
  for (let i = 1; i <= count; i++) {
    writeRecord(file, `chr${i} generated`, chromosome(length, seed * 1000 + i))
  }
  closeSync(file)
}

/** Appends a record of FASTA, in lines of 60, to an open file. */
export function writeRecord(file, header, residues) {
  const { length } = residues
  const lines = Buffer.allocUnsafe(length + Math.ceil(length / LINE))
  let o = 0
  for (let at = 0; at < length; at += LINE) {
    o += residues.copy(lines, o, at, Math.min(at + LINE, length))
    lines[o++] = 10
  }
  writeSync(file, `>${header}\n`)
  for (let at = 0; at < o; ) at += writeSync(file, lines, at, o - at)
}
