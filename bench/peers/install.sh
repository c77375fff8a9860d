#!/bin/bash
# npm run bench:peers: installs the peers that bench/peers.mjs measures, into an ignored folder. What cannot be
# installed is said, and skipped by the benchmark. samtools and nginx are packages of the system.
set -uo pipefail
here="$(cd "$(dirname "$0")" && pwd)"
peers="${SEQKEEP_BENCH_PEERS:-$here/../../node_modules/.cache/peers}"
mkdir -p "$peers"
missing=()

# Installs Python packages into an environment of their own.
python() {
  local venv="$peers/$1"
  shift
  python3 -m venv "$venv" && "$venv/bin/pip" install --quiet --disable-pip-version-check "$@"
}

python gtars gtars==0.10.0 || missing+=(gtars)
# The service looks itself up by setuptools' pkg_resources.
python seqrepo biocommons.seqrepo==0.6.11 seqrepo-rest-service==0.2.2 pysam==0.23.0 setuptools==80.9.0 ||
  missing+=(seqrepo)
# 2 minutes on 2 cores.
nice cargo build --quiet --release --manifest-path "$here/refget-server/Cargo.toml" \
  --target-dir "$peers/refget-server" || missing+=(refget-server)
for tool in samtools nginx wrk; do command -v $tool >/dev/null || missing+=("$tool (apt-get install $tool)"); done

for name in "${missing[@]}"; do echo "missing: $name"; done
