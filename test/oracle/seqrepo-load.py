"""Makes a SeqRepo of FASTA files.

Usage: seqrepo-load.py DIRECTORY NAMESPACE[:ALIAS]=FASTA...

Without an alias, the name in the header is the one. (The command `seqrepo load` does the same, but
not without rsync.)
"""

import sys

from biocommons.seqrepo import SeqRepo
from biocommons.seqrepo.fastaiter import FastaIter
from biocommons.seqrepo.utils import parse_defline, validate_aliases

repo = SeqRepo(sys.argv[1], writeable=True)
for argument in sys.argv[2:]:
    name, fasta = argument.split("=")
    namespace, _, alias = name.partition(":")
    with open(fasta) as lines:
        for defline, residues in FastaIter(lines):
            aliases = parse_defline(defline, namespace)
            if alias:
                aliases = [{"namespace": namespace, "alias": alias}]
            validate_aliases(aliases)
            repo.store(residues, aliases)
repo.commit()
