"""Prints what the data proxies of biocommons.seqrepo and of VRS say through a URI.

Usage: seqrepo-clients.py URI slices|alleles COUNT SEED FASTA=NAME[,NAME...]...

Whatever the URI leads to, the same sequences give the same lines.
"""

import json
import random
import re
import sys

from biocommons.seqrepo.dataproxy import create_dataproxy
from ga4gh.vrs.dataproxy import create_dataproxy as create_vrs_dataproxy
from ga4gh.vrs.extras.translator import AlleleTranslator


def residues_of(fasta):
    with open(fasta) as lines:
        return "".join(line.strip() for line in lines if not line.startswith(">")).upper()


def metadata_and_slices(proxy, names, text):
    for name in names:
        metadata = proxy.get_metadata(name)
        metadata.pop("added")
        print(name, json.dumps(metadata, sort_keys=True))
        print(name, sorted(proxy.translate_sequence_identifier(name, "ga4gh")))
        print(name, proxy.get_sequence(name) == text)
    for name in ("refseq:NM_404404.4", "MD5:00000000000000000000000000000000"):
        try:
            print(name, proxy.get_metadata(name))
        except KeyError as error:
            print(name, repr(error))


def slice_of(proxy, names, length):
    name = random.choice(names)
    edges = (0, 1, length - 1, length, length + 1, None)
    start, end = (
        random.choice(edges) if random.random() < 0.2 else random.randrange(length)
        for _ in range(2)
    )
    if random.random() < 0.5 and start is not None:
        end = start + random.randrange(200)
    if start is not None and end is not None and start > end:
        start, end = end, start
    print(name, start, end, proxy.get_sequence(name, start, end))


def allele_of(translator, name, text):
    """A substitution, a deletion, or one unit more or less of a repeat."""
    kind = random.choice(("substitution", "deletion", "repeat+", "repeat-"))
    at = random.randrange(1000, len(text) - 1000)
    if kind.startswith("repeat"):
        repeat = re.compile(r"([ACGT]{1,4}?)\1{2,}").search(text, at)
        unit = len(repeat.group(1))
        at = repeat.start() + unit * random.randrange(len(repeat.group(0)) // unit)
        removed, inserted = ("", repeat.group(1)) if kind == "repeat+" else (repeat.group(1), "")
    elif kind == "deletion":
        removed, inserted = text[at : at + random.randrange(1, 20)], ""
    else:
        removed = text[at]
        inserted = random.choice([base for base in "ACGT" if base != removed])
    namespace, accession = name.split(":")
    if namespace == translator.default_assembly_name:
        # As a row of VCF, whose alleles are never empty.
        before = text[at - 1]
        written = f"{accession}-{at}-{before}{removed}-{before}{inserted}"
        allele = translator.translate_from(written, "gnomad", require_validation=True)
    else:
        written = f"{accession}:{at}:{removed}:{inserted}"
        allele = translator.translate_from(written, "spdi")
    state = allele.state.model_dump(exclude_none=True)
    print(kind, written, allele.id, allele.location.start, allele.location.end, state)


uri, what, count, seed = sys.argv[1:5]
random.seed(int(seed))
sequences = []
for argument in sys.argv[5:]:
    fasta, names = argument.split("=")
    sequences.append((residues_of(fasta), names.split(",")))

if what == "slices":
    proxy = create_dataproxy(uri)
    for text, names in sequences:
        metadata_and_slices(proxy, names, text)
    for _ in range(int(count)):
        text, names = random.choice(sequences)
        slice_of(proxy, names, len(text))
else:
    translator = AlleleTranslator(data_proxy=create_vrs_dataproxy(uri))
    for index in range(int(count)):
        text, names = sequences[index % len(sequences)]
        allele_of(translator, names[-1], text)
