import { RESIDUE_CLASS } from '../digest/residues.ts'
import { CLASSES, CRC_TABLES, MEMORY_BYTES } from './layout.ts'
import { load, sharedMemory } from './wasm.ts'

/** The functions of assembly/clean.ts, copy.ts, crc.ts and pack.ts, and the memory that they work on. */
interface Encoder {
  /** What other modules and threads share. */
  readonly memory: object
  readonly bytes: Uint8Array
  /** The same memory. */
  readonly words: Int32Array
  clean(from: number, stop: number, end: number, room: number, lower: number): void
  copy(from: number, size: number, to: number): void
  /** Returns 1 or 0. */
  pack(from: number, count: number, out: number, last: number): number
  /** Returns it with its sign. */
  crc(from: number, count: number): number
}

let loaded: Encoder | undefined

/** The encoder, which is loaded at first use: 0.8 ms. */
export function encoder(): Encoder {
  loaded ??= loadEncoder()
  return loaded
}

function loadEncoder(): Encoder {
  const memory = sharedMemory(MEMORY_BYTES)
  type Functions = Pick<Encoder, 'clean' | 'copy' | 'crc' | 'pack'>
  const { clean, copy, crc, pack } = load('encoder.wasm', memory) as Functions
  const bytes = new Uint8Array(memory.buffer)
  bytes.set(RESIDUE_CLASS, CLASSES)
  const words = new Int32Array(memory.buffer)
  words.set(crcTables(), CRC_TABLES / 4)
  return { memory, bytes, words, clean, copy, crc, pack }
}

/** Of a byte, and of one with more bytes behind it, up to 15. */
function crcTables(): Int32Array {
  const tables = new Int32Array(16 * 256)
  for (let byte = 0; byte < 256; byte++) {
    let crc = byte
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1
    tables[byte] = crc
  }
  for (let i = 256; i < tables.length; i++) {
    const before = tables[i - 256]!
    tables[i] = tables[before & 0xff]! ^ (before >>> 8)
  }
  return tables
}

/** Arrays whose place was asked for last: of short sequences it is that of the same four, again and again. */
const asked: (Uint8Array | undefined)[] = [undefined, undefined, undefined, undefined]
const places = [-1, -1, -1, -1]
let next = 0

/**
 * Where the bytes are in the encoder's memory; -1 when they are elsewhere. To ask an array for its buffer
 * is a call out of JavaScript, of which there were ten a sequence.
 */
export function placeOf(bytes: Uint8Array): number {
  for (let i = 0; i < 4; i++) if (asked[i] === bytes) return places[i]!
  if (!loaded) return -1
  const place = bytes.buffer === loaded.bytes.buffer ? bytes.byteOffset : -1
  next = (next + 1) & 3
  asked[next] = bytes
  places[next] = place
  return place
}
