#!/usr/bin/env bash
# Fetches axe-core, which looks for what keeps readers out, into a directory: by npm,
# one file, known by its hash. It is for tests alone and never committed.
set -euo pipefail
target=$1
version=4.14.1
hash=29348999450cdf2849a8e70b7912fc2da85a849da39c0d0d5394f51d4a9ed95c
[ -f "$target/axe.min.js" ] && sha256sum --quiet --check <<<"$hash  $target/axe.min.js" && exit 0
mkdir -p "$target"
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
(cd "$place" && npm pack --silent "axe-core@$version" >/dev/null && tar -xzf axe-core-*.tgz)
sha256sum --quiet --check <<<"$hash  $place/package/axe.min.js"
cp "$place/package/axe.min.js" "$target/axe.min.js"
