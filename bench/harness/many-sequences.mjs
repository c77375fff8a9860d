// Many short sequences of 100 to 299 residues: a store that has them, and a sample to ask it for. Ten million take
// minutes to load, so what is made is kept between runs, until the code that makes it is another.
import {
  closeSync,
  existsSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'
import { sequenceId } from './big-genome.mjs'
import { cacheFolder, clearOthers } from './cache.mjs'
import { codeOf } from './code.mjs'
import { random } from './genome.mjs'
import { seqkeep } from './seqkeep.mjs'

const SHORTEST = 100
const LONGEST = 299
const RANGE = 200
/** Asked for at random: more names than any server keeps the answers of. */
const SAMPLE = 200_000

/**
 * @returns The folder of the store; a sample of its sequences, with their paths; and two files of request targets, for
 * the sample's metadata and for a range of up to 200 bases in each.
 */
export async function manySequences(count) {
  const parent = cacheFolder(`sequences-${codeOf('digest', 'formats', 'ingest', 'store')}`)
  const folder = join(parent, `${count}`)
  clearOthers(parent)
  if (!existsSync(folder)) await make(folder, count)
  const files = filesOf(folder)
  const sample = []
  for (const line of readFileSync(files.sample, 'latin1').trimEnd().split('\n')) {
    const [path, residues] = line.split(' ')
    sample.push({ path, residues: Buffer.from(residues, 'latin1') })
  }
  return { store: files.store, sample, metadata: files.metadata, ranges: files.ranges }
}

function filesOf(folder) {
  const names = ['store', 'sample', 'metadata', 'ranges', 'fasta']
  return Object.fromEntries(names.map((name) => [name, join(folder, name)]))
}

async function make(folder, count) {
  const part = cacheFolder(`${process.pid}.part`)
  try {
    const files = filesOf(part)
    writeAll(files, count)
    await seqkeep(['add', '--no-aliases', '--store', files.store, files.fasta])
    rmSync(files.fasta)
    renameSync(part, folder)
  } finally {
    rmSync(part, { recursive: true, force: true })
  }
}

function writeAll(files, count) {
  const next = random(count)
  const [fasta, sample, metadata, ranges] = ['fasta', 'sample', 'metadata', 'ranges'].map(
    (name) => new Lines(files[name]),
  )
  const every = Math.max(1, Math.floor(count / SAMPLE))
  for (let i = 0; i < count; i++) {
    const residues = draw(next)
    fasta.write(`>s${i}\n${residues}\n`)
    if (i % every > 0) continue
    const path = `/sequence/${sequenceId(Buffer.from(residues, 'latin1'))}`
    const start = next() % Math.max(1, residues.length - RANGE)
    sample.write(`${path} ${residues}\n`)
    metadata.write(`${path}/metadata\n`)
    ranges.write(`${path}?start=${start}&end=${Math.min(start + RANGE, residues.length)}\n`)
  }
  for (const lines of [fasta, sample, metadata, ranges]) lines.close()
}

/** Four residues for each of 256 bytes. */
const QUADS = Array.from({ length: 256 }, (_, byte) =>
  [0, 2, 4, 6].map((shift) => 'ACGT'[(byte >> shift) & 3]).join(''),
)

function draw(next) {
  const length = SHORTEST + (next() % (LONGEST - SHORTEST + 1))
  let residues = ''
  while (residues.length < length) {
    const bits = next()
    residues += QUADS[bits & 255] + QUADS[(bits >>> 8) & 255]
    residues += QUADS[(bits >>> 16) & 255] + QUADS[bits >>> 24]
  }
  return residues.slice(0, length)
}

/** A text file that is written a megabyte at a time. */
class Lines {
  #file
  #text = []
  #length = 0

  constructor(path) {
    this.#file = openSync(path, 'w')
  }

  write(text) {
    this.#text.push(text)
    this.#length += text.length
    if (this.#length > 1 << 20) this.#flush()
  }

  #flush() {
    writeSync(this.#file, this.#text.join(''), null, 'latin1')
    this.#text = []
    this.#length = 0
  }

  close() {
    this.#flush()
    closeSync(this.#file)
  }
}
