/** Where a reader puts residues, each piece behind the last or in its place. */
export interface ResidueRoom {
  readonly bytes: Uint8Array
  /**
   * Makes room for up to `most` residues, at least for one. They are left alone until the event after
   * them.
   *
   * @returns Where in `bytes` it begins; it ends with them.
   */
  begin(most: number): number
}

/** Memory that is used again for each piece, as large as the largest. */
export class OwnRoom implements ResidueRoom {
  bytes = new Uint8Array(0)

  begin(most: number): number {
    if (this.bytes.length < most) this.bytes = new Uint8Array(most)
    return 0
  }
}
