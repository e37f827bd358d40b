#!/bin/sh
# Counts the instructions of a small build and writes them to instructions.txt, so that a slower
# program is visible in review. Needs valgrind. The numbers depend on the compiler and the C library:
# compare those of one machine.
#
#   benches/instructions.sh           count and write
#   benches/instructions.sh --check   count, and fail if it is 2 % more than instructions.txt says
set -eu
cd "$(dirname "$0")/.."
cargo build --release --quiet
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# 32 copies of the fixture site, so that the work outweighs the start of the program.
copy=0
while [ "$copy" -lt 32 ]; do
    mkdir -p "$work/site/$copy"
    find fixtures/site -type f ! -name feedmill.yaml ! -path '*/.*' -exec cp {} "$work/site/$copy/" \;
    copy=$((copy + 1))
done

# count NAME: one build, on one thread.
count() {
    valgrind --tool=callgrind --callgrind-out-file=/dev/null \
        target/release/feedmill build "$work/site" --out "$work/out" --jobs 1 --quiet \
        --url https://example.org/ --title Bench --fail-on never 2>"$work/log"
    printf '%s\t%s\n' "$1" "$(sed -n 's/.*Collected : \([0-9]*\).*/\1/p' "$work/log")"
}

{ count fresh; count unchanged; } >"$work/counts"
cat "$work/counts"
if [ "${1-}" != --check ]; then
    cp "$work/counts" benches/instructions.txt
    exit
fi
join "$work/counts" benches/instructions.txt |
    awk '$2 > $3 * 1.02 { print $1 ": " $3 " before, " $2 " now"; worse = 1 } END { exit worse }'
