#!/usr/bin/env node
import { Command } from 'commander'
import { SeqkeepError } from '../client/errors.ts'
import { FormatError } from '../formats/errors.ts'
import { DamageError, StoreError } from '../store/store.ts'
import { CliError, printError } from './output.ts'
import { packageVersion } from './version.ts'

/** In the order of the help. Only the command that is called is loaded: all of them take 100 ms. */
const COMMANDS = new Map<string, () => Promise<Command>>([
  ['add', async () => (await import('./commands/add.ts')).add],
  ['genome', async () => (await import('./commands/genome.ts')).genome],
  ['serve', async () => (await import('./commands/serve.ts')).serve],
  ['get', async () => (await import('./commands/get.ts')).get],
  ['export', async () => (await import('./commands/export.ts')).exportCommand],
  ['info', async () => (await import('./commands/info.ts')).info],
  ['identify', async () => (await import('./commands/identify.ts')).identify],
  ['alias', async () => (await import('./commands/alias.ts')).alias],
  ['compare', async () => (await import('./commands/compare.ts')).compare],
  ['stats', async () => (await import('./commands/stats.ts')).stats],
  ['verify', async () => (await import('./commands/verify.ts')).verify],
  ['rebuild', async () => (await import('./commands/rebuild.ts')).rebuild],
  ['digest', async () => (await import('./commands/digest.ts')).digest],
])

const program = new Command('seqkeep')
  .description('Keeps reference sequences once each, by content, and serves them by checksum.')
  .version(packageVersion)
  .showHelpAfterError('(--help tells more)')
  .addHelpText(
    'after',
    `
Examples:
  seqkeep add genome.fa.gz                  add a FASTA file to the store
  seqkeep serve                             serve the store on http://127.0.0.1:8080
  seqkeep get insdc:BK006935.2:101-160      print a part of a sequence
  seqkeep COMMAND --help                    tell more of a command`,
  )
const called = COMMANDS.get(process.argv[2] ?? '')
for (const load of called ? [called] : COMMANDS.values()) program.addCommand(await load())

// `seqkeep get ... | head` ends the reader: nobody is left to write to.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit()
  throw error
})

try {
  await program.parseAsync()
} catch (error) {
  printError(`seqkeep: ${describe(error)}`)
  // A command for which 1 is an answer has set another.
  process.exitCode ||= 1
}

function describe(error: unknown): string {
  const expected = [CliError, StoreError, FormatError, DamageError, SeqkeepError]
  if (expected.some((kind) => error instanceof kind)) return (error as Error).message
  const { code, message, path } = error as NodeJS.ErrnoException
  if (code === 'ENOSPC') return 'the disk is full: nothing of the current file was added'
  if (code === 'EACCES' || code === 'EROFS') return `no permission to write to ${path}`
  return `unexpected fault: ${message}. Please report it, with the command that led to it.`
}
