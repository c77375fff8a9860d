import { TWO_BIT_MAX_LENGTH, TWO_BIT_MAX_NAME } from '../../formats/two-bit-file.ts'
import { Pace } from '../pace.ts'
import { FileError } from './file-error.ts'
import type { MemberPages } from './member-pages.ts'

/** What formats may have against the names and lengths of a collection. */
export interface Names {
  /** Those that several members have, the first few. */
  readonly duplicates: readonly string[]
  readonly hasUnnamed: boolean
  /** The longest, and its bytes. */
  readonly longest: string
  readonly longestBytes: number
  /** Of the longest sequence. */
  readonly maxLength: number
}

/** Duplicates that a message names. */
const NAMED = 10

/** @throws {@link FileError} when a member has no name. */
export function requireNames(format: string, { hasUnnamed }: Names): void {
  if (!hasUnnamed) return
  throw new FileError(
    'UNNAMED_MEMBER',
    `A sequence of this collection has no name, which ${format} needs. Ask for .fa, which does not.`,
  )
}

/** @throws {@link FileError} when members share a name. */
export function requireUnique(format: string, { duplicates }: Names): void {
  if (duplicates.length === 0) return
  const list = duplicates.slice(0, NAMED).map(shortened).join(', ')
  const more = duplicates.length > NAMED ? ' and more' : ''
  throw new FileError(
    'DUPLICATE_NAMES',
    `Several sequences of this collection are called ${list}${more}: ${format} finds them by name. Ask for .fa or .dict, which keep them all.`,
  )
}

/** @throws {@link FileError} when a name or a sequence is too long for 2bit. */
export function requireShort({ longest, longestBytes, maxLength }: Names): void {
  if (longestBytes > TWO_BIT_MAX_NAME) {
    throw new FileError(
      'NAME_TOO_LONG',
      `The name ${shortened(longest)} has ${longestBytes} bytes; .2bit holds ${TWO_BIT_MAX_NAME}. Ask for .fa.`,
    )
  }
  if (maxLength > TWO_BIT_MAX_LENGTH) {
    throw new FileError(
      'SEQUENCE_TOO_LONG',
      `A sequence has ${maxLength} residues; .2bit holds ${TWO_BIT_MAX_LENGTH}. Ask for .fa.`,
    )
  }
}

function shortened(name: string): string {
  return name.length > 60 ? `"${name.slice(0, 60)}..."` : `"${name}"`
}

/**
 * Looks at all names: twice, if some may be equal. Of each name only 64 bits are kept, so that a
 * million take 32 MB for a second, and no more.
 */
export async function examineNames(pages: MemberPages): Promise<Names> {
  const seen = new HashSet(pages.members)
  const suspects = new Set<string>()
  let hasUnnamed = false
  let longest = ''
  let longestBytes = 0
  let maxLength = 0
  await forEachMember(pages, (name, length) => {
    if (name === '') hasUnnamed = true
    const bytes = Buffer.byteLength(name)
    if (bytes > longestBytes) {
      longest = name
      longestBytes = bytes
    }
    maxLength = Math.max(maxLength, length)
    if (!seen.add(name) && suspects.size <= 10 * NAMED) suspects.add(name)
  })
  const duplicates: string[] = []
  if (suspects.size > 0) {
    const counts = new Map<string, number>()
    await forEachMember(pages, (name) => {
      if (suspects.has(name)) counts.set(name, (counts.get(name) ?? 0) + 1)
    })
    for (const [name, count] of counts) {
      if (count > 1 && duplicates.length <= NAMED) duplicates.push(name)
    }
  }
  return { duplicates, hasUnnamed, longest, longestBytes, maxLength }
}

async function forEachMember(
  pages: MemberPages,
  use: (name: string, length: number) => void,
): Promise<void> {
  const pace = new Pace()
  for (let page = 0; page < pages.pages; page++) {
    for (const { name, length } of await pages.page(page)) use(name, length)
    if (pace.due) await pace.rest()
  }
}

/** Two 32-bit hashes of each text, in an open-addressing table. */
class HashSet {
  readonly #mask: number
  readonly #table: Uint32Array

  constructor(capacity: number) {
    const slots = 2 ** Math.ceil(Math.log2(2 * capacity + 2))
    this.#mask = slots - 1
    this.#table = new Uint32Array(2 * slots)
  }

  /** Adds a text; `false` when one with the same hashes is there. */
  add(text: string): boolean {
    let a = 0x811c9dc5
    let b = 0x1b873593
    for (let i = 0; i < text.length; i++) {
      const code = text.charCodeAt(i)
      a = Math.imul(a ^ code, 0x01000193)
      b = Math.imul(b ^ code, 0x85ebca6b) ^ (b >>> 13)
    }
    // Both 0 is an empty slot.
    a = (a ^ (a >>> 15)) >>> 0 || 1
    b >>>= 0
    for (let slot = a & this.#mask; ; slot = (slot + 1) & this.#mask) {
      const at = 2 * slot
      if (this.#table[at] === 0) {
        this.#table[at] = a
        this.#table[at + 1] = b
        return true
      }
      if (this.#table[at] === a && this.#table[at + 1] === b) return false
    }
  }
}
