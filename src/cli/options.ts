import { type Command, InvalidArgumentError, Option } from 'commander'

/** Where the store is when neither `--store` nor `SEQKEEP_STORE` says so. */
const DEFAULT_STORE = 'seqkeep-store'

export interface StoreOption {
  readonly store: string
}

/** Gives a command the `--store` option that all of them share. */
export function withStore(command: Command): Command {
  return command.addOption(
    new Option('-s, --store <dir>', 'directory of the store')
      .env('SEQKEEP_STORE')
      .default(DEFAULT_STORE),
  )
}

/** Exit code, as diff(1) and grep(1) have it, of commands for which 1 is an answer. */
export const TROUBLE = 2

/** Lets a command of which 1 is an answer exit with {@link TROUBLE} when it is called wrongly. */
export function withTrouble(command: Command): Command {
  return command.exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : TROUBLE))
}

/** Option parser: a whole number from `least` on. */
export function wholeNumber(least: number, most = Number.MAX_SAFE_INTEGER) {
  return (text: string): number => {
    const value = Number(text)
    if (/^\d+$/.test(text) && value >= least && value <= most) return value
    throw new InvalidArgumentError(
      most === Number.MAX_SAFE_INTEGER
        ? `It must be a whole number from ${least} on.`
        : `It must be a whole number from ${least} to ${most}.`,
    )
  }
}

/** Option parser: gathers the values of an option that is given several times. */
export function repeated(value: string, previous: readonly string[] = []): readonly string[] {
  return [...previous, value]
}
