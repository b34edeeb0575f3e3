#!/usr/bin/env bash
# Gets other people's programs for the tests here, out of the Debian that this machine
# itself uses: Go with golang.org/x/mod, and sigsum's witness, which is in its backports.
# They are unpacked below one directory. Nothing is installed, and root is not needed.
set -euo pipefail
into="$(realpath -m "${1:?where to put them}")"
test -e "$into/.ready" && exit 0
for needed in apt-get dpkg-deb; do
    command -v "$needed" >/dev/null || { echo "no $needed: this is no Debian" >&2; exit 1; }
done

rm -rf "$into"
mkdir -p "$into/apt/lists/partial" "$into/apt/cache/archives/partial" "$into/debs" "$into/root"
read -r archive release < <(apt-get indextargets --format '$(REPO_URI) $(RELEASE)' 'Created-By: Packages' |
    grep -v -- - | head -n 1) || { echo "apt-get knows no archive of Debian" >&2; exit 1; }
printf 'deb %s %s main\n' "$archive" "$release" "$archive" "$release-backports" >"$into/apt/sources.list"
apt=(apt-get -qq -o "Dir::Etc::sourcelist=$into/apt/sources.list" -o Dir::Etc::sourceparts=-
    -o "Dir::State::lists=$into/apt/lists" -o "Dir::Cache=$into/apt/cache"
    -o Debug::NoLocking=1 -o APT::Sandbox::User= -o Acquire::Retries=2 -o Acquire::http::Timeout=30)
"${apt[@]}" update
cd "$into/debs"
"${apt[@]}" download golang-1.19-go golang-1.19-src golang-golang-x-mod-dev sigsum-go
for deb in *.deb; do dpkg-deb -x "$deb" "$into/root"; done
rm -rf "$into/apt" "$into/debs"
touch "$into/.ready"
