"""Loads a FASTA file into a SeqRepo, or serves one over HTTP.

Usage: seqrepo-peer.py load FASTA DIRECTORY
       seqrepo-peer.py serve DIRECTORY

The service's own command listens on every address, with the debugger on: what it serves is put behind the same
threaded server of werkzeug here, on loopback. Prints the port.
"""

import importlib.resources
import logging
import sys
import warnings

logging.disable(logging.CRITICAL)
warnings.simplefilter("ignore")


def load(fasta, directory):
    from biocommons.seqrepo import SeqRepo
    from biocommons.seqrepo.fastaiter import FastaIter

    repo = SeqRepo(directory, writeable=True)
    with open(fasta) as lines:
        for header, residues in FastaIter(lines):
            repo.store(residues, [{"namespace": "bench", "alias": header.split()[0]}])
    repo.commit()


def serve(directory):
    import connexion
    from werkzeug.serving import WSGIRequestHandler, make_server

    class Quiet(WSGIRequestHandler):
        def log(self, *_):
            pass

    service = importlib.resources.files("seqrepo_rest_service")
    app = connexion.App("seqrepo_rest_service")
    app.app.url_map.strict_slashes = False
    app.app.config["seqrepo_dir"] = directory
    document = service / "refget" / "refget-openapi.yaml"
    app.add_api(str(document), validate_responses=True, strict_validation=True)
    server = make_server("127.0.0.1", 0, app.app, threaded=True, request_handler=Quiet)
    print(server.port, flush=True)
    server.serve_forever()


{"load": load, "serve": serve}[sys.argv[1]](*sys.argv[2:])
