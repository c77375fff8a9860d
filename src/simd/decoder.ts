import { load } from './wasm.ts'

/** Where packed bytes lie in the memory, and what they are unpacked to: a block. */
export const PACKED = 64
export const UNPACKED = 4096

/** The function of assembly/unpack.ts, and the memory that it works on: threads do not share it, and copies are faster. */
interface Decoder {
  readonly bytes: Uint8Array
  unpack(from: number, count: number, out: number, last: number): void
}

let loaded: Decoder | undefined

/** The decoder, which is loaded at first use: 0.2 ms. */
export function decoder(): Decoder {
  loaded ??= loadDecoder()
  return loaded
}

function loadDecoder(): Decoder {
  const { memory, unpack } = load('decoder.wasm') as Pick<Decoder, 'unpack'> & {
    readonly memory: { readonly buffer: ArrayBuffer }
  }
  return { bytes: new Uint8Array(memory.buffer), unpack }
}
