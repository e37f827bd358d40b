#!/usr/bin/env bash
# What a build leaves behind when something fails, tested with the program itself. Needs Linux and GNU
# tools.
#
#   tests/faults.sh target/release/feedmill [KILLS]
#
# At any time each feed must be, byte for byte, that of the site before a change or that after it. The
# cases that need a small disk mount a tmpfs and need root; cases that cannot run are reported as
# skipped. KILLS is the number of runs that are killed (default 40; 5000 take about an hour).
set -u

if [[ $# -lt 1 || ! -x $1 ]]; then
  sed -n '2,9s/^# \{0,1\}//p' "$0" >&2
  exit 2
fi
feedmill=$(realpath "$1")
kills=${2:-40}

# As root, run in a separate mount namespace, so that mounts vanish at the end.
if [[ $EUID -eq 0 && -z ${FAULTS_NAMESPACE:-} ]] && unshare -m true 2>/dev/null; then
  FAULTS_NAMESPACE=1 exec unshare -m "$0" "$@"
fi

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
site=$work/site out=$work/out log=$work/log failures=0 case=

say() { printf '%-8s %s\n' "$1" "$case${2:+: $2}"; }
pass() { say ok "${1-}"; }
skip() { say skipped "$1"; }
fail() {
  failures=$((failures + 1))
  say FAILED "$1"
  head -n 6 "$log" | cut -c 1-120 | sed 's/^/           | /'
}

# --- A site in two versions that differ in every feed ---------------------------------------------

make_site() { # FOLDER VERSION
  mkdir -p "$1"
  local n
  for n in $(seq 300); do
    {
      printf -- '---\ntitle: Article %d, version %s\n' "$n" "$2"
      printf 'date: 2024-%02d-%02dT10:00:00Z\n' $((n % 12 + 1)) $((n % 28 + 1))
      printf 'tags: [topic %d, 主题%d]\n---\n\n' $((n % 60)) $((n % 40))
      printf 'A paragraph of article %d, with *emphasis* and a [link](../%d/).\n\n' "$n"{,,}{,}
    } >"$1/$n.md"
  done
}

retitle() { # VERSION
  sed -i "s/^\(title: .*version \).*/\1$1/" "$site"/*.md
}

# Builds into $out. Sets $status to the exit status; messages are in $log.
command=("$feedmill" build "$site" --url https://example.org/ --title T
  --feeds-url https://example.org/feeds/ --out)
build() {
  "${command[@]}" "$out" >"$log" 2>&1
  status=$?
}

# --- What is expected -------------------------------------------------------------------------------

# Files with inode, time and size; folders by name only, since temporary files change their time.
snapshot() { find "$1" -type d -printf '%P d\n' -o -printf '%P %y %i %T@ %s\n' | sort; }

# The folder has exactly the files of that version.
is_version() { diff -r "$work/$1" "${2:-$out}" >>"$log" 2>&1; }

# Each feed is that of one of the two versions.
each_is_whole() {
  local feed
  while IFS= read -r feed; do
    cmp -s "$feed" "$work/A/${feed#"$out"/}" || cmp -s "$feed" "$work/B/${feed#"$out"/}" || {
      printf '%s\n' "$feed" >>"$log"
      return 1
    }
  done < <(find "$out" -type f -not -name '.*')
}

# The last build failed with status 3 and this message, and changed nothing in $out.
refused() { # WORDS BEFORE
  [[ $status -eq 3 ]] || { fail "status $status, not 3"; return 1; }
  grep -qiE "$1" "$log" || { fail "the message does not contain '$1'"; return 1; }
  [[ $(snapshot "$out") == "$2" ]] || { fail "the old feeds were changed"; return 1; }
}

# The next run succeeds.
recovers() { # VERSION
  build
  [[ $status -eq 0 ]] || { fail "status of the next run is $status"; return 1; }
  is_version "$1" || { fail "the next run writes something else"; return 1; }
}

start_over() { # Feeds of version A, articles of version B.
  rm -rf "${out:?}"/* "$out"/.[!.]* 2>/dev/null
  retitle A
  build
  retitle B
}

# A random time between now and shortly after the end of a build.
random_moment() {
  awk -v ms="$duration" -v r=$RANDOM 'BEGIN { printf "%.4f", ms * 1.1 * r / 32768 / 1000 }'
}

is_well_formed() {
  if command -v xmllint >/dev/null; then
    xmllint --noout "$@"
  else
    python3 -c 'import sys, xml.dom.minidom as x; [x.parse(f) for f in sys.argv[1:]]' "$@"
  fi
}

# --- The two versions, built without faults ------------------------------------------

case='an ordinary build'
for version in A B; do
  make_site "$site" "$version"
  out=$work/$version build
  rm -rf "$site"
  [[ $status -eq 0 ]] || { fail "status $status"; exit 1; }
done
mapfile -t feeds < <(find "$work/A" "$work/B" -type f)
is_well_formed "${feeds[@]}" >"$log" 2>&1 || { fail 'not well-formed'; exit 1; }
for feed in "${feeds[@]}"; do
  cmp -s "$feed" "${feed/"$work/A"/"$work/B"}" && [[ $feed == "$work/A"/* ]] && fail "the versions agree in $feed"
done
make_site "$site" A
start_over
began=$(date +%s%N)
build
duration=$((($(date +%s%N) - began) / 1000000))
is_version B || { fail 'the same site gives other feeds'; exit 1; }
pass "$((${#feeds[@]} / 2)) feeds replaced in $duration ms"

# --- Disk full, no permission, no file handles -------------------------------------------------------------------

case='full disk'
small=$work/small
mkdir "$small"
if [[ $EUID -eq 0 ]] && mount -t tmpfs -o size=64m tmpfs "$small" 2>/dev/null; then
  for free in 0 4 100 1000; do # KiB
    out=$small/feeds start_over
    filler=$((64 * 1024 - $(du -sk "$small" | cut -f1) - free))
    head -c "${filler}K" /dev/zero >"$small/filler" 2>/dev/null
    before=$(snapshot "$small/feeds")
    out=$small/feeds build
    out=$small/feeds refused 'disk is full' "$before" || continue
    rm "$small/filler"
    out=$small/feeds recovers B && pass "$free KiB left"
  done

  case='disk mounted read-only'
  out=$small/feeds start_over
  before=$(snapshot "$small/feeds")
  mount -o remount,ro "$small"
  out=$small/feeds build
  mount -o remount,rw "$small"
  out=$small/feeds refused 'read-only' "$before" && out=$small/feeds recovers B && pass
  umount "$small"
else
  skip 'needs root and permission to mount a tmpfs'
fi

case='read-only folder'
if [[ $EUID -ne 0 ]]; then
  start_over
  before=$(snapshot "$out")
  chmod -R a-w "$out"
  build
  chmod -R u+w "$out"
  refused 'permission denied' "$before" && recovers B && pass
else
  skip 'root may write everywhere'
fi

case='file-size limit'
start_over
before=$(snapshot "$out")
(ulimit -f 4; build; exit $status)
status=$?
refused 'too large' "$before" && recovers B && pass

case='few file handles'
for handles in 64 32 16 14 12 10 9 8 7 6 5; do
  start_over
  before=$(snapshot "$out")
  # Many threads, so that one of them gets no handle in the middle of each step.
  (ulimit -n $handles; RAYON_NUM_THREADS=8 build; exit $status)
  status=$?
  if [[ $status -eq 0 ]]; then
    is_version B && pass "$handles suffice" || fail "with $handles, status 0, but the feeds are wrong"
  elif grep -q 'error while loading shared libraries' "$log"; then
    skip "with $handles no program starts"
  else
    refused 'too many open files' "$before" && recovers B && pass "$handles are too few"
  fi
done

case='little memory'
ended=() good=1
for mebibytes in 20 30 40 60 80 100 150 200 300 500 800 1500 3000; do
  start_over
  (ulimit -c 0; ulimit -v $((mebibytes * 1024)); RAYON_NUM_THREADS=8 build; exit $status) 2>/dev/null
  status=$?
  case $status in
    0) is_version B ;;
    # A program that gets no memory is aborted; 127: not even the libraries fit.
    3 | 127 | 134) each_is_whole ;;
    *) false ;;
  esac || { fail "with $mebibytes MiB, status $status, or a feed is neither old nor new"; good=0; continue; }
  ended[status]=$((${ended[status]-0} + 1))
  recovers B || good=0
done
[[ ${ended[0]-0} -gt 0 && ${ended[134]-0} -gt 0 ]] || { fail "of the limits, none is enough or none too little"; good=0; }
[[ $good -eq 1 ]] && pass "${ended[134]} aborted, ${ended[3]-0} refused, ${ended[0]} enough"

case='few threads'
# The limit does not apply to root.
as_user=()
if [[ $EUID -eq 0 ]]; then
  as_user=(setpriv --reuid=54321 --clear-groups)
fi
cp "$feedmill" "$work/feedmill"
for threads in 1 2 3 4; do
  start_over
  chmod -R a+rwX "$work"
  (
    command=("${as_user[@]}" prlimit "--nproc=$threads" "$work/feedmill" "${command[@]:1}")
    RAYON_NUM_THREADS=8 build
    exit $status
  )
  status=$?
  [[ $status -eq 0 ]] && is_version B && pass "$threads" || fail "with $threads, status $status"
done

case='output path is a file'
rm -rf "$out"
echo precious >"$out"
before=$(snapshot "$out")
build
refused 'not a folder' "$before" && pass
rm "$out"

# --- Two runs at once --------------------------------------------------------------------------------------

case='two at once, twenty times'
good=1
for round in $(seq 20); do
  version=$([[ $((round % 2)) -eq 0 ]] && echo A || echo B)
  retitle $version
  [[ $((round % 5)) -eq 0 ]] && rm -rf "$out"
  build & first=$!
  "${command[@]}" "$out" >"$log.2" 2>&1 & second=$!
  wait $first
  wait $second || { cp "$log.2" "$log"; fail "round $round: the second run failed"; good=0; break; }
  is_version $version || { fail "round $round: the feeds are wrong"; good=0; break; }
done
[[ $good -eq 1 ]] && pass

# --- Killed ------------------------------------------------------------------------------------------

# Starts a build and sends it a signal at a random time. Sets $status to its exit status.
stop_with() { # SIGNAL
  "${command[@]}" "$out" >"$log" 2>&1 &
  local run=$!
  sleep "$(random_moment)"
  { kill -"$1" $run && wait $run; } 2>/dev/null || wait $run 2>/dev/null
  status=$?
}

case="killed $kills times"
start_over
good=1 killed=0
for round in $(seq "$kills"); do
  version=$([[ $((round % 2)) -eq 0 ]] && echo A || echo B)
  retitle $version
  stop_with KILL
  [[ $status -eq 137 ]] && killed=$((killed + 1))
  each_is_whole || { fail "round $round: a feed is neither old nor new"; good=0; break; }
  if [[ $((round % 3)) -eq 0 ]]; then
    recovers $version || { good=0; break; }
  fi
done
[[ $good -eq 1 ]] && recovers "$version" && pass "$killed killed before the end"

for signal in TERM INT; do
  case="SIG$signal ten times"
  good=1 stopped=0
  for round in $(seq 10); do
    start_over
    [[ $round -gt 7 ]] && rm -rf "$out"
    before=$([[ -e $out ]] && snapshot "$out")
    stop_with $signal
    case $status in
      0) is_version B || { fail "round $round: status 0, but the feeds are wrong"; good=0; break; } ;;
      3 | 143 | 130) # The latter two: before the program listened.
        stopped=$((stopped + 1))
        after=$([[ -e $out ]] && snapshot "$out")
        [[ $after == "$before" ]] || {
          diff <(echo "$before") <(echo "$after") >>"$log"
          fail "round $round: temporary files were left"
          good=0
          break
        }
        ;;
      *) fail "round $round: status $status"; good=0; break ;;
    esac
    recovers B || { good=0; break; }
  done
  [[ $good -eq 1 ]] && pass "$stopped stopped before the end"
done

# --- feedmill.ids -----------------------------------------------------------------------------------

case="adopt, killed $kills times"
ids=$site/feedmill.ids
printf '# Ours.\nnone.md\turn:example:none\n' >"$work/ids.old"
adopt=("$feedmill" adopt "$work/A" --source "$site" --url https://example.org/ --write)
cp "$work/ids.old" "$ids"
began=$(date +%s%N)
"${adopt[@]}" >"$log" 2>&1
adopting=$((($(date +%s%N) - began) / 1000000))
mv "$ids" "$work/ids.new"
good=1 killed=0 replaced=0
[[ $(wc -l <"$work/ids.new") -gt 30 ]] || { fail 'no lines were added'; good=0; }
for round in $(seq "$kills"); do
  [[ $good -eq 1 ]] || break
  cp "$work/ids.old" "$ids"
  "${adopt[@]}" >"$log" 2>&1 &
  run=$!
  sleep "$(duration=$adopting random_moment)"
  { kill -KILL $run && wait $run; } 2>/dev/null || wait $run 2>/dev/null
  [[ $? -eq 137 ]] && killed=$((killed + 1))
  if cmp -s "$ids" "$work/ids.new"; then
    replaced=$((replaced + 1))
  elif ! cmp -s "$ids" "$work/ids.old"; then
    fail "round $round: feedmill.ids is neither old nor new"
    good=0
  fi
done
if [[ $good -eq 1 ]]; then
  cp "$work/ids.old" "$ids"
  "${adopt[@]}" >"$log" 2>&1
  if ! cmp -s "$ids" "$work/ids.new" || [[ -e $site/.feedmill.ids.new ]]; then
    fail 'the next run writes something else, or leaves files'
  else
    pass "$killed killed before the end, $replaced after the file was replaced"
  fi
fi
rm -f "$ids"

# --- What the last run left ---------------------------------------------------------------------------

case="last run, killed $kills times"
start_over
good=1 killed=0 fresh=$work/fresh
for round in $(seq "$kills"); do
  version=$([[ $((round % 2)) -eq 0 ]] && echo A || echo B)
  sed -i "s/^\(title: .*version \).*/\1$version/" "$site"/*$((round % 10)).md
  stop_with KILL
  [[ $status -eq 137 ]] && killed=$((killed + 1))
  build
  [[ $status -eq 0 ]] || { fail "round $round: status $status"; good=0; break; }
  rm -rf "$fresh"
  "${command[@]}" "$fresh" --fresh >"$log" 2>&1
  diff -r "$fresh" "$out" >>"$log" 2>&1 || { fail "round $round: a fresh build gives something else"; good=0; break; }
  [[ $(find "$site/.feedmill" -mindepth 1 -printf '%f\n' | sort | paste -sd ' ') == '.gitignore last-run' ]] || {
    ls -A "$site/.feedmill" >>"$log"
    fail "round $round: temporary files were left"
    good=0
    break
  }
done
[[ $good -eq 1 ]] && pass "$killed killed before the end"

case='last run, full disk'
if [[ $EUID -eq 0 ]]; then
  for free in 4 8 32 64; do # KiB
    rm -rf "$site/.feedmill"
    mkdir "$site/.feedmill"
    mount -t tmpfs -o size=${free}k tmpfs "$site/.feedmill" 2>/dev/null || { skip 'no permission to mount a tmpfs'; break; }
    good=1
    start_over
    for round in 1 2; do
      build
      [[ $status -eq 0 ]] || { fail "$free KiB: status $status"; good=0; break; }
      [[ -s $log ]] && { fail "$free KiB: a message was printed"; good=0; break; }
      is_version B || { fail "$free KiB: the feeds are wrong"; good=0; break; }
    done
    umount "$site/.feedmill"
    [[ $good -eq 1 ]] && pass "$free KiB"
  done
  rm -rf "$site/.feedmill"
else
  skip 'needs root and permission to mount a tmpfs'
fi

[[ $failures -eq 0 ]]
