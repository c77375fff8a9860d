#!/usr/bin/env node
import { Command } from 'commander'
import { FormatError } from '../formats/errors.ts'
import { DamageError, StoreError } from '../store/store.ts'
import { add } from './commands/add.ts'
import { alias } from './commands/alias.ts'
import { digest } from './commands/digest.ts'
import { exportCommand } from './commands/export.ts'
import { genome } from './commands/genome.ts'
import { get } from './commands/get.ts'
import { info } from './commands/info.ts'
import { rebuild } from './commands/rebuild.ts'
import { serve } from './commands/serve.ts'
import { stats } from './commands/stats.ts'
import { verify } from './commands/verify.ts'
import { CliError, printError } from './output.ts'
import { packageVersion } from './version.ts'

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
for (const command of [
  ...[add, genome, serve, get, exportCommand, info, alias, stats, verify, rebuild, digest],
]) {
  program.addCommand(command)
}

// `seqkeep get ... | head` ends the reader: nobody is left to write to.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit()
  throw error
})

try {
  await program.parseAsync()
} catch (error) {
  printError(`seqkeep: ${describe(error)}`)
  process.exitCode = 1
}

function describe(error: unknown): string {
  const expected = [CliError, StoreError, FormatError, DamageError]
  if (expected.some((kind) => error instanceof kind)) return (error as Error).message
  const { code, message, path } = error as NodeJS.ErrnoException
  if (code === 'ENOSPC') return 'the disk is full: nothing of the current file was added'
  if (code === 'EACCES' || code === 'EROFS') return `no permission to write to ${path}`
  return `unexpected fault: ${message}. Please report it, with the command that led to it.`
}
