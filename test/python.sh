#!/bin/bash
# Installs the Python clients that the tests use into a virtual environment of the checkout.
set -euo pipefail
cd "$(dirname "$0")/.."

venv="${SEQKEEP_TEST_PYTHON:-node_modules/.cache/python}"
python3 -m venv "$venv"
"$venv/bin/pip" install --quiet --disable-pip-version-check refget-compliance==1.2.6 requests==2.34.2
