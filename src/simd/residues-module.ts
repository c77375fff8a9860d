import { readFileSync } from 'node:fs'
import { RESIDUE_CLASS } from '../digest/residues.ts'
import { CLASSES } from './layout.ts'

/** The functions of assembly/, where they are described. */
interface Functions {
  clean(from: number, stop: number, end: number, room: number, lower: number): void
  /** Returns 1 or 0. */
  pack(from: number, count: number, out: number, last: number): number
  unpack(from: number, count: number, out: number, last: number): void
}

/** They, and the memory that they work on. */
interface ResiduesModule extends Functions {
  readonly bytes: Uint8Array
  /** The same memory. */
  readonly words: Int32Array
}

/** What is used of it here: it is declared for browsers only. */
declare const WebAssembly: {
  readonly Module: new (bytes: Uint8Array) => object
  readonly Instance: new (
    module: object,
  ) => { readonly exports: Functions & { readonly memory: { readonly buffer: ArrayBuffer } } }
}

let loaded: ResiduesModule | undefined

/** The module; its first use loads it, in 1 ms. */
export function residuesModule(): ResiduesModule {
  loaded ??= load()
  return loaded
}

function load(): ResiduesModule {
  const module = new WebAssembly.Module(readFileSync(new URL('residues.wasm', import.meta.url)))
  const { memory, clean, pack, unpack } = new WebAssembly.Instance(module).exports
  const bytes = new Uint8Array(memory.buffer)
  bytes.set(RESIDUE_CLASS, CLASSES)
  return { bytes, words: new Int32Array(memory.buffer), clean, pack, unpack }
}

/**
 * The first place from `place` on that is where byte `at` of `other` is in a word. V8 copies from and
 * to shared memory by words only then, and byte by byte otherwise (250 MB: 8 ms, 55).
 */
export function alignedWith(other: Uint8Array, at: number, place: number): number {
  return place + ((other.byteOffset + at) & 7)
}
