//! The expected values were taken from Pelican 4.12.

use super::super::testing;
use super::site_file::beside;
use super::*;
use crate::model::Format;

const SITE: &str = "SITENAME = 'T'\nSITEURL = 'https://e.org/b'\nTIMEZONE = 'Asia/Shanghai'\n";

fn article(site: &str, path: &str, header: &str) -> crate::model::Article {
    let settings = testing::settings("pelicanconf.py", &format!("{SITE}{site}"));
    // Of two dates the first counts.
    let text = format!("{header}\nTitle: x\nDate: 2020-01-02 03:04\n\nbody\n");
    let text = text.trim_start();
    let article = testing::article(&settings, &format!("content/{path}"), text);
    article.unwrap_or_else(|| panic!("{path}"))
}

#[test]
fn terms_authors_and_dates() {
    let named = |site: &str, path: &str, header: &str| {
        let article = article(site, path, header);
        let tags = article.tags.iter().map(|tag| tag.name.to_string());
        let authors = article.authors.iter().map(|author| author.name.to_string());
        let terms = article.terms.iter().map(|term| term.tag.name.to_string());
        [tags.collect::<Vec<_>>(), authors.collect(), terms.collect()].map(|names| names.join("|"))
    };
    for (path, header, expected) in [
        (
            "a.md",
            "Tags: a, b c,  C++, a",
            ["a|b c|C++", "T", "misc|en"],
        ),
        ("a.md", "Tags: a, b; c", ["a, b|c", "T", "misc|en"]),
        (
            "a.md",
            "Tags: 新闻，新语丝\nTag: x\nKeywords: y",
            ["新闻，新语丝", "T", "misc|en"],
        ),
        (
            "c/d/a.md",
            "Author: Smith, John and B",
            ["", "Smith, John and B", "d|Smith, John and B|en"],
        ),
        ("a.md", "Authors: A B, C", ["", "A B|C", "misc|A B|C|en"]),
        (
            "a.md",
            "Authors: Doe, Jane; Roe, Bob\nAuthor: x",
            ["", "Doe, Jane|Roe, Bob", "misc|Doe, Jane|Roe, Bob|en"],
        ),
        ("a.md", "Category: A, B\nLang: fr", ["", "T", "A, B|fr"]),
    ] {
        assert_eq!(named("", path, header), expected, "{header}");
    }
    let site = "AUTHOR = 'S'\nDEFAULT_METADATA = {'category': 'x', 'tags': 'p, q'}";
    assert_eq!(named(site, "a.md", ""), ["p|q", "S", "misc|S|en"]);
    let date = |header| article("", "a.md", header).published.to_rfc3339();
    assert_eq!(date("Date: 2020-01-02_10:11"), "2020-01-02T10:11:00+08:00");
    assert_eq!(date("Published: 2021-01-01"), "2020-01-02T03:04:00+08:00");
}

#[test]
fn site_files() {
    for (text, expected) in [
        (
            "SITENAME = 'T'\nSITEURL = ''\nAUTHOR = 'A'\nSITESUBTITLE = 'S'\nOUTPUT_PATH = 'o'",
            "title=T description=S author.name=A output=o",
        ),
        (
            "SITEURL = 'e.org'",
            "? cannot use `SITEURL: e.org` as `url`",
        ),
        (
            "SITEURL = f()\nTHEME = f()",
            "? `SITEURL` is not a plain constant, so it is ignored ! THEME",
        ),
        (
            "FEED_MAX_ITEMS = 10\nWITH_FUTURE_DATES = False",
            "limit=10 future=false",
        ),
        (
            "FEED_MAX_ITEMS = None\nFEED_DOMAIN = 'https://f.org'",
            "feeds_url=https://f.org",
        ),
        ("PATH = 'src/'", "articles=[src] exclude=[src/pages]"),
        ("PATH = '.'", "articles=[.] exclude=[pages]"),
        (
            "ARTICLE_PATHS = ['a', 'b']\nARTICLE_EXCLUDES = ['a/x']\nPAGE_PATHS = ['p', '']",
            "articles=[content/a content/b] exclude=[content/a/x content/p] defaults={values={pelican={root=content}}}",
        ),
        (
            "IGNORE_FILES = ['**/.*', 'README*']",
            "exclude=[content/pages content/**/.* content/**/README*]",
        ),
        (
            "DEFAULT_CATEGORY = 'd'",
            "defaults={values={pelican={DEFAULT_CATEGORY=d}}}",
        ),
        (
            "SLUGIFY_PRESERVE_CASE = True",
            "slugs=pelican-cased defaults={values={pelican={style=cased}}}",
        ),
        (
            "DEFAULT_LANG = 'zh-CN'",
            "language=zh-CN defaults={values={pelican={DEFAULT_LANG=zh-CN}}}",
        ),
        (
            "SLUG_REGEX_SUBSTITUTIONS = [(r'[^\\w\\s-]', ''), (r'(?u)\\A\\s*', ''), (r'(?u)\\s*\\Z', ''), (r'[-\\s]+', '-')]",
            "",
        ),
        (
            "TAG_REGEX_SUBSTITUTIONS = [('x', 'y')]",
            "taxonomies=[{tags={title={title} - {term} slugs={rule=pelican replace=[[x y]]}}} \
             {categories={title={title} - {term}}} {author={title={title} - {term}}} \
             {language={title={title} from=[lang]}}]",
        ),
        (
            "SLUG_SUBSTITUTIONS = (('C++', 'cpp'), ('x', 'y', True))\nARTICLE_PERMALINK_STRUCTURE = '/%Y/%(category)s/'",
            "permalink.*=/:{year}/:{category}/:{slug}.html permalink.other_languages=/:{year}/:{category}/:{slug}-:{lang}.html \
             defaults={values={pelican={slug=[[C\\+\\+ cpp] [x y] [(?u)\\A\\s* ] [(?u)\\s*\\Z ]] \
             category=[[C\\+\\+ cpp] [x y] [(?u)\\A\\s* ] [(?u)\\s*\\Z ]]}}} \
             taxonomies=[{tags={title={title} - {term} slugs={rule=pelican replace=[[C\\+\\+ cpp] [x y] [(?u)\\A\\s* ] [(?u)\\s*\\Z ]]}}} \
             {categories={title={title} - {term} slugs={rule=pelican replace=[[C\\+\\+ cpp] [x y] [(?u)\\A\\s* ] [(?u)\\s*\\Z ]]}}} \
             {author={title={title} - {term}}} {language={title={title} from=[lang]}}]",
        ),
        (
            "DEFAULT_DATE = 'fs'",
            "? the dates of files are not read, as they are others on each machine; write a date into each article, or `dates: git` into `feedmill.yaml`",
        ),
        (
            "ARTICLE_URL = '{date:%U}/{slug}'",
            "? cannot understand `{date:%U}` in `{date:%U}/{slug}`",
        ),
        (
            "ARTICLE_URL = '{slug}:x'",
            "? cannot understand `:` in `{slug}:x`",
        ),
        (
            "ARTICLE_URL = '{slug}'\nARTICLE_LANG_URL = '{lang}-{slug}'",
            "permalink.*=/:{slug} permalink.other_languages=/:{lang}-:{slug}",
        ),
        (
            "FILENAME_METADATA = '(?=x)'",
            "defaults={values={pelican={FILENAME_METADATA=(?=x)}}} ? cannot understand `(?=x)`, so nothing is taken from it",
        ),
        (
            "FEED_ALL_ATOM = 'feeds/all.atom.xml'\nTAG_FEED_RSS = 'tag/%s.xml'",
            "paths.site.atom=feeds/all.atom.xml paths.site.rss=feeds/all.rss.xml \
             paths.tags.rss=tag/:slug.xml paths.tags.atom=tag/:slug.atom.xml",
        ),
        (
            "FEED_ALL_ATOM = None\nFEED_RSS = '/rss'\nTRANSLATION_FEED_ATOM = 'f/{lang}.atom'",
            "paths.site.rss=rss paths.site.atom=atom \
             paths.language.atom=f/:slug.atom paths.language.rss=f/:slug.rss",
        ),
        (
            "FEED_ALL_ATOM = None\nCATEGORY_FEED_ATOM = None\nTRANSLATION_FEED_ATOM = None\n\
             AUTHOR_FEED_ATOM = None\nAUTHOR_FEED_RSS = None",
            "taxonomies=[{tags={title={title} - {term}}}]",
        ),
        (
            "CATEGORY_FEED_ATOM = 'feeds/x.xml'\nFEED_ATOM = 'a.xml'",
            "paths.site.atom=[feeds/all.atom.xml a.xml] paths.site.rss=feeds/all.rss.xml ? `feeds/x.xml` cannot be the path of a feed: there is no `:slug`, so all terms would share one feed",
        ),
    ] {
        let told = testing::translation(&PELICAN, "pelicanconf.py", text);
        assert_eq!(told, expected, "{text}");
    }
}

#[test]
fn a_feed_lies_beside_the_other() {
    for (path, expected) in [
        ("feeds/all.atom.xml", "feeds/all.rss.xml"),
        ("atom/feed.xml", "atom/feed.rss.xml"),
        ("feed", "feed.rss"),
        ("feeds/:slug/atom.xml", "feeds/:slug/rss.xml"),
    ] {
        assert_eq!(beside(path, Format::Atom, Format::Rss), expected);
    }
}
