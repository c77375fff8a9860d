/** 1234567 -> "1,234,567". */
export function count(value: number): string {
  return value.toLocaleString('en-US')
}

/** "1 sequence", "2 sequences". */
export function many(value: number, noun: string): string {
  return `${count(value)} ${noun}${value === 1 ? '' : 's'}`
}
