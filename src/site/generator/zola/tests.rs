//! The expected values were taken from Zola 0.22.

use super::super::testing;
use super::*;

#[test]
fn folders_of_pages() {
    let files = ["_index.md", "a/_index.md", "a/b/_index.fr.md"];
    let exists = |path: &str| {
        let start = path.trim_end_matches('*');
        files.iter().any(|file| file.starts_with(start))
    };
    for (path, expected) in [
        ("x.md", Some("")),
        ("x/index.md", Some("")),
        ("a/x.md", Some("a")),
        ("a/x/index.md", Some("a")),
        ("a/b/x.md", Some("a/b")),
        ("a/c/x.md", None),
    ] {
        let expected = match expected {
            Some("") => Section::None,
            Some(folder) => Section::Folder(folder.to_owned()),
            None => Section::Nowhere,
        };
        assert_eq!(section(path, &exists), expected, "{path}");
    }
}

#[test]
fn sections() {
    let with_feed = "+++\ngenerate_feeds = true\n+++\n";
    let transparent = "---\ntransparent: true\n---\n";
    let site = |site: &str, pages: &[(&str, &str)]| {
        let text = format!("base_url = \"https://e.org\"\n{site}");
        let told = testing::translation_with(&ZOLA, "config.toml", &text, pages);
        told.replace("url=https://e.org", "").trim().to_owned()
    };
    let paths = "paths.section.atom=:slug/atom.xml paths.section.rss=:slug/rss.xml";
    let taxonomies = "taxonomies=[{tags={title={title} - {term}}} \
                      {section={title={title} - {term} slugs=zola-off name_of={a= NAMES}}}]";
    for (config, pages, expected) in [
        (
            "generate_feeds = true",
            &[("", "+++\n+++\n"), ("a", "+++\n+++\n")][..],
            String::new(),
        ),
        (
            "generate_feeds = true",
            &[
                ("", with_feed),
                ("a", with_feed),
                ("a/b", transparent),
                ("c", "+++\n+++\n"),
            ],
            format!("{paths} {taxonomies} sections=[a c]").replace("a= NAMES", "a= a/b= c="),
        ),
        (
            "",
            &[("", with_feed), ("a", with_feed)],
            format!("{paths} {taxonomies} main_sections=[.] sections=[a]").replace(" NAMES", ""),
        ),
        (
            "",
            &[("", with_feed), ("a", "no header")],
            "main_sections=[.] sections=[]".to_owned(),
        ),
        (
            "ignored_content = [\"*.x\"]",
            &[("a", "+++\ndraft = true\n+++\n")],
            "exclude=[content/**/*.x] defaults=[{path=[content/a] values={in_draft_section=true}}]"
                .to_owned(),
        ),
        // Zola makes no page of such a site.
        (
            "",
            &[("", "+++\ndraft = true\n+++\n")],
            "defaults=[{path=[content] values={in_draft_section=true}}]".to_owned(),
        ),
    ] {
        assert_eq!(site(config, pages), expected, "{pages:?}");
    }
}

/// The settings in a site file, one a line, and the problems found in it.
fn translated(text: &str) -> String {
    testing::translation(&ZOLA, "config.toml", text)
}

#[test]
fn site_files() {
    for (text, expected) in [
        (
            "base_url = \"https://e.org\"\ntitle = \"T\"",
            "title=T url=https://e.org",
        ),
        ("base_url = \"/\"", "? cannot use `base_url: /` as `url`"),
        (
            "author = \"A B <a@b.org>\"",
            "author.name=A B author.email=a@b.org",
        ),
        (
            "author = \"A B\"\ndefault_language = \"zh\"",
            "language=zh author.name=A B",
        ),
        (
            "output_dir = \"docs\"\nfeed_limit = 20",
            "output=docs limit=20",
        ),
        (
            "languages.fr = {}\nlanguages.en = {}",
            "languages={en= fr=fr}",
        ),
        (
            "ignored_content = [\"*.x.md\", \"**/a/*\", \"temp.*\", \"**/b.md\"]",
            "exclude=[content/**/*.x.md content/**/a/** content/**/b.md]",
        ),
        ("slugify = {paths = \"on\", taxonomies = \"on\"}", ""),
        (
            "slugify = {paths = \"safe\", paths_keep_dates = true, taxonomies = \"off\"}",
            "permalink=/:language_folder/:folders/:dated_name_safe/ slugs=zola-off",
        ),
        (
            "slugify.paths = \"no\"",
            "? `slugify.paths` must be `on`, `safe` or `off`, not `no`",
        ),
        (
            "feed_filename = \"rss.xml\"",
            "paths.site.rss=rss.xml paths.site.atom=atom.xml \
             paths.tags.rss=tags/:slug/rss.xml paths.tags.atom=tags/:slug/atom.xml",
        ),
        (
            "feed_filenames = [\"feed.xml\"]",
            "paths.site.atom=feed.xml paths.site.rss=rss.xml \
             paths.tags.atom=tags/:slug/feed.xml paths.tags.rss=tags/:slug/rss.xml",
        ),
        (
            "taxonomies = [{name = \"tags\", feed = true}, {name = \"Ser ies\", feed = true}, {name = \"x\"}]",
            "paths.tags.atom=tags/:slug/atom.xml paths.tags.rss=tags/:slug/rss.xml \
             paths.Ser ies.atom=ser-ies/:slug/atom.xml paths.Ser ies.rss=ser-ies/:slug/rss.xml \
             taxonomies=[{tags={title={title} - {term}}} {Ser ies={title={title} - {term} from=[Ser ies]}}]",
        ),
        (
            "taxonomy_root = \"tax\"\ntaxonomies = [{name = \"author\", feed = true}]",
            "paths.author.atom=tax/author/:slug/atom.xml paths.author.rss=tax/author/:slug/rss.xml \
             taxonomies=[{author={title={title} - {term} from=[taxonomies.authors]}}]",
        ),
        (
            "feed_filenames = [\"atom.xml\", \"rss.xml\", \"feed.xml\"]",
            "paths.site.atom=atom.xml paths.site.rss=rss.xml \
             paths.tags.atom=tags/:slug/atom.xml paths.tags.rss=tags/:slug/rss.xml \
             ? `feed.xml` is not written: `atom.xml` already has that format",
        ),
        ("theme = \"x\"\nextra.a = 1", "! theme extra"),
    ] {
        assert_eq!(translated(text), expected, "{text}");
    }
}
