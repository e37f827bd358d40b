#!/usr/bin/env bash
# Builds in which system calls fail, tested with the program itself. Needs Linux and strace.
#
#   tests/inject.sh target/release/feedmill [N [JOBS [CALL]]]
#
# For each system call that a build makes, or CALL alone, and each error that it may end with, the first to the
# Nth such call fails (default 2; 50 takes about an hour). Then each feed must be, byte for byte, that of the site
# before a change or that after it; the status one that is documented; and the next build must repair the feeds.
set -u

if [[ $# -lt 1 || ! -x $1 ]]; then
  sed -n '2,8s/^# \{0,1\}//p' "$0" >&2
  exit 2
fi
feedmill=$(realpath "$1")
most=${2:-2}
jobs=${3:-2}
only=${4:-}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
site=$work/site out=$work/out log=$work/log failures=0 builds=0

make_site() { # VERSION
  mkdir -p "$site/folder"
  local n
  for n in 1 2 folder/3; do
    printf -- '---\ntitle: Article %s, version %s\ndate: 2025-01-02\ntags: [x]\n---\nText.\n' "$n" "$1" >"$site/$n.md"
  done
  printf 'title: T\nurl: https://example.org/\nfeeds_url: https://example.org/feeds/\n' >"$site/feedmill.yaml"
  echo 'ignored.md' >"$site/.gitignore"
}
command=("$feedmill" build "$site" --fresh --jobs "$jobs" --out)

for version in A B; do
  make_site $version
  "${command[@]}" "$work/$version" >"$log" 2>&1 || { cat "$log"; exit 1; }
done

start_over() { # Feeds of version A, articles of version B, and a file that a killed run has staged.
  rm -rf "$out"
  cp -r "$work/A" "$out"
  echo >"$out/.atom.xml.feedmill-new"
}

each_is_whole() {
  local feed
  while IFS= read -r feed; do
    cmp -s "$feed" "$work/A/${feed#"$out"/}" || cmp -s "$feed" "$work/B/${feed#"$out"/}" || {
      # An article that may not be read is left out.
      [[ $status -eq 1 ]] && grep -q 'unreadable-file' "$log" && tail -c 20 "$feed" | grep -qE '</(rss|feed)>'
    } || return 1
  done < <(find "$out" -type f -not -name '.*')
}

# The calls of a build, without those that start and end the program or one of its threads, and getrandom, which
# never fails for a program that has begun.
start_over
strace -f -qq -c -o "$work/calls" "${command[@]}" "$out" >/dev/null 2>&1
not='^(execve|exit|exit_group|arch_prctl|set_tid_address|set_robust_list|rseq|rt_sigreturn|futex|getrandom|total|syscall|-+)$'
mapfile -t calls < <(awk 'NF > 4 { print $NF }' "$work/calls" | grep -vE "$not")
[[ ${#calls[@]} -gt 10 ]] || { echo 'strace counts no system calls'; exit 1; }
[[ -z $only ]] || calls=("$only")

errors_of() { # CALL
  case $1 in
    open* | creat) echo EIO EMFILE ENOMEM EACCES ENOENT EINTR ;;
    write* | pwrite*) echo EIO ENOSPC EINTR ;;
    read | pread64 | getdents64) echo EIO EINTR ;;
    mkdir* | rename*) echo EIO ENOSPC EACCES ENOENT ;;
    mmap | brk | mprotect | munmap | madvise) echo ENOMEM ;;
    clone*) echo EAGAIN ;;
    *) echo EIO EACCES ;;
  esac
}

declare -A statuses
for call in "${calls[@]}"; do
  for error in $(errors_of "$call"); do
    for nth in $(seq "$most"); do
      start_over
      timeout -s KILL 60 strace -f -qq -o /dev/null -e trace="$call" -e inject="$call:error=$error:when=$nth" \
        "${command[@]}" "$out" >"$log" 2>&1
      status=$?
      builds=$((builds + 1))
      statuses[$status]=$((${statuses[$status]-0} + 1))
      problem=
      case $status in
        0 | 1 | 3) ;;
        # The libraries could not be loaded, the runtime of the language not started, or there is no memory.
        127 | 134 | 139) [[ $call =~ ^(mmap|brk|mprotect|open.*|read|pread64|.*stat.*|close|rt_sigaction|poll)$ ]] || problem="status $status" ;;
        2) grep -qE 'feedmill\.(yaml|ids)|site file' "$log" && [[ $error =~ ENOENT|EACCES ]] || problem='status 2' ;;
        *) problem="status $status" ;;
      esac
      each_is_whole || problem='a feed is neither old nor new'
      "${command[@]}" "$out" >"$log.2" 2>&1 || problem="status $? of the next build"
      # The lock file is for folders that cannot be locked themselves.
      diff -r -x .feedmill-lock "$work/B" "$out" >>"$log.2" 2>&1 || problem=${problem:-'the next build does not repair the feeds'}
      if [[ -n $problem ]]; then
        failures=$((failures + 1))
        printf 'FAILED   %s, %s, call %d: %s\n' "$call" "$error" "$nth" "$problem"
        head -n 3 "$log" | cut -c 1-160 | sed 's/^/           | /'
      fi
    done
  done
done 2>"$work/told"
grep -vE 'Aborted|Killed|Segmentation' "$work/told" >&2
printf '%d builds with an error in one of %d system calls; statuses:' $builds ${#calls[@]}
for status in "${!statuses[@]}"; do printf ' %d times %d' "${statuses[$status]}" "$status"; done
printf '\n'
[[ $failures -eq 0 ]]
