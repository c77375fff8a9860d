import { hash } from 'node:crypto'
import { digestSequence } from '../../digest/sequence-digest.ts'
import { ByteWriter } from '../binary.ts'
import type { Change } from '../change.ts'

/** A record of a {@link TestFile}. */
interface TestMember {
  readonly name: string
  readonly description?: string
  readonly text: string
  /** Lower-case runs as `start0, end0` pairs. */
  readonly runs?: readonly number[]
}

/** A file to add as a collection, with digests that only need to differ where files do. */
export interface TestFile {
  readonly source?: string
  readonly members: readonly TestMember[]
  readonly names?: readonly (readonly [authority: string, alias: string])[]
  readonly attributes?: boolean
}

export const digestOf = (what: string | Uint8Array) =>
  Uint8Array.from(hash('sha512', what, 'buffer').subarray(0, 24))

export const contentOf = ({ members }: TestFile) =>
  digestOf(JSON.stringify(members.map(({ name, text }) => [name, text])))

function encodedRuns(runs: readonly number[]): Uint8Array {
  const out = new ByteWriter()
  let end = 0
  for (let i = 0; i < runs.length; i += 2) {
    out.integer(runs[i]! - end)
    out.integer(runs[i + 1]! - runs[i]!)
    end = runs[i + 1]!
  }
  return out.view().slice()
}

export const maskOf = ({ members }: TestFile) =>
  digestOf(Buffer.concat(members.flatMap(({ runs = [] }) => [encodedRuns(runs), Buffer.alloc(2)])))

/** Descriptions as texts with their lengths before them; none at all are spelled as 24 zeros. */
const describedOf = ({ members }: TestFile) => {
  const out = new ByteWriter()
  for (const { description = '' } of members) out.text(description)
  const hasAny = members.some(({ description }) => description)
  return hasAny ? digestOf(out.view()) : new Uint8Array(24)
}

export const maskSetOf = (file: TestFile) => ({
  ...{ id: maskOf(file), source: file.source!, described: describedOf(file) },
})

export const attributesOf = (file: TestFile) =>
  new Map([
    ['names', digestOf(JSON.stringify(file.members.map(({ name }) => name)))],
    ['lengths', digestOf(JSON.stringify(file.members.map(({ text }) => text.length)))],
  ])

export async function addFile(change: Change, file: TestFile): Promise<void> {
  const { members, source = 'test.fa', names = [], attributes = true } = file
  for (const { name, description = '', text, runs = [] } of members) {
    const residues = new TextEncoder().encode(text)
    await change.residues(residues)
    const digests = digestSequence(residues)
    await change.sequence(digests, text.length)
    // As `ingest` does: in parts, and none where there are no runs.
    for (let i = 0; i < runs.length; ) {
      const end = i + 2 * Math.min(1000, (runs.length - i) / 2)
      const part = runs.slice(i, end).map((position) => position - (i === 0 ? 0 : runs[i - 1]!))
      await change.mask(encodedRuns(part))
      i = end
    }
    const header = Buffer.from(name + description)
    await change.member(digests.sha512t24u, header, 0, Buffer.byteLength(name), header.length)
  }
  const digest = contentOf(file)
  await change.collection({
    ...{ digest, mask: maskOf(file), members: members.length, source },
    residues: members.reduce((sum, { text }) => sum + text.length, 0),
  })
  if (attributes) await change.attributes(digest, attributesOf(file))
  for (const [authority, alias] of names) {
    await change.collectionAlias(digest, { authority, alias, mask: maskOf(file) })
  }
}
