#!/usr/bin/env bash
# What a release publishes, tried without publishing: the archive, the action that fetches it, the npm packages that are
# made of it, and the address where `cargo binstall` looks for it. Needs curl and npm.
#
#   tests/release.sh target/release/feedmill WORK
set -euo pipefail
program=$(realpath "$1")
mkdir -p "$2"
work=$(realpath "$2")
cd "$(dirname "${BASH_SOURCE[0]}")/.."
version=$("$program" --version | cut -d ' ' -f 2)
target=x86_64-unknown-linux-musl
name=feedmill-$version-$target
rm -rf target/dist "${work:?}"/*

fail() {
  echo "FAILED   $1" >&2
  exit 1
}

# --- The archive ----------------------------------------------------------------------------------------

bash .github/archive.sh "$target" "$version" "$program"
content=$(tar -tzf "target/dist/$name.tar.gz")
for file in feedmill README.md LICENSE-MIT docs/serving.md man/feedmill.1 man/feedmill-build.1 completions/feedmill.bash; do
  grep -qxF "$name/$file" <<<"$content" || fail "the archive has no $file"
done
! bash .github/archive.sh "$target" 99.0.0 "$program" >/dev/null || fail 'a wrong version was packed'
(cd target/dist && sha256sum feedmill-* >SHA256SUMS)

# --- cargo binstall ---------------------------------------------------------------------------------------

# Each archive of release.yml, as archive.sh calls it, and as the metadata in Cargo.toml do.
for each in $(grep -oP 'target: \K[^,]+' .github/workflows/release.yml); do
  suffix=.tar.gz
  [[ $each != *windows* ]] || suffix=.zip
  echo "releases/download/v$version/feedmill-$version-$each$suffix feedmill-$version-$each/feedmill"
done >"$work/archives"
python3 - "$version" >"$work/binstall" <<'PYTHON'
import re, sys, tomllib
binstall = tomllib.load(open("Cargo.toml", "rb"))["package"]["metadata"]["binstall"]
for target in re.findall("target: ([^,]+)", open(".github/workflows/release.yml").read()):
    format = binstall["overrides"].get(target, {}).get("pkg-fmt", "tgz")
    values = {"repo": "", "version": sys.argv[1], "target": target, "bin": "feedmill", "binary-ext": ""}
    values["archive-suffix"] = {"tgz": ".tar.gz", "zip": ".zip"}[format]
    of_target = [re.sub(r"\{ ([a-z-]+) \}", lambda match: values[match[1]], binstall[key]) for key in ("pkg-url", "bin-dir")]
    print(*of_target)
PYTHON
diff "$work/archives" <(sed 's,^/,,' "$work/binstall") || fail 'cargo binstall would look elsewhere'
grep -q "$target" "$work/archives" || fail "release.yml does not build for $target"

# --- The action -------------------------------------------------------------------------------------------

mkdir -p "$work/releases/v$version" "$work/action"
cp target/dist/SHA256SUMS "target/dist/$name.tar.gz" "$work/releases/v$version/"
cp -r .github "$work/action/"
fetch() { # VERSION; prints what the step puts out
  rm -rf "$work/action/target" "$work/output"
  : >"$work/output"
  VERSION=$1 RELEASES=file://$work/releases RUNNER_OS=Linux RUNNER_ARCH=X64 GITHUB_OUTPUT=$work/output \
    bash "$work/action/.github/fetch.sh" >"$work/log" 2>&1 || return 1
  cat "$work/output"
}
for other in main 0123456789abcdef 99.0.0 ''; do
  [[ -z $(fetch "$other") ]] && grep -q 'built from source' "$work/log" || fail "the action fetches \`$other\`"
done
for tag in "v$version" "$version"; do
  [[ $(fetch "$tag") == fetched=true ]] || fail "the action does not fetch $tag"
done
act() { # MODE FILES SOURCE
  FEEDMILL=$work/action/target/release/feedmill MODE=$1 FILES=$2 SOURCE=$3 ARGS='' bash "$work/action/.github/action.sh"
}
act validate 'feeds/**/*.xml' . >/dev/null || fail 'mode validate'
act check '' fixtures/site >/dev/null || fail 'mode check'
cp -r fixtures/site "$work/site"
! act check '' "$work/site" >"$work/log" 2>&1 || fail 'mode check finds feeds that are not there'
sed -i 's/^./0/; s/^00/11/' "$work/releases/v$version/SHA256SUMS"
! fetch "v$version" || fail 'an archive with a wrong checksum was used'
grep -q '::error::the checksum' "$work/log" || fail 'the wrong checksum is not told'
[[ ! -e $work/action/target ]] || fail 'an archive with a wrong checksum was unpacked'

# --- npm --------------------------------------------------------------------------------------------------

bash .github/npm.sh "$version" >/dev/null
mkdir "$work/npm"
(
  cd "$work/npm"
  echo '{}' >package.json
  npm install --silent --offline --no-audit --no-fund "$OLDPWD"/target/dist/npm/feedmill-*.tgz
)
[[ $("$work/npm/node_modules/.bin/feedmill" --version) == "feedmill $version" ]] || fail 'npm'
status=0
"$work/npm/node_modules/.bin/feedmill" build "$work/nowhere" 2>/dev/null || status=$?
[[ $status -eq 3 ]] || fail "npm: status $status"
rm -rf target/dist
echo "archive, action, npm packages and cargo binstall agree on $name"
