#!/bin/bash
# Tests what users get: packs the package, installs it into an empty folder, and uses it there.
set -euo pipefail
root="$(cd "$(dirname "$0")/.." && pwd)"
work="$(mktemp -d)"
server=
trap '[ -z "$server" ] || kill "$server" 2>/dev/null || true; rm -rf "$work"' EXIT
unset SEQKEEP_STORE

cd "$root"
npm pack --silent --pack-destination "$work" >/dev/null
package="$(ls "$work"/seqkeep-*.tgz)"
npx publint --strict "$package"

listing="$(tar -tzf "$package")"
for file in LICENSE README.md CHANGELOG.md dist/cli/main.js dist/index.d.ts dist/simd/encoder.wasm dist/simd/decoder.wasm dist/simd/inflate.wasm dist/simd/md5.wasm docs/http.md; do
  grep -qx "package/$file" <<<"$listing" || { echo "the package lacks $file" >&2; exit 1; }
done
if grep -E '\.test\.|/testing/|conformance' <<<"$listing" >&2; then
  echo 'the package has tests in it' >&2
  exit 1
fi

cd "$work"
npm init --yes >/dev/null
npm install --ignore-scripts --no-audit --no-fund --silent "$package"
version="$(node -p 'require("seqkeep/package.json").version')"
[ "$(npx seqkeep --version)" = "$version" ]
npx seqkeep add node_modules/seqkeep/examples/phix174.fa
[ "$(npx seqkeep get --bare NC_001422.1:1-10)" = GAGTTTTATC ]
npx seqkeep verify

# Each entry of `exports` can be imported, and the library does what the command does.
cat >use.mjs <<'MJS'
import { createRequire } from 'node:module'
import { createApp, openStore, parseIdentifier } from 'seqkeep'
import { engines } from 'seqkeep/engines'

const { exports, version } = createRequire(import.meta.url)('seqkeep/package.json')
for (const entry of Object.keys(exports).filter((name) => !name.endsWith('.json'))) {
  const names = Object.keys(await import(`seqkeep${entry.slice(1)}`))
  if (names.length === 0) throw new Error(`${entry} exports nothing`)
}
const store = await openStore('seqkeep-store', engines)
const [record] = await store.find(parseIdentifier('NC_001422.1'))
const into = new Uint8Array(10)
await store.read(record, 0, 10, into)
if (Buffer.from(into).toString() !== 'GAGTTTTATC') throw new Error('wrong residues')
const app = createApp({ store, version })
await app.close()
await store.close()
MJS
node use.mjs

# The types are there, and are not `any`.
cat >use.ts <<'TS'
import { openStore, type SequenceStore } from 'seqkeep'
import { engines } from 'seqkeep/engines'

export const store: Promise<SequenceStore> = openStore('seqkeep-store', engines)
// @ts-expect-error A directory is no number.
openStore(1, engines)
TS
mkdir -p node_modules/@types && ln -s "$root/node_modules/@types/node" node_modules/@types/node
"$root/node_modules/.bin/tsc" --noEmit --strict --skipLibCheck --target es2023 --module nodenext use.ts

# The first run of a new user: examples are loaded and served.
# Not by npx, which would not pass on the signal that ends it.
node_modules/.bin/seqkeep serve --examples --store fresh --port 0 >serve.log &
server=$!
for _ in $(seq 100); do
  url="$(sed -n 's/^at \(http:[^ ]*\)\/ .*/\1/p' serve.log)"
  [ -n "$url" ] && [ "$(grep -c '^  http' serve.log)" = 5 ] && break
  sleep 0.2
done
for example in $(grep '^  http' serve.log); do
  node -e 'fetch(process.argv[1]).then((answer) => process.exit(answer.ok ? 0 : 1))' "$example"
done
kill "$server"
wait "$server"
server=
echo "seqkeep $version can be packed, installed, run, imported and served"
