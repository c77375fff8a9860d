import { deflateRawSync, inflateRawSync } from 'node:zlib'

/** JSON, deflated: a gene of 4.5 KB takes 1 KB, and 30 us to read. */
export function encodeBody(value: unknown): Uint8Array {
  return deflateRawSync(JSON.stringify(value), { level: 1 })
}

/** Reads what {@link encodeBody} wrote. */
export function decodeBody<T>(body: Uint8Array): T {
  return JSON.parse(inflateRawSync(body).toString()) as T
}
