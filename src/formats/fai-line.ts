/**
 * A line of a FASTA index (samtools, faidx(5)): name, residues, byte of the first residue, residues
 * and bytes a line. The last two are those of the first line, which may be the only one. An empty
 * sequence, which samtools itself leaves out, gets those of a full line: readers divide by them.
 *
 * @param offset Byte of the FASTA file at which the residues begin.
 */
export function faiLine(name: string, length: number, offset: number, width: number): string {
  const bases = length === 0 ? width : Math.min(length, width)
  return `${name}\t${length}\t${offset}\t${bases}\t${bases + 1}\n`
}
