"""Prints what SequenceCollectionClient of refget 0.12.0 gets, method by method.

Usage: collection-client.py BASE_URL DIRECTORY A B AUTHORITY ALIAS

A and B are digests; AUTHORITY:ALIAS is a name of A. Files are written to DIRECTORY.
"""

import json
import sys
from pathlib import Path

from refget.clients import SequenceCollectionClient

base, directory, a, b, authority, alias = sys.argv[1:]
client = SequenceCollectionClient([base], raise_errors=True)
level1 = client.get_collection(a, level=1)
level2 = client.get_collection(a)
fasta = Path(client.download_fasta(a, f"{directory}/{a}.fa"))
fai = Path(client.write_fai(a, f"{directory}/{a}.fai"))
sizes = Path(client.write_chrom_sizes(a, f"{directory}/{a}.sizes"))


def error_of(call, *arguments):
    try:
        return call(*arguments)
    except Exception as error:
        return [type(error).__name__, str(error)]


print(
    json.dumps(
        {
            "repr": repr(client),
            "service_info": client.service_info(),
            "is_aliases_enabled": client.is_aliases_enabled(),
            "is_fasta_drs_enabled": client.is_fasta_drs_enabled(),
            "is_fhr_enabled": client.is_fhr_enabled(),
            "get_refget_store_url": client.get_refget_store_url(),
            "level1": level1,
            "level2": level2,
            "attributes": {
                name: client.get_attribute(name, digest)
                for name, digest in level1.items()
                if name != "sorted_name_length_pairs"
            },
            "list_collections": client.list_collections(),
            "list_second": client.list_collections(page=1, page_size=2),
            "list_filtered": client.list_collections(
                sequences=level1["sequences"], lengths=level1["lengths"]
            ),
            "list_attributes": client.list_attributes("names", page=0, page_size=1000),
            "compare": client.compare(a, b),
            "compare_local": client.compare_local(a, client.get_collection(b)),
            "resolve_alias": client.resolve_alias(authority, alias),
            "list_alias_namespaces": client.list_alias_namespaces(),
            "list_aliases": client.list_aliases(authority),
            "aliases_for": client.aliases_for(a),
            "get_fasta": client.get_fasta(a),
            "get_fasta_index": client.get_fasta_index(a),
            "fasta": fasta.read_text(),
            "fai": fai.read_text(),
            "chrom_sizes": sizes.read_text(),
            "unknown": error_of(client.get_collection, "A" * 32),
        }
    )
)
