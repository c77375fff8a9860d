"""Prints what the client of the installed refget package gets.

Usage: refget-clients.py BASE_URL START END ID...

refget 0.5.0 has RefGetClient, refget 0.12.0 SequenceClient.
"""

import json
import sys

import refget

base, start, end = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])


def answers(sequence_id):
    if hasattr(refget, "RefGetClient"):
        client = refget.RefGetClient(f"{base}/sequence/")
        # What it got whole it answers from memory: parts come first.
        part = client.refget(sequence_id, start=start, end=end)
        whole = client.refget(sequence_id)
        return part, whole, client.meta(sequence_id), client.service_info
    from refget.clients import SequenceClient

    client = SequenceClient([base], raise_errors=True)
    part = client.get_sequence(sequence_id, start, end)
    whole = client.get_sequence(sequence_id)
    return part, whole, client.get_metadata(sequence_id), client.service_info()


for sequence_id in sys.argv[4:]:
    print(json.dumps([refget.__version__, *answers(sequence_id)]))
