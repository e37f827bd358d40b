//! The expected values were taken from Hugo 0.168.

use super::*;
use crate::site::generator::testing::translation_with;
use crate::syntax::tree::notation;

/// The settings in a site file, and the problems found in it.
fn translated(toml: &str) -> (String, Vec<String>) {
    let root = crate::site::generator::parse("hugo.toml", toml, None).unwrap();
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
            "ignoreFiles = ['\\.foo$', '/drafts/', 'draft-', 'posts/a\\.md$']",
            "{exclude=[**/*.foo **/drafts **/*draft-* **/*posts/a.md]}",
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
            "{defaults=[{values={hugo.dates={date=[:filename date publishdate pubdate published lastmod modified] \
             lastmod=[lastmod modified date publishdate pubdate published] \
             publishdate=[publishdate pubdate published date] expirydate=[expirydate unpublishdate]} \
             hugo.languages=}}]}",
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
        "[permalinks.section]\npost = '/:yeer/'",
        "[taxonomies]\nlang = 'languages'",
        "[taxonomies]\na = 'author'\nb = 'authors'",
        "[outputFormats.RSS]\nbaseName = 'a:b'",
        "[languages.tlhingan]\nweight = 1",
        "[[module.mounts]]\nsource = 'x'\ntarget = 'content/y'",
    ] {
        assert_eq!(translated(toml).1.len(), 1, "{toml}");
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
