import { DIGEST_BYTES } from '../../../digest/sha512t24u.ts'
import type { Sorter } from '../sorter.ts'
import { inSteps, isEmpty, LastKey, put, type Step } from './put.ts'
import type { Table } from './tables.ts'

const NOTHING: Buffer = Buffer.alloc(0)

/** Puts digests by another digest; where two collide, the value holds both. */
export function putDigests(table: Table, sorter: Sorter, step: Step): void {
  const empty = isEmpty(table)
  const last = new LastKey()
  let key: Buffer = NOTHING
  const single: Buffer = Buffer.alloc(DIGEST_BYTES)
  let digests: Buffer = NOTHING
  const flush = () => {
    if (digests.length === 0) return
    const stored = empty ? undefined : table.getBinary(key)
    for (let i = 0; stored && i < stored.length; i += DIGEST_BYTES) {
      digests = withDigest(digests, stored.subarray(i, i + DIGEST_BYTES))
    }
    put(table, key, digests, empty)
  }
  inSteps(sorter.sorted(), step, ([next, digest]) => {
    if (last.replace(next)) {
      flush()
      if (key.length !== next.length) key = Buffer.alloc(next.length)
      key.set(next)
      single.set(digest)
      digests = single
    } else {
      digests = withDigest(digests, digest)
    }
    return next.length + DIGEST_BYTES
  })
  step(flush)
}

function withDigest(digests: Buffer, digest: Uint8Array): Buffer {
  for (let i = 0; i < digests.length; i += DIGEST_BYTES) {
    if (digests.compare(digest, 0, DIGEST_BYTES, i, i + DIGEST_BYTES) === 0) return digests
  }
  return Buffer.concat([digests, digest])
}
