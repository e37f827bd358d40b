#!/usr/bin/env bash
# npm.sh VERSION: packs the archives in target/dist into npm packages in target/dist/npm, one for each platform, and
# `feedmill`, which has them as optional dependencies: npm installs the one for the machine.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
version=$1
dist=target/dist
rm -rf "$dist/npm"
mkdir -p "$dist/npm/feedmill"

package_json() { # NAME FIELDS
  printf '{\n  "name": "%s",\n  "version": "%s",\n  "description": "%s",\n  "license": "MIT OR Apache-2.0",\n  %s\n}\n' \
    "$1" "$version" "Turns a folder of articles with front matter into valid RSS and Atom feeds" "$2"
}

platforms=()
while read -r os cpu target; do
  folder=feedmill-$version-$target
  name=feedmill-$os-$cpu
  mkdir "$dist/npm/$name"
  if [[ -f $dist/$folder.zip ]]; then
    unzip -q "$dist/$folder.zip" "$folder/feedmill.exe" -d "$dist/npm"
  elif [[ -f $dist/$folder.tar.gz ]]; then
    tar -xzf "$dist/$folder.tar.gz" -C "$dist/npm" "$folder/feedmill"
  else
    echo "there is no archive for $target"
    rmdir "$dist/npm/$name"
    continue
  fi
  mv "$dist/npm/$folder"/* "$dist/npm/$name/"
  rmdir "$dist/npm/$folder"
  package_json "$name" "\"os\": [\"$os\"],
  \"cpu\": [\"$cpu\"]" >"$dist/npm/$name/package.json"
  platforms+=("\"$name\": \"$version\"")
done <<'PLATFORMS'
linux x64 x86_64-unknown-linux-musl
linux arm64 aarch64-unknown-linux-musl
darwin x64 x86_64-apple-darwin
darwin arm64 aarch64-apple-darwin
win32 x64 x86_64-pc-windows-msvc
PLATFORMS

list=$(printf '    %s,\n' "${platforms[@]}")
package_json feedmill "\"bin\": { \"feedmill\": \"feedmill.js\" },
  \"optionalDependencies\": {
${list%,}
  }" >"$dist/npm/feedmill/package.json"
cp README.md "$dist/npm/feedmill/"
cat >"$dist/npm/feedmill/feedmill.js" <<'SCRIPT'
#!/usr/bin/env node
"use strict";
const { spawnSync } = require("child_process");

const name = `feedmill-${process.platform}-${process.arch}`;
let program;
try {
  program = require.resolve(`${name}/feedmill${process.platform === "win32" ? ".exe" : ""}`);
} catch {
  console.error(`feedmill: the package ${name} is not installed; if it does not exist, build feedmill from source`);
  process.exit(3);
}
const { status, signal, error } = spawnSync(program, process.argv.slice(2), { stdio: "inherit" });
if (error) throw error;
if (signal) process.kill(process.pid, signal);
process.exit(status);
SCRIPT
(cd "$dist/npm" && npm pack --silent ./feedmill*/)
