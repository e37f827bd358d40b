//! The expected values were taken from Hugo 0.168.

use super::*;
use crate::site::address::Page;
use crate::site::address::permalink::Pattern;
use crate::site::generator::testing::translation_with;
use crate::syntax::tree::{Value, notation, yaml};
use crate::time::{Timestamp, Zone};

/// The other files below the articles' folder in these tests.
const FILES: &[&str] = &[
    "post/leaf/index.md",
    "post/leaf/part.md",
    "post/leaf/in/part.md",
    "post/Sub/_index.md",
    "post/Sub/Deep/x.md",
    "first/index.md",
    "fr/leaf/index.fr.md",
];

fn exists(path: &str) -> bool {
    let is_it = |file: &&str| match path.strip_suffix('*') {
        Some(start) => file
            .strip_prefix(start)
            .is_some_and(|rest| !rest.contains('/')),
        None => *file == path,
    };
    FILES.iter().any(is_it)
}

/// The address of the page at `path` with a YAML header: the header's, else the one made by `pattern`.
fn address(path: &str, header: &str, pattern: &str) -> String {
    let header = yaml::parse(header).unwrap();
    let text = |key: &str| walk(&header, key).and_then(Node::text);
    let name = path.rsplit('/').next().unwrap();
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let page = Page {
        path,
        stem: path,
        slug: text("slug").unwrap_or(stem),
        title: text("title").unwrap_or("A Title"),
        published: Timestamp::parse("2024-01-04T23:30:00-05:00", &Zone::utc()).unwrap(),
        language: None,
        is_in_other_language: stem.ends_with(".fr"),
        language_folder: stem.ends_with(".fr").then_some("fr"),
        language_part: stem.ends_with(".fr").then_some("fr"),
        header: &text,
        categories: &Vec::new,
        exists: &exists,
    };
    let pattern = Pattern::parse(pattern, &HUGO.dialect).unwrap();
    address::in_header(&page).unwrap_or_else(|| pattern.expand(&page, &HUGO.dialect))
}

#[test]
fn a_page_lies_where_its_file_does() {
    for (path, header, expected) in [
        ("a.md", "", "a/"),
        ("Post/Foo Bar & x.V1.md", "", "post/foo-bar--x.v1/"),
        ("post/Sub/Deep/x.md", "", "post/sub/deep/x/"),
        ("post/C#.md", "", "post/c%23/"),
        ("post/C++.md", "", "post/c++/"),
        (
            "post/中文 名！.md",
            "",
            "post/%E4%B8%AD%E6%96%87-%E5%90%8D/",
        ),
        ("post/50%25.md", "", "post/50%25/"),
        ("post/_under.md", "", "post/_under/"),
        ("post/leaf/index.md", "", "post/leaf/"),
        ("post/leaf/index.md", "slug: Other", "post/other/"),
        ("post/a.md", "slug: My Slug & é!", "post/my-slug-%C3%A9/"),
        ("post/a.md", "slug: a/b C", "post/a/b-c/"),
        ("post/a.md", "slug: /lead", "post/lead/"),
        ("post/a.md", "slug: ''", "post/a/"),
        ("post/a.md", "permalink: /x/", "post/a/"),
        ("post/c.fr.md", "", "fr/post/c/"),
        ("fr/leaf/index.fr.md", "", "fr/fr/leaf/"),
        ("post/c.de.md", "", "post/c.de/"),
    ] {
        let pattern = "/:language_folder/:folders/:name/";
        assert_eq!(address(path, header, pattern), expected, "{path} {header}");
    }
}

#[test]
fn a_header_gives_an_address() {
    for (path, url, expected) in [
        ("post/a.md", "/Abs/Foo é", "Abs/Foo é/"),
        ("post/a.md", "/x/", "x/"),
        ("post/a.md", "x", "x/"),
        ("post/a.md", "/x.php", "x.php"),
        ("post/a.md", "/a#b", "a%23b/"),
        ("post/a.md", "//x//y", "x/y/"),
        ("post/a.md", "/", ""),
        ("post/a.md", "/:year/:slug/", "2024/a-title/"),
        (
            "post/a.md",
            "/:2006/:01/:Jan/é x/",
            "2024/01/jan/%C3%A9%20x/",
        ),
        ("post/a.md", "/10:30/", "10:30/"),
        ("post/a.fr.md", "rel/", "fr/rel/"),
        ("post/a.fr.md", "/abs/", "abs/"),
    ] {
        let header = format!("url: '{url}'");
        assert_eq!(address(path, &header, "/"), expected, "{path} {url}");
    }
}

#[test]
fn placeholders() {
    for (path, header, pattern, expected) in [
        ("post/a.md", "", "/:year/:month/:day/", "2024/01/04/"),
        (
            "post/a.md",
            "",
            ":monthname/:weekdayname/:weekday/:yearday",
            "january/thursday/4/4",
        ),
        ("post/a.md", "title: TCP/IP & C++", ":title/", "tcp-ip-c/"),
        ("post/a.md", "title: T", ":slug/:slugorfilename/", "t/a/"),
        (
            "post/a.md",
            "slug: S t",
            ":slug/:slugorcontentbasename/",
            "s-t/s-t/",
        ),
        (
            "post/Foo Bar.md",
            "slug: s",
            ":filename/:contentbasename/",
            "foo-bar/foo-bar/",
        ),
        (
            "post/2024-03-01-fanche.md",
            "",
            "/post/:filename/",
            "post/2024-03-01-fanche/",
        ),
        ("post/leaf/index.md", "", ":filename/", "leaf/"),
        ("post/c.fr.md", "", ":filename/", "c/"),
        (
            "post/Sub/Deep/x.md",
            "",
            ":section/:sections/",
            "post/post/sub/",
        ),
        ("post/Sub/Deep/x.md", "", "x/:sections[1:]/", "x/sub/"),
        (
            "post/Sub/Deep/x.md",
            "",
            ":sections[last]-:sections[0]/",
            "sub-post/",
        ),
        (
            "post/a.md",
            "",
            "x/:sections[1:]/:sections[:1]/:sections[5]",
            "x/post/",
        ),
        (
            "Post/Aa Bb.md",
            "",
            ":section_as_written/:filename_as_written/",
            "Post/Aa-Bb/",
        ),
    ] {
        assert_eq!(address(path, header, pattern), expected, "{path} {pattern}");
    }
}

#[test]
fn what_is_a_page() {
    for (path, expected) in [
        ("about.md", Role::Article),
        ("post/README.md", Role::Article),
        ("post/_under.md", Role::Article),
        ("post/_index.md", Role::Other),
        ("post/_index.fr.md", Role::Other),
        ("post/x.txt", Role::Other),
        ("post/leaf/index.md", Role::Article),
        ("post/leaf/part.md", Role::Other),
        ("post/leaf/in/part.md", Role::Other),
        ("post/Sub/Deep/x.md", Role::Article),
        ("fr/leaf/x.md", Role::Other),
        ("first/below/x.md", Role::Other),
    ] {
        assert_eq!(role(path, &exists), expected, "{path}");
    }
}

#[test]
fn sections() {
    for (path, expected) in [
        ("about.md", ""),
        ("first/index.md", ""),
        ("post/a.md", "post"),
        ("post/leaf/index.md", "post"),
        ("post/folder/a.md", "post"),
        ("post/Sub/a.md", "post/Sub"),
        ("post/Sub/Deep/x.md", "post/Sub"),
    ] {
        let section = address::section(path, &exists).join("/");
        assert_eq!(section, expected, "{path}");
    }
}

/// The settings in a site file, and the problems found in it.
fn translated(toml: &str) -> (String, Vec<String>) {
    let root = crate::site::generator::parse("hugo.toml", toml).unwrap();
    let translation = HUGO.translate(&root, &[], &|_| None);
    let warnings = translation
        .warnings
        .iter()
        .map(|(_, warning)| warning.clone());
    (notation(&translation.tree()), warnings.collect())
}

#[test]
fn site_files() {
    for (toml, expected) in [
        ("BaseURL = 'https://e.org/b'", "{url=https://e.org/b}"),
        (
            "title = 'T'\nlocale = 'zh-cn'\ncopyright = '&copy; A'",
            "{title=T language=zh-cn rights=© A}",
        ),
        (
            "timeZone = 'Asia/Shanghai'\nbuildFuture = true\nbuildDrafts = false",
            "{timezone=Asia/Shanghai future=true}",
        ),
        (
            "[params]\ndescription = 'D'\n[params.author]\nname = 'A'\nemail = 'a@b.org'",
            "{description=D author={name=A email=a@b.org}}",
        ),
        ("[services.rss]\nlimit = 20", "{limit=20}"),
        ("rssLimit = -1", "{limit=0}"),
        (
            "contentDir = 'src/text/'\npublishDir = 'docs'",
            "{output=docs articles=[src/text]}",
        ),
        (
            "ignoreFiles = ['\\.foo$', '/drafts/', 'draft-']",
            "{exclude=[**/*.foo **/drafts **/*draft-*]}",
        ),
        (
            "[permalinks]\npost = '/post/:filename'\n[permalinks.page]\n'Blog' = ':2006/A B/:sections[1:]/'",
            "{permalink={post=/post/:filename/ blog=:year/a-b/:sections[1:]/}}",
        ),
        ("uglyURLs = true", "{permalink={*=/:folders/:name.html}}"),
        (
            "disablePathToLower = true\n[permalinks]\npost = '/P/:title'",
            "{permalink={*=/:folders_as_written/:name_as_written/ post=/P/:title_as_written/} slugs=hugo-as-written}",
        ),
        (
            "[frontmatter]\ndate = [':filename', ':default']",
            "{defaults=[{values={hugo.dated=}}]}",
        ),
        (
            "[taxonomies]\ntag = 'tags'\nauthor = 'author'",
            "{tags={from=[tags]} \
             paths={tags={rss=tags/:slug/index.xml atom=tags/:slug/atom.xml} \
             author={rss=author/:slug/index.xml atom=author/:slug/atom.xml}} \
             taxonomies=[{tags={title={term} on {title} names=title-case}} \
             {author={from=[author] title={term} on {title} names=title-case}} \
             {section={title={term} on {title} names=plural}}]}",
        ),
        (
            "[taxonomies]",
            "{taxonomies=[{section={title={term} on {title} names=plural}}]}",
        ),
        (
            "disableKinds = ['term']",
            "{taxonomies=[{section={title={term} on {title} names=plural}}]}",
        ),
        ("disableKinds = ['home', 'section', 'term']", "{}"),
        (
            "defaultContentLanguage = 'en'\n[languages.en]\nweight = 1\n[languages.cn]\nlocale = 'zh-CN'\n\
             [languages.de]\ndisabled = true",
            "{language=en languages={en= zh-CN=cn} exclude=[**/*.de.*] \
             permalink={*=/:language_folder/:folders/:name/}}",
        ),
    ] {
        let (settings, warnings) = translated(toml);
        assert_eq!(settings, expected, "{toml}");
        assert!(warnings.is_empty(), "{warnings:?}");
    }
}

#[test]
fn what_cannot_be_used_is_told() {
    for toml in [
        "baseURL = '/'",
        "timeZone = 'Beijing'",
        "locale = 'Chinese'",
        "rssLimit = 'many'",
        "contentDir = '../text'",
        "ignoreFiles = ['(a|b)']",
        "[permalinks]\npost = '/:yeer/'",
        "[permalinks]\n'/' = '/:filename'",
        "[permalinks.section]\npost = '/:yeer/'",
        "[taxonomies]\nlang = 'languages'",
        "[taxonomies]\na = 'author'\nb = 'authors'",
        "[outputFormats.RSS]\nbaseName = 'a:b'",
        "[languages.tlhingan]\nweight = 1",
        "[[module.mounts]]\nsource = 'x'\ntarget = 'content/x'",
    ] {
        assert_eq!(translated(toml).1.len(), 1, "{toml}");
    }
}

#[test]
fn headers() {
    let read = |header: &str| {
        let Value::Mapping(mut pairs) = yaml::parse(header).unwrap().value else {
            panic!("{header}");
        };
        let mut header = ArticleHeader {
            path: "a.md",
            text: header,
            pairs: &mut pairs,
            defaults: Vec::new(),
        };
        adapt(&mut header);
        header.get("hidden").is_some()
    };
    for (header, is_left_out) in [
        ("build: {list: never}", true),
        ("build: {render: never}", true),
        ("build: {render: link}", false),
        ("headless: true", true),
    ] {
        assert_eq!(read(header), is_left_out, "{header}");
    }
}

#[test]
fn parts_of_a_site_file() {
    assert_eq!(nested_under("hugo"), [""; 0]);
    assert_eq!(nested_under("permalinks"), ["permalinks"]);
    assert_eq!(nested_under("menus.en"), ["languages", "en", "menus"]);
}

#[test]
fn cascades() {
    let languages = "[languages.en]\n[languages.fr]\n";
    let site = |site: &str, pages: &[(&str, &str)]| {
        let told = translation_with(&HUGO, "hugo.toml", site, pages);
        let at = told.find("defaults=").unwrap_or(told.len());
        let told = told[at..].split(" permalink=").next();
        told.unwrap_or_default().to_owned()
    };
    let section = |cascade: &str| format!("---\ncascade:\n{cascade}\n---\n");
    for (config, cascade, expected) in [
        (
            "",
            "  draft: true",
            "[{path=[content/a] values={draft=true}}]",
        ),
        // What feeds do not use is ignored.
        ("", "  theme: x\n  layout: y", ""),
        (
            "",
            "  _build: {list: never}\n  x: 1",
            "[{path=[content/a] values={_build={list=never}}}]",
        ),
        // The first of a list wins, which is the later of `defaults`.
        (
            "",
            "- tags: [b]\n- tags: [c]",
            "[{path=[content/a] values={tags=[c]}} {path=[content/a] values={tags=[b]}}]",
        ),
        ("", "- target: {kind: section}\n  draft: true", ""),
        ("", "- target: {environment: staging}\n  draft: true", ""),
        (
            "",
            "- _target: {path: '/a/x-*', kind: '{page,home}'}\n  draft: true",
            "[{path=[content/[aA]/[xX][ -]*.{md,markdown,mdown,html,htm} \
             content/[aA]/[xX][ -]*/index.{md,markdown,mdown,html,htm}] values={draft=true}}]",
        ),
        (
            "",
            "- target: {path: '{/b**,**}'}\n  draft: true",
            "[{path=[content/{[bB]*,[bB]*/**/*}.{md,markdown,mdown,html,htm} \
             content/{[bB]*,[bB]*/**/*}/index.{md,markdown,mdown,html,htm} content/a] values={draft=true}}]",
        ),
        (
            languages,
            "- draft: true",
            "[{path=[content/a] except=[**/*.fr.*] values={draft=true}}]",
        ),
    ] {
        let expected = match expected {
            "" => String::new(),
            items => format!("defaults={items}"),
        };
        assert_eq!(
            site(config, &[("a", &section(cascade))]),
            expected,
            "{cascade}"
        );
    }
    // In the site file, for the pages of one language, wherever they lie.
    for (target, expected) in [
        (
            "lang = 'fr'",
            "{path=[content/**/*.fr.*] values={draft=true}}",
        ),
        (
            "lang = 'en'",
            "{path=[content] except=[**/*.fr.*] values={draft=true}}",
        ),
        ("lang = 'de'", "{path=[content] values={draft=true}}"),
    ] {
        let config = format!("{languages}[[cascade]]\ndraft = true\n[cascade.target]\n{target}");
        assert_eq!(
            site(&config, &[]),
            format!("defaults=[{expected}]"),
            "{target}"
        );
    }
}
