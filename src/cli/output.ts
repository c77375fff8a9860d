import { once } from 'node:events'

/** The user has been told what is wrong; the message is all that is shown. */
export class CliError extends Error {
  override readonly name = 'CliError'
}

export function printLine(text = ''): void {
  process.stdout.write(`${text}\n`)
}

export function printJson(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value, null, 2)}\n`)
}

export function printError(text: string): void {
  process.stderr.write(`${text}\n`)
}

/** Writes bytes to standard output and waits while it takes no more. */
export async function writeOut(bytes: Uint8Array | string): Promise<void> {
  if (!process.stdout.write(bytes)) await once(process.stdout, 'drain')
}

/** 1234567 -> "1,234,567". `toLocaleString` takes 20 ms for the first. */
export function count(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+$)/g, ',')
}

/** "1 record", "2 records". */
export function counted(value: number, noun: string): string {
  return `${count(value)} ${noun}${value === 1 ? '' : noun === 'alias' ? 'es' : 's'}`
}

/** 1234567 -> "1.2 MB". */
export function bytes(value: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB']
  let scaled = value
  let unit = 0
  while (scaled >= 999.5 && unit < units.length - 1) {
    scaled /= 1000
    unit++
  }
  return `${unit === 0 ? scaled : scaled.toFixed(1)} ${units[unit]}`
}
