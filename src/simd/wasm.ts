import { readFileSync } from 'node:fs'

/** What is used of it: Node's types lack it, as it is declared for browsers. */
declare const WebAssembly: {
  readonly Memory: new (size: {
    initial: number
    maximum: number
    shared: true
  }) => { readonly buffer: SharedArrayBuffer }
  readonly Module: new (bytes: Uint8Array) => object
  readonly Instance: new (module: object, imports: object) => { readonly exports: object }
}

const PAGE = 65536

/** Memory that threads share; what is not touched takes none. */
export function sharedMemory(bytes: number): { readonly buffer: SharedArrayBuffer } {
  const pages = bytes / PAGE
  return new WebAssembly.Memory({ initial: pages, maximum: pages, shared: true })
}

/** Loads a module that lies beside this file. */
export function load(name: string, memory?: object): object {
  const module = new WebAssembly.Module(readFileSync(new URL(name, import.meta.url)))
  return new WebAssembly.Instance(module, { env: { memory } }).exports
}

/**
 * The first place from `place` on that is where byte `at` of `other` is in a word. V8 copies from and
 * to shared memory by words only then, and byte by byte otherwise (250 MB: 8 ms, 55).
 */
export function alignedWith(other: Uint8Array, at: number, place: number): number {
  return place + ((other.byteOffset + at) & 7)
}
