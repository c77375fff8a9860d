import type { Gene, TranscriptTags } from '../../annotation/gene.ts'
import { badArgument } from './errors.ts'
import { externalDatabase, recordUrl } from './external.ts'

/** What biotypes mean that most genes have. */
const DEFINITIONS: ReadonlyMap<string, string> = new Map([
  ['protein_coding', 'Has an open reading frame that is translated'],
  ['lncrna', 'RNA of more than 200 bases that is not translated'],
  ['nonsense_mediated_decay', 'Has a stop codon so early that the transcript is broken down'],
  ['non_stop_decay', 'Has no stop codon, so that the transcript is broken down'],
  ['pseudogene', 'Resembles a gene that codes for a protein, but does not'],
  ['processed_pseudogene', 'Pseudogene without introns, which came from a transcript'],
  ['retained_intron', 'Has an intron that other transcripts of the gene lack'],
  ['mirna', 'Micro RNA'],
  ['rrna', 'RNA of ribosomes'],
  ['trna', 'RNA that brings amino acids to ribosomes'],
  ['snrna', 'Small RNA of the nucleus'],
  ['snorna', 'Small RNA of the nucleolus'],
])

/** Former names of long non-coding RNA. */
const LNCRNA: ReadonlySet<string> = new Set([
  ...['3prime_overlapping_ncrna', 'antisense', 'antisense_rna', 'bidirectional_promoter_lncrna'],
  ...['lincrna', 'lnc_rna', 'macro_lncrna', 'non_coding', 'sense_intronic', 'sense_overlapping'],
])

/** Resolves `GeneBiotypeMetadata` and `TranscriptBiotypeMetadata`. */
function biotype(value: string, ofTranscript = false) {
  const lower = value.toLowerCase()
  const shown = ofTranscript && LNCRNA.has(lower) ? 'lncrna' : lower
  const label = (shown === lower ? value : shown).replaceAll('_', ' ')
  return { value: shown, label, definition: DEFINITIONS.get(shown) ?? '' }
}

/** Resolves `GeneMetadata`. */
export function geneMetadata({ biotype: value, name, nameSource }: Gene) {
  return {
    biotype: biotype(value),
    name: nameSource && {
      accession_id: nameSource.accession ?? null,
      value: name ?? null,
      url: nameSource.accession ? recordUrl(nameSource.source, nameSource.accession) : null,
      source: externalDatabase(nameSource.source),
    },
  }
}

/** Resolves `TranscriptMetadata`: what nobody said is null, never `{value: false}`. */
export function transcriptMetadata(value: string, tags: TranscriptTags) {
  const { canonical, mane, ncbiTranscript, gencodeBasic, appris, tsl } = tags
  return {
    biotype: biotype(value, true),
    canonical: canonical && {
      value: true,
      label: 'Ensembl canonical',
      definition: 'The one transcript that stands for its gene',
    },
    mane: mane && {
      value: mane,
      label: mane === 'select' ? 'MANE Select' : 'MANE Plus Clinical',
      definition:
        mane === 'select'
          ? 'The transcript on which Ensembl and RefSeq agree as the representative of its gene'
          : 'A further transcript on which Ensembl and RefSeq agree, for clinical variants that the other lacks',
      ncbi_transcript: () => {
        if (ncbiTranscript === undefined) {
          throw badArgument(
            'The annotation does not say which RefSeq transcript is the MANE partner',
          )
        }
        const url = `https://www.ncbi.nlm.nih.gov/nuccore/${ncbiTranscript}`
        return { id: ncbiTranscript, url }
      },
    },
    gencode_basic: gencodeBasic && {
      value: 'GENCODE basic',
      label: 'GENCODE basic',
      definition: 'One of the transcripts that GENCODE chose to represent its gene',
      description: '',
    },
    appris: appris && {
      value: appris,
      label: `APPRIS ${appris.replace('principal', 'P').replace('alternative', 'ALT')}`,
      definition: 'How well the isoform is supported by structure, function and conservation',
    },
    tsl: tsl && {
      value: `tsl${tsl}`,
      label: `TSL:${tsl}`,
      definition: 'How well the transcript is supported by mRNA and EST alignments',
    },
  }
}
