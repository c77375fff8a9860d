/** A line of UCSC's `chrom.sizes`: name and residues. */
export function chromSizesLine(name: string, length: number): string {
  return `${name}\t${length}\n`
}
