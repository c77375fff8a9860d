import { load } from './wasm.ts'

/**
 * The function of assembly/inflate/, on the memory with which it was loaded: inflates `size` bytes of deflate data
 * at `from` to `to`, where there are `room` bytes, up to 64 KiB. Returns how many there are, -1 when the data is
 * damaged or `room` is too little; damage that this does not find, a checksum does.
 */
export type Inflate = (from: number, size: number, to: number, room: number, work: number) => number

/** Bytes of memory that it works with, at `work`. */
export const INFLATE_WORK = 32768

/** Loads it, which takes 1 ms: each thread has its own. */
export function loadInflate(memory: object): Inflate {
  return (load('inflate.wasm', memory) as { readonly inflate: Inflate }).inflate
}
