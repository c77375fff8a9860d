/**
 * Namespaces of biocommons.seqrepo. It keeps names under one spelling and shows them under that and
 * its successor, since clients look for either and compare them letter by letter.
 */

/** How SeqRepo keeps the authorities that it calls otherwise. */
const KEPT = new Map([
  ['refseq', 'NCBI'],
  ['ensembl', 'Ensembl'],
  ['lrg', 'LRG'],
])

const SUCCESSOR = new Map([...KEPT].map(([authority, kept]) => [kept, authority]))

/** Assemblies of the Genome Reference Consortium (`GRCh38.p14`): authorities here are lower-case. */
const GRC = /^grc(?=[a-z]\d)/

/** The namespace under which SeqRepo keeps the names of an authority. */
export function keptNamespace(authority: string): string {
  return KEPT.get(authority) ?? authority.replace(GRC, 'GRC')
}

/** The namespace that SeqRepo shows beside one under which it keeps names, if it does. */
export function successorOf(namespace: string): string | undefined {
  return SUCCESSOR.get(namespace)
}
