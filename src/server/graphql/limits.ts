/** What one request may ask for. Ensembl's own page asks 8 levels deep, its document 6. */
export const LIMITS = {
  depth: 12,
  /** Names and punctuation of a document: comparing fields for conflicts takes their square. */
  tokens: 2000,
  aliases: 100,
  /** In introspection, which reads the same types again for each; no client uses any. */
  introspectionAliases: 10,
  /** Fields of a document with its fragments spread. */
  fields: 2000,
  /** Genes, transcripts and regions that one answer may hold. */
  objects: 50_000,
  /** Fields of an answer; 40 transcripts, each with 360 exons, introns and phases, have 403,162. */
  answerFields: 500_000,
  /** Genes of one symbol; there are hundreds of Y_RNA. */
  genes: 1000,
  /** Hits of either kind in a slice. */
  overlaps: 1000,
  pageSize: 1000,
  genomes: 1000,
  seconds: 10,
  bodyBytes: 1 << 20,
} as const
