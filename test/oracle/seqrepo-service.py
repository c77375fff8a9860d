"""Answers requests as biocommons' seqrepo-rest-service does.

Usage: seqrepo-service.py SEQREPO_DIRECTORY < URLS
       seqrepo-service.py SEQREPO_DIRECTORY serve

Prints a line of JSON for each URL: status, media type, body. With `serve` it prints the port on
which it listens.
"""

import importlib.resources
import json
import logging
import sys
import warnings

import connexion
from werkzeug.serving import make_server

logging.disable(logging.CRITICAL)
warnings.simplefilter("ignore")

service = importlib.resources.files("seqrepo_rest_service")
app = connexion.App("seqrepo_rest_service")
app.app.url_map.strict_slashes = False
app.app.config["seqrepo_dir"] = sys.argv[1]
for document in (service / "seqrepo" / "openapi.yaml", service / "refget" / "refget-openapi.yaml"):
    app.add_api(str(document), validate_responses=True, strict_validation=True)

if sys.argv[2:] == ["serve"]:
    server = make_server("127.0.0.1", 0, app.app, threaded=True)
    print(server.port, flush=True)
    server.serve_forever()

client = app.app.test_client()
for line in sys.stdin:
    answer = client.get(line.strip())
    print(json.dumps([answer.status_code, answer.mimetype, answer.get_data(as_text=True)]))
