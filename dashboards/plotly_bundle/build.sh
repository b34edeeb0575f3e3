#!/usr/bin/env bash
# Builds a Plotly of only the traces that our figures use, by npm, and compresses it once
# for all readers. Where npm cannot be had, pages load the one in pip's package instead.
set -euo pipefail
cd "$(dirname "$0")"
python=$1
made_from=$(cat entry.js package.json package-lock.json build.sh | sha256sum)
[ -f plotly.min.js.br ] && [ "$(cat made-from 2>/dev/null)" = "$made_from" ] && exit 0
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
cp entry.js package.json package-lock.json "$place"
echo "Building the Plotly that pages load: half a minute the first time"
cd "$place"
# The engine asked for is newer than what builds it; every package is known by its hash.
npm ci --ignore-scripts --no-audit --no-fund --loglevel=error >/dev/null
# Styles are those of tile maps, which we have none of.
node_modules/.bin/esbuild entry.js --bundle --minify --format=iife --target=es2020 \
  --define:global=window --define:define.amd=false --define:process.env.NODE_DEBUG=false \
  --alias:stream=stream-browserify --loader:.css=empty --legal-comments=inline \
  --banner:js="/* plotly.js (MIT, Plotly, Inc.) and what it is built on */" \
  --log-level=error --outfile=plotly.min.js
cd - >/dev/null
"$python" -c '
import brotli, gzip, pathlib, sys
made = pathlib.Path(sys.argv[1]).read_bytes()
pathlib.Path("plotly.min.js.gz").write_bytes(gzip.compress(made, 9, mtime=0))
pathlib.Path("plotly.min.js.br").write_bytes(brotli.compress(made))
pathlib.Path("plotly.min.js").write_bytes(made)
' "$place/plotly.min.js"
echo "$made_from" >made-from
