#!/usr/bin/env bash
# archive.sh TARGET VERSION: packs target/TARGET/release/feedmill with manual pages, completions, licenses and documents into
# dist/feedmill-VERSION-TARGET.tar.gz (.zip on Windows).
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
target=$1 version=$2
name=feedmill-$version-$target
suffix=
[[ $target != *windows* ]] || suffix=.exe
program=target/$target/release/feedmill$suffix

rm -rf "dist/$name"
mkdir -p "dist/$name/completions"
cp "$program" README.md README.zh-CN.md CHANGELOG.md LICENSE-MIT LICENSE-APACHE "dist/$name/"
cp -r docs "dist/$name/docs"
"$program" man --dir "dist/$name/man"
for shell in bash zsh fish powershell; do
  "$program" completions "$shell" >"dist/$name/completions/feedmill.$shell"
done

cd dist
if [[ -n $suffix ]]; then
  7z a -bso0 "$name.zip" "$name"
else
  tar -czf "$name.tar.gz" "$name"
fi
rm -rf "$name"
