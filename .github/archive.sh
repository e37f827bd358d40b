#!/usr/bin/env bash
# archive.sh TARGET VERSION [PROGRAM]: packs PROGRAM (by default target/TARGET/release/feedmill) with manual pages,
# completions, licenses and documents into target/dist/feedmill-VERSION-TARGET.tar.gz (.zip on Windows).
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
target=$1 version=$2
name=feedmill-$version-$target
suffix=
[[ $target != *windows* ]] || suffix=.exe
program=${3:-target/$target/release/feedmill$suffix}
[[ $("$program" --version | tr -d '\r') == "feedmill $version" ]] || {
  echo "::error::the version in Cargo.toml is not $version"
  exit 1
}

folder=target/dist/$name
rm -rf "$folder"
mkdir -p "$folder/completions"
cp "$program" "$folder/feedmill$suffix"
cp README.md README.zh-CN.md CHANGELOG.md LICENSE-MIT LICENSE-APACHE "$folder/"
cp -r docs "$folder/docs"
"$program" man --dir "$folder/man"
for shell in bash zsh fish powershell; do
  "$program" completions "$shell" >"$folder/completions/feedmill.$shell"
done

cd target/dist
if [[ -n $suffix ]]; then
  7z a -bso0 "$name.zip" "$name"
else
  tar -czf "$name.tar.gz" "$name"
fi
rm -rf "$name"
