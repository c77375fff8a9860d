import { createHash } from 'node:crypto'
import type { FileFormat } from '../collection-files.ts'
import type { Spelled } from './spelled.ts'

/** The files of a collection, built as whole strings and in the plainest way. */
export function naiveFile(
  format: FileFormat,
  members: readonly Spelled[],
  { width = 60, uri }: { width?: number; uri?: string } = {},
): Buffer {
  switch (format) {
    case 'fa':
      return Buffer.from(members.map((member) => fastaRecord(member, width)).join(''))
    case 'fa.fai':
      return fai(members, width)
    case 'dict':
      return Buffer.from(
        `@HD\tVN:1.0\tSO:unsorted\n${members
          .map(({ name, residues }) => {
            const md5 = createHash('md5').update(residues.toUpperCase()).digest('hex')
            const ur = uri === undefined ? '' : `\tUR:${uri}`
            return `@SQ\tSN:${name}\tLN:${residues.length}\tM5:${md5}${ur}\n`
          })
          .join('')}`,
      )
    case 'chrom.sizes':
      return Buffer.from(
        members.map(({ name, residues }) => `${name}\t${residues.length}\n`).join(''),
      )
    case 'n.bed':
      return bed(members, /[Nn]+/g)
    case 'mask.bed':
      return bed(members, /[a-z]+/g)
    case '2bit':
      return twoBit(members)
  }
}

function fastaRecord({ name, description = '', residues }: Spelled, width: number): string {
  let text = description === '' ? `>${name}\n` : `>${name} ${description}\n`
  for (let i = 0; i < residues.length; i += width) text += `${residues.slice(i, i + width)}\n`
  return text
}

function fai(members: readonly Spelled[], width: number): Buffer {
  let offset = 0
  let text = ''
  for (const member of members) {
    const record = Buffer.from(fastaRecord(member, width))
    const { length } = member.residues
    const bases = length === 0 ? width : Math.min(width, length)
    text += `${member.name}\t${length}\t${offset + record.indexOf('\n') + 1}\t${bases}\t${bases + 1}\n`
    offset += record.length
  }
  return Buffer.from(text)
}

function bed(members: readonly Spelled[], pattern: RegExp): Buffer {
  let text = ''
  for (const { name, residues } of members) {
    for (const { 0: run, index } of residues.matchAll(pattern)) {
      text += `${name}\t${index}\t${index + run.length}\n`
    }
  }
  return Buffer.from(text)
}

function twoBit(members: readonly Spelled[]): Buffer {
  const words = (values: number[]) => {
    const bytes = Buffer.alloc(4 * values.length)
    values.forEach((value, i) => {
      bytes.writeUInt32LE(value, 4 * i)
    })
    return bytes
  }
  const blocks = (residues: string, pattern: RegExp) => {
    const runs = [...residues.matchAll(pattern)]
    return words([
      runs.length,
      ...runs.map(({ index }) => index),
      ...runs.map(({ 0: run }) => run.length),
    ])
  }
  const records = members.map(({ residues }) => {
    const bits = [...residues.toUpperCase()].map(
      (letter) => ({ C: '01', A: '10', G: '11' })[letter] ?? '00',
    )
    const bytes = (bits.join('').match(/.{1,8}/g) ?? []).map((eight) =>
      Number.parseInt(eight.padEnd(8, '0'), 2),
    )
    return Buffer.concat([
      words([residues.length]),
      blocks(residues, /[^ACGTUacgtu]+/g),
      blocks(residues, /[a-z]+/g),
      words([0]),
      Buffer.from(bytes),
    ])
  })
  const names = members.map(({ name }) => Buffer.from(name))
  let offset = 16 + names.reduce((sum, name) => sum + 5 + name.length, 0)
  const index = names.map((name, i) => {
    const entry = Buffer.concat([Buffer.from([name.length]), name, words([offset])])
    offset += records[i]!.length
    return entry
  })
  return Buffer.concat([words([0x1a412743, 0, members.length, 0]), ...index, ...records])
}
