import { load } from './wasm.ts'

/**
 * The function of assembly/inflate/, on the memory with which it was loaded: inflates the deflate data of `count` BGZF
 * blocks that lie behind `packed`, to `text` and behind it. At `blocks` are {@link BLOCK_NUMBERS} for each, of 32 bits:
 * where its data begins behind `packed`, how many bytes it has, where its text goes behind `text`, and the room there,
 * up to 64 KiB. The last becomes the length of the text, -1 when the data is damaged or the room too little; damage
 * that this does not find, a checksum does.
 */
export type Inflate = (
  blocks: number,
  count: number,
  packed: number,
  text: number,
  work: number,
) => void

export const BLOCK_NUMBERS = 4

/** Bytes of memory that it works with, at `work`. */
export const INFLATE_WORK = 65536

/** Loads it, which takes 1 ms: each thread has its own. */
export function loadInflate(memory: object): Inflate {
  return (load('inflate.wasm', memory) as { readonly inflate: Inflate }).inflate
}
