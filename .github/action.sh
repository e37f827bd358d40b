#!/usr/bin/env bash
# What action.yml runs. FEEDMILL is the program, MODE, FILES, SOURCE and ARGS are its inputs; FILES and
# ARGS have one entry a line, so that a path may hold spaces.
set -euo pipefail
shopt -s globstar nullglob

fail() {
  echo "::error::$1"
  exit 2
}

args=() paths=()
while IFS= read -r line; do
  [[ -z $line ]] || args+=("$line")
done <<<"$ARGS"

case $MODE in
validate)
  # Without splitting at spaces: a line is one pattern.
  while IFS= read -r line; do
    [[ -n $line ]] || continue
    # shellcheck disable=SC2206
    IFS= matches=($line)
    # Without a wildcard the line itself is the match, also where no such file is.
    existing=()
    for match in "${matches[@]}"; do
      [[ ! -e $match ]] || existing+=("$match")
    done
    [[ ${#existing[@]} -gt 0 ]] || fail "no file matches \`$line\` (input \`files\`)"
    paths+=("${existing[@]}")
  done <<<"$FILES"
  [[ ${#paths[@]} -gt 0 ]] || fail "input \`files\` is empty: give the paths of feeds, one a line"
  exec "$FEEDMILL" validate --message-format github "${args[@]}" -- "${paths[@]}"
  ;;
check)
  exec "$FEEDMILL" build --check --message-format github "${args[@]}" -- "$SOURCE"
  ;;
*)
  fail "unknown mode \`$MODE\`: use \`validate\` or \`check\`"
  ;;
esac
