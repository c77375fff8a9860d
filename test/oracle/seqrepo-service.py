"""Answers requests as biocommons' seqrepo-rest-service does, inside this process.

Usage: seqrepo-service.py SEQREPO_DIRECTORY < URLS

Prints a line of JSON for each URL: status, media type, body.
"""

import importlib.resources
import json
import logging
import sys
import warnings

import connexion

logging.disable(logging.CRITICAL)
warnings.simplefilter("ignore")

service = importlib.resources.files("seqrepo_rest_service")
app = connexion.App("seqrepo_rest_service")
app.app.url_map.strict_slashes = False
app.app.config["seqrepo_dir"] = sys.argv[1]
for document in (service / "seqrepo" / "openapi.yaml", service / "refget" / "refget-openapi.yaml"):
    app.add_api(str(document), validate_responses=True, strict_validation=True)

client = app.app.test_client()
for line in sys.stdin:
    answer = client.get(line.strip())
    print(json.dumps([answer.status_code, answer.mimetype, answer.get_data(as_text=True)]))
