import type { Gene } from '../annotation/gene.ts'
import type { GenomeReport } from '../annotation/report.ts'

/** Counts what genes have. */
export class GenomeCounter {
  #genes = 0
  #transcripts = 0
  #cdna = 0
  #cds = 0
  #utrs = 0
  #proteins = 0

  add({ transcripts }: Gene): void {
    this.#genes++
    for (const { cdna, codings } of transcripts) {
      this.#transcripts++
      if (cdna) this.#cdna++
      for (const { cds, fivePrimeUtr, threePrimeUtr, product } of codings) {
        if (cds) this.#cds++
        if (fivePrimeUtr) this.#utrs++
        if (threePrimeUtr) this.#utrs++
        if (product) this.#proteins++
      }
    }
  }

  counts(regions: number): GenomeReport['counts'] {
    return {
      regions,
      genes: this.#genes,
      transcripts: this.#transcripts,
      proteins: this.#proteins,
      cdna: this.#cdna,
      cds: this.#cds,
      utrs: this.#utrs,
    }
  }
}
