import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { seqkeep, seqkeepOutput, temporaryDirectory } from '../seqkeep.ts'

const COMMANDS = [
  'add',
  'serve',
  'get',
  'info',
  'export',
  'stats',
  'verify',
  'rebuild',
  'digest',
  'identify',
  'compare',
].map((name) => [name])

describe('seqkeep --help', () => {
  it.each([
    [[]],
    ...[...COMMANDS, ['alias'], ['alias', 'add'], ['genome'], ['genome', 'add']].map((words) => [
      words,
    ]),
  ])('of "%s" has an example', async (words) => {
    const help = await seqkeepOutput([...words, '--help'])
    expect(help).toMatch(/^Usage: seqkeep/)
    expect(help).toMatch(new RegExp(`^Examples?:\\n.*seqkeep ${words.join(' ')}`, 'm'))
  })

  it('names every command', async () => {
    const help = await seqkeepOutput(['--help'])
    for (const [name] of [...COMMANDS, ['alias'], ['genome']])
      expect(help).toMatch(new RegExp(`^  ${name} `, 'm'))
  })

  it('says which option each command takes for the store', async () => {
    for (const words of [...COMMANDS, ['alias', 'add']]) {
      if (words[0] === 'digest') continue
      const help = await seqkeepOutput([...words, '--help'])
      expect(help.replace(/\s+/g, ' ')).toMatch(/--store <dir>.*SEQKEEP_STORE/)
    }
  })
})

describe('a command that cannot be understood', () => {
  it.each([
    [['frobnicate'], 'frobnicate'],
    [['add'], 'file'],
    [['get', '--frobnicate', 'x'], '--frobnicate'],
    [['serve', '--port', '99999'], '65535'],
    [['serve', '--default-version', '3.0.0'], '2.0.0'],
  ])('%s is refused, with what is wrong', async (args, part) => {
    const { code, stdout, stderr } = await seqkeep(args)
    expect([code, stdout]).toEqual([1, ''])
    expect(stderr).toContain(part)
    expect(stderr).not.toMatch(/^\s+at /m)
  })

  it('leaves no store behind when it only reads', async () => {
    const store = join(await temporaryDirectory(), 'none')
    for (const words of [['get', 'x'], ['info', 'x'], ['stats'], ['verify'], ['serve']]) {
      const { code, stdout, stderr } = await seqkeep([...words, '--store', store])
      expect([words, code, stdout]).toEqual([words, 1, ''])
      expect(stderr).toMatch(/no store at .*seqkeep add/)
    }
    expect(existsSync(store)).toBe(false)
  })
})
