#!/usr/bin/env bash
# fetch.sh: puts the released program for this machine into target/release, where a build from source puts it.
#
# VERSION is a version or a tag (`0.2.0`, `v0.2.0`), RELEASES the address that releases are downloaded from, RUNNER_OS and
# RUNNER_ARCH the machine. Without an archive of that version, or if VERSION is something else (a branch, a commit), there
# is nothing to fetch, and the program has to be built. An archive with a wrong checksum is an error.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

none() {
  echo "feedmill is built from source: $1"
  exit 0
}

version=${VERSION#v}
[[ $version =~ ^[0-9]+\.[0-9]+\.[0-9]+$ ]] || none "\`$VERSION\` is not a version"
suffix=tar.gz
program=feedmill
case $RUNNER_OS-$RUNNER_ARCH in
# It runs whatever C library there is.
Linux-X64) target=x86_64-unknown-linux-musl ;;
Linux-ARM64) target=aarch64-unknown-linux-musl ;;
macOS-X64) target=x86_64-apple-darwin ;;
macOS-ARM64) target=aarch64-apple-darwin ;;
Windows-X64) target=x86_64-pc-windows-msvc suffix=zip program=feedmill.exe ;;
*) none "there are no releases for $RUNNER_OS on $RUNNER_ARCH" ;;
esac
folder=feedmill-$version-$target
archive=$folder.$suffix

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
for file in SHA256SUMS "$archive"; do
  curl -fsSL --retry 3 -o "$work/$file" "$RELEASES/v$version/$file" || none "there is no $file of version $version"
done
expected=$(awk -v name="$archive" '$2 == name { print $1 }' "$work/SHA256SUMS")
found=$({ sha256sum "$work/$archive" 2>/dev/null || shasum -a 256 "$work/$archive"; } | cut -d ' ' -f 1)
if [[ -z $expected || $found != "$expected" ]]; then
  echo "::error::the checksum of $archive is \`$found\`, not \`$expected\`"
  exit 1
fi
if [[ $suffix == zip ]]; then
  unzip -q "$work/$archive" -d "$work"
else
  tar -xzf "$work/$archive" -C "$work"
fi
mkdir -p target/release
cp "$work/$folder/$program" "target/release/$program"
echo "fetched=true" >>"$GITHUB_OUTPUT"
