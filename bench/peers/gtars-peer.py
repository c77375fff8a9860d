"""Loads a FASTA file into a RefgetStore, or reads from one, in this process.

Usage: gtars-peer.py load FASTA DIRECTORY
       gtars-peer.py read DIRECTORY < PLAN

The plan is JSON: `large` and `small` (digests), `length` (of each of `large`), `size` (of a range), `seconds` (of each
measurement), `seed`, and `checks` ([digest, start, end, residues]). Prints JSON.
"""

import json
import random
import re
import sys
import time

from gtars.refget import RefgetStore


def anonymous_bytes():
    with open("/proc/self/status") as lines:
        return int(re.search(r"RssAnon:\s+(\d+)", lines.read())[1]) * 1024


def repeat(seconds, call):
    """Calls a second, and CPU microseconds a call."""
    calls, wall, cpu = 0, time.perf_counter(), time.process_time()
    while time.perf_counter() - wall < seconds:
        for _ in range(100):
            call()
        calls += 100
    elapsed = time.perf_counter() - wall
    return calls / elapsed, 1e6 * (time.process_time() - cpu) / calls


if sys.argv[1] == "load":
    store = RefgetStore.on_disk(sys.argv[3])
    store.set_quiet(True)
    store.add_sequence_collection_from_fasta(sys.argv[2])
    sys.exit()

store = RefgetStore.open_local(sys.argv[2])
store.set_quiet(True)
plan = json.load(sys.stdin)
random.seed(plan["seed"])
large, small, size = plan["large"], plan["small"], plan["size"]


def one_range():
    start = random.randrange(plan["length"] - size)
    return store.get_substring(random.choice(large), start, start + size)


wrong = sum(store.get_substring(digest, a, b) != text for digest, a, b, text in plan["checks"])
ranges, range_cpu = repeat(plan["seconds"], one_range)
metadata, _ = repeat(plan["seconds"], lambda: store.get_sequence_metadata(random.choice(small)))
memory = anonymous_bytes()

started = time.perf_counter()
residues = sum(len(piece) for digest in large for piece in store.stream_sequence(digest))
whole = residues / (time.perf_counter() - started)
if residues != plan["length"] * len(large):
    sys.exit(f"{residues} residues were streamed")

print(
    json.dumps(
        {
            "wrong": wrong,
            "library: ranges/s": ranges,
            "library: range CPU us": range_cpu,
            "library: metadata/s": metadata,
            "library: whole MB/s": whole / 1e6,
            "memory at rest MB": memory / 1e6,
        }
    )
)
