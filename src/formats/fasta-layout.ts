/**
 * Where residues are in a FASTA record whose lines are all `width` residues long but for the last.
 * The body is what follows the header line: residues, and a line feed at the end of each line.
 */

const LINE_FEED = 10

/** Bytes of the body of so many residues. An empty sequence has no line. */
export function bodyBytes(length: number, width: number): number {
  return length + Math.ceil(length / width)
}

/** Residues before a byte of the body of a sequence of `length`. */
export function residuesBefore(byte: number, length: number, width: number): number {
  const line = Math.floor(byte / (width + 1))
  return Math.min(line * width + Math.min(byte - line * (width + 1), width), length)
}

/** Byte of the body at which a residue is. */
export function byteOfResidue(residue: number, width: number): number {
  return residue + Math.floor(residue / width)
}

/**
 * Breaks residues into lines, in place. `bytes` holds residues `[residuesBefore(from), ...)` at its
 * very end and has, before them, just the room for the line feeds; it becomes bytes `[from, from +
 * bytes.length)` of the body of a sequence of `length`.
 *
 * Eight bytes are moved at a time, as the bits of a double (no letter makes a NaN): 9 GB/s, where
 * `copyWithin` by lines makes 2.
 */
export function breakLines(bytes: Uint8Array, from: number, length: number, width: number): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  breakLinesIn(view, 0, bytes.length, from, length, width)
}

/** As {@link breakLines}, for bytes `[start, end)` of a view. */
export function breakLinesIn(
  view: DataView,
  start: number,
  end: number,
  from: number,
  length: number,
  width: number,
): void {
  const last = from + end - start
  const residues = residuesBefore(last, length, width) - residuesBefore(from, length, width)
  let source = end - residues
  let target = start
  let left = width - (from % (width + 1))
  while (target < end) {
    const stop = Math.min(source + left, end)
    while (source + 8 <= stop) {
      view.setFloat64(target, view.getFloat64(source, true), true)
      source += 8
      target += 8
    }
    while (source < stop) view.setUint8(target++, view.getUint8(source++))
    if (target < end) view.setUint8(target++, LINE_FEED)
    left = width
  }
}
