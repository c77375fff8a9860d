import { RESIDUE_CLASS } from '../digest/residues.ts'
import { CLASSES, MEMORY_BYTES } from './layout.ts'
import { load, sharedMemory } from './wasm.ts'

/** The functions of assembly/clean.ts, copy.ts and pack.ts, and the memory that they work on. */
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
}

let loaded: Encoder | undefined

/** The encoder, which is loaded at first use: 0.8 ms. */
export function encoder(): Encoder {
  loaded ??= loadEncoder()
  return loaded
}

function loadEncoder(): Encoder {
  const memory = sharedMemory(MEMORY_BYTES)
  type Functions = Pick<Encoder, 'clean' | 'copy' | 'pack'>
  const { clean, copy, pack } = load('encoder.wasm', memory) as Functions
  const bytes = new Uint8Array(memory.buffer)
  bytes.set(RESIDUE_CLASS, CLASSES)
  return { memory, bytes, words: new Int32Array(memory.buffer), clean, copy, pack }
}

/** Where the bytes are in the encoder's memory; -1 when they are elsewhere. */
export function placeOf(bytes: Uint8Array): number {
  return bytes.buffer === loaded?.bytes.buffer ? bytes.byteOffset : -1
}
