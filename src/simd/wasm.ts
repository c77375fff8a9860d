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
