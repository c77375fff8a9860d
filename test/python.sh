#!/bin/bash
# Installs the Python clients that the tests use into virtual environments of the checkout.
set -euo pipefail
cd "$(dirname "$0")/.."

venvs="${SEQKEEP_TEST_PYTHON:-node_modules/.cache/python}"

install() {
  local venv="$venvs/$1"
  shift
  python3 -m venv "$venv"
  "$venv/bin/pip" install --quiet --disable-pip-version-check "$@"
}

install refget refget-compliance==1.2.6 requests==2.34.2
# The newest refget: the suite for collections, and clients that are others than those of 0.5.0.
install seqcol refget==0.12.0 requests==2.34.2
# refget 0.5.0 imports peppy, and does not say so.
install gql3 'gql[all]==3.5.3' requests==2.34.2 refget==0.5.0 peppy==0.40.8
install gql4 'gql[all]==4.0.0' requests==2.34.2 refget==0.5.0 peppy==0.40.8
# vrs 2.3 wants an hgvs that compiles psycopg2; the service looks itself up by setuptools' pkg_resources.
install seqrepo 'ga4gh.vrs[extras]==2.2.0' biocommons.seqrepo==0.6.11 hgvs==1.5.1 \
  seqrepo-rest-service==0.2.2 pysam==0.23.0 setuptools==80.9.0 requests==2.34.2
