#!/usr/bin/env bash
# What somebody who may write to a site can do to a build, tested with the program itself. Needs Linux and
# GNU tools.
#
#   tests/hostile.sh target/release/feedmill [PART [ROW]]
#
# Each row adds something to a site with one good article. A build has 3 GiB of address space and 20 s of
# processor time. It must end with status 0 or 1, publish the good article, write less than 300 MB of feeds and
# print less than 60 kB. With a site file that cannot be used it must end with status 2 or 3. What is large has
# one PART-th of its size (default 1; CI uses 8). With ROW only rows run whose name contains it.
set -u

if [[ $# -lt 1 || ! -x $1 ]]; then
  sed -n '2,11s/^# \{0,1\}//p' "$0" >&2
  exit 2
fi
feedmill=$(realpath "$1")
part=${2:-1}
only=${3:-}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
exec 2> >(grep -vE 'Aborted|Killed' >&2)  # What bash says of runs that end so.
site=$work/site out=$work/out log=$work/log failures=0
memory=$((3 << 30)) bytes=300000000

# --- Making files -----------------------------------------------------------------------------------

# TEXT again and again, BYTES in all.
fill() { yes "$1" | tr -d '\n' | head -c $(($2 / part)); }
lines() { yes "$1" | head -c $(($2 / part)); }

article() { # FILE [HEADER-LINE...], its body from standard input
  local file=$site/$1
  shift
  mkdir -p "$(dirname "$file")"
  {
    printf -- '---\ntitle: Hostile\ndate: 2025-01-02\n'
    printf '%s\n' "$@"
    printf -- '---\n'
    cat
  } >"$file"
}

tags() { printf 'tags: ['; seq -s, -f 't%g' "$1" | tr -d '\n'; printf ']'; }

# What lies in the place of a file: a way to say it, and to make it.
odd_files=(zero sparse fifo folder outside)
odd() { # KIND FILE
  rm -rf "$2"
  case $1 in
    zero) ln -s /dev/zero "$2" ;;
    sparse) truncate -s 3G "$2" ;;
    fifo) mkfifo "$2" ;;
    folder) mkdir "$2" ;;
    outside) ln -s "$work/secret" "$2" ;;
  esac
}

# --- Building and judging ---------------------------------------------------------------------------

case=
flags=()
say() { printf '%-8s %s\n' "$1" "$case${2:+: $2}"; }
fail() {
  failures=$((failures + 1))
  say FAILED "$1"
  head -n 4 "$log" | cut -c 1-160 | sed 's/^/           | /'
}

start() { # NAME; whether the row is wanted
  case=$1
  [[ -z $only || $1 == *"$only"* ]] || return 1
  rm -rf "$site" "$out"
  mkdir -p "$site"
  printf 'secret: {name: From outside}\n' >"$work/secret"
  printf -- '---\ntitle: Good\ndate: 2025-01-01\nauthor: secret\n---\nA good article.\n' >"$site/good.md"
  printf 'title: T\nurl: https://example.org/\n' >"$site/feedmill.yaml"
  flags=()
}

build() {
  local began
  began=$(date +%s%N)
  # The machine may be busy: a run that hangs is found by the clock.
  prlimit --as=$memory --cpu=20 --core=0 timeout -s KILL 120 \
    "$feedmill" build "$site" --out "$out" --fresh "${flags[@]}" >"$log" 2>&1 </dev/null
  status=$?
  milliseconds=$((($(date +%s%N) - began) / 1000000))
}

judge() { # [FEED]
  build
  local size
  size=$(du -sb "$out" 2>/dev/null | cut -f1)
  if [[ $status -ne 0 && $status -ne 1 ]]; then
    fail "status $status after $milliseconds ms"
  elif ! grep -q '<title>Good</title>' "$out/${1-rss.xml}"; then
    fail 'the good article is not published'
  elif [[ $size -ge $bytes ]]; then
    fail "$size bytes of feeds"
  elif [[ $(stat -c %s "$log") -ge 60000 ]]; then
    fail "$(stat -c %s "$log") bytes of messages"
  elif grep -rq 'From outside' "$out"; then
    fail 'something from outside is published'
  else
    say ok "status $status, $milliseconds ms, $((size / 1000)) kB"
  fi
}

refuse() {
  build
  case $status in
    2 | 3) say ok "status $status, $milliseconds ms" ;;
    *) fail "status $status" ;;
  esac
}

# --- What one article can cost ----------------------------------------------------------------------

long=$(fill x $((100000 * part)))
for key in permalink url slug; do
  start "a long $key" && {
    lines '[a](b) ' 500000 | article bad.md "$key: /$long/"
    judge
  }
done
start 'a long value in an address' && {
  echo 'permalink: "/:{x}/:slug/"' >>"$site/feedmill.yaml"
  lines '[a](b) ' 500000 | article bad.md "x: $long"
  judge
}
start '4 MiB of < with 256 tags' && { fill '<' $((4 << 20)) | article bad.md "$(tags 256)" && judge; }
start '1 MiB of content with 256 tags' && { lines 'word word' 1000000 | article bad.md "$(tags 256)" && judge; }
start '1 MB of title with 256 tags' && {
  echo | article bad.md "$(tags 256)" "description: $(fill x 1000000)"
  judge
}
start '100,000 authors' && { echo | article bad.md "authors: [$(seq -s, -f 'a%g' 100000)]" && judge; }
start '100,000 tags' && { echo | article bad.md "$(tags 100000)" && judge; }
for sign in '[' '<' '(' '`' '*' '_' '![' '<!--' '&#' '{{' '{%' '|-'; do
  start "32 MB of $sign" && { fill "$sign" 32000000 | article bad.md && judge; }
  start "32 MB of $sign in HTML" && { fill "$sign" 32000000 | article bad.html && judge; }
  start "4 MiB of $sign" && { fill "$sign" $((4 << 20)) | article bad.md && judge; }
done
start '16 MiB of >' && { fill '>' $((16 << 20)) | article bad.md && judge; }
start '4 MiB of >' && { fill '>' $((4 << 20)) | article bad.md && judge; }
start 'deep elements' && { fill '<div>' 3000000 | article bad.html && judge; }
start '32,000 bodies that cannot be used' && {
  nested=$(fill '<div>' $((3000 * part)))
  mkdir "$site/bad"
  awk -v body="$nested" -v folder="$site/bad" -v number=$((32000 / part)) 'BEGIN {
    for (n = 0; n < number; n++) {
      file = folder "/" n ".md"
      printf "---\ntitle: Bad %d\ndate: 2025-01-02\n---\n%s\n", n, body >file
      close(file)
    }
  }'
  judge
}
start '80,000 titles' && { echo | article bad.md "$(lines 'title: v' 720000)" && judge; }
start '40,000 unknown settings' && { seq -f 'setting%g: 1' 40000 >>"$site/feedmill.yaml" && refuse; }

# --- What is read -------------------------------------------------------------------------------------

for kind in "${odd_files[@]}"; do
  start "$kind as an article" && { odd "$kind" "$site/bad.md" && judge; }
  start "$kind as .gitignore" && { odd "$kind" "$site/.gitignore" && judge; }
  start "$kind as feedmill.yaml" && { odd "$kind" "$site/feedmill.yaml" && refuse; }
  start "$kind as _config.yml" && { rm "$site/feedmill.yaml" && odd "$kind" "$site/_config.yml" && refuse; }
  start "$kind as authors.yml" && { mkdir "$site/_data" && odd "$kind" "$site/_data/authors.yml" && judge; }
  start "$kind as feedmill.ids" && {
    odd "$kind" "$site/feedmill.ids"
    build
    case $status in
      0 | 1 | 2 | 3) say ok "status $status, $milliseconds ms" ;;
      *) fail "status $status" ;;
    esac
  }
  start "$kind as a feed" && {
    mkdir "$out"
    odd "$kind" "$out/atom.xml"
    build
    case $status in
      # A file of zeros is what a power cut leaves of a feed, and is replaced.
      0 | 1 | 3) grep -q '<title>Good</title>' "$out/rss.xml" && say ok "status $status, $milliseconds ms" || fail 'not published' ;;
      *) fail "status $status" ;;
    esac
  }
  start "$kind as a staged feed" && {
    mkdir "$out"
    odd "$kind" "$out/.atom.xml.feedmill-new"
    if [[ $kind == folder ]]; then
      build
      grep -q 'is a folder' "$log" && grep -q '<title>Good</title>' "$out/rss.xml" && say ok "status $status" || fail "status $status"
    else
      judge
    fi
  }
done

# --- What is written ----------------------------------------------------------------------------------

start 'a tag with the name of the main feed' && {
  printf 'formats: [rss]\nslugs: hugo\npaths: {tags: ":slug/rss.xml"}\n' >>"$site/feedmill.yaml"
  echo | article bad.md 'tags: [rss.xml, RSS.XML, atom.xml]'
  judge
}
start 'a folder with the name of the main feed' && {
  rm "$site/feedmill.yaml"
  mkdir "$site/content"
  mv "$site/good.md" "$site/content/"
  printf 'baseURL = "https://example.org/"\ntitle = "T"\n' >"$site/hugo.toml"
  echo | article content/index.xml/b.md
  judge index.xml
}
start 'the output folder as a link' && {
  mkdir -p "$work/elsewhere"
  ln -s "$work/elsewhere" "$site/feeds"
  for out in "$site/feeds" "$site/feeds/new"; do
    build
    [[ $status -eq 3 ]] || fail "status $status"
  done
  out=$work/out
  [[ -z $(ls -A "$work/elsewhere") ]] && say ok || fail 'something was written outside'
}
start 'names that servers obey' && {
  printf 'formats: [rss]\nslugs: hugo\npaths: {tags: ":slug/rss.xml"}\n' >>"$site/feedmill.yaml"
  names=(.htaccess .git .well-known CNAME _headers _redirects index.html web.config)
  echo | article bad.md "tags: [$(IFS=,; echo "${names[*]}")]"
  judge
  for name in "${names[@]}"; do
    [[ -z $(find "$out" -iname "$name") ]] || fail "$name was made"
  done
}
start 'a report over an article, a feed or the site file' && {
  build
  before=$(cat "$site"/* "$out"/*.xml | sha256sum)
  for file in "$site/good.md" "$site/feedmill.yaml" "$out/rss.xml"; do
    flags=(--report "$file")
    build
    [[ $status -eq 2 ]] || fail "status $status for $file"
  done
  [[ $(cat "$site"/* "$out"/*.xml | sha256sum) == "$before" ]] && say ok || fail 'a file was overwritten'
}
start 'ignore files with many patterns' && {
  folder=$site
  for _ in 1 2 3 4 5 6; do
    folder=$folder/a
    mkdir "$folder"
    seq -f 'a%g*.md' 10000 >"$folder/.gitignore"
    echo | article "${folder#"$site"/}/b.md"
  done
  judge
}
start 'ids that run' && {
  for scheme in javascript vbscript data file; do
    echo | article "$scheme.md" "id: '$scheme:alert(1)'"
  done
  judge
  grep -qE '(javascript|vbscript|data|file):alert' "$out"/*.xml && fail 'an id was published'
}

# --- Somebody who changes the folders during builds ---------------------------------------------------

start 'an article that is swapped for a link, 50 builds' && {
  good=1
  (
    while :; do
      ln -sfn "$work/secret-article" "$site/new" && mv -T "$site/new" "$site/bad.md"
      echo | article new && mv -T "$site/new" "$site/bad.md"
    done
  ) 2>/dev/null &
  swapping=$!
  printf -- '---\ntitle: From outside\ndate: 2025-01-02\n---\nFrom outside.\n' >"$work/secret-article"
  for _ in $(seq 50); do
    build
    [[ $status -le 1 ]] || { fail "status $status"; good=0; break; }
    grep -q 'From outside' "$out"/*.xml && { fail 'published from outside'; good=0; break; }
  done
  kill $swapping
  wait $swapping 2>/dev/null
  [[ $good -eq 1 ]] && say ok
}
start 'an output folder that is swapped for a link, 50 builds' && {
  mkdir -p "$out/tags" "$work/elsewhere"
  echo | article tagged.md "$(tags 40)"
  (
    while :; do
      mv -T "$out/tags" "$out/aside"
      ln -s "$work/elsewhere" "$out/tags"
      rm "$out/tags"
      mv -T "$out/aside" "$out/tags"
    done
  ) 2>/dev/null &
  swapping=$!
  for _ in $(seq 50); do
    build
    [[ $status -eq 0 || $status -eq 1 || $status -eq 3 ]] || { fail "status $status"; break; }
  done
  kill $swapping
  wait $swapping 2>/dev/null
  [[ -z $(ls -A "$work/elsewhere") ]] && say ok || fail "$(ls -A "$work/elsewhere" | wc -l) files outside"
}

start 'a signal while a large article is rendered' && {
  fill '<' $((32000000 * part)) | article bad.html
  for signal in TERM INT; do
    # A shell lets its background jobs ignore SIGINT.
    env --default-signal=INT "$feedmill" build "$site" --out "$out" --fresh >"$log" 2>&1 &
    run=$!
    sleep 0.5
    began=$(date +%s%N)
    kill -$signal $run
    wait $run
    status=$?
    milliseconds=$((($(date +%s%N) - began) / 1000000))
    [[ $status -eq 143 || $status -eq 130 ]] || fail "status $status after SIG$signal"
    # A second, and what a busy machine adds.
    [[ $milliseconds -lt 2000 ]] && say ok "SIG$signal: $milliseconds ms" || fail "$milliseconds ms after SIG$signal"
  done
}

# --- What runs out ------------------------------------------------------------------------------------

start 'little memory' && {
  lines 'word word' 4000000 | article large.md "$(tags 20)"
  build
  for memory in $((40 << 20)) $((60 << 20)) $((80 << 20)) $((100 << 20)) $((150 << 20)) $((200 << 20)); do
    rm -rf "$out"
    build
    # A program that gets no memory is aborted; the feeds that there are must be whole.
    case $status in
      0 | 1 | 3 | 70 | 127 | 134) ;; # 127: not even the libraries fit.
      *) fail "status $status with $((memory >> 20)) MiB" ;;
    esac
    for feed in "$out"/*.xml; do
      [[ ! -e $feed ]] || tail -c 20 "$feed" | grep -qE '</(rss|feed)>' || fail "$feed is not whole"
    done
  done
  memory=$((3 << 30))
  rm -rf "$out"
  judge
}
start 'closed standard streams' && {
  for closed in '2>&-' '>&- 2>&-' '<&- >&- 2>&-' '2>/dev/full' '>/dev/full 2>/dev/full'; do
    rm -rf "$out"
    echo 'title: [' >"$site/bad.md"
    eval "\"$feedmill\" build \"$site\" --out \"$out\" --fresh $closed"
    status=$?
    [[ $status -le 3 ]] || fail "status $status with $closed"
    grep -q '<title>Good</title>' "$out/rss.xml" || fail "not published with $closed"
  done
  say ok
}

[[ $failures -eq 0 ]]
