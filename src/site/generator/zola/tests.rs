//! The expected values were taken from Zola 0.22.

use super::super::testing;
use super::*;
use crate::site::address::encode_segment;

const SITE: &str = "base_url = \"https://e.org/b\"\ntitle = \"T\"\n";

/// The address and the id of a page, both without the site's, and the beginning of its date.
fn page(site: &str, path: &str, header: &str) -> (String, String, String) {
    let settings = testing::settings("config.toml", &format!("{SITE}{site}"));
    let text = format!("+++\n{header}\n+++\n");
    let article = testing::article(&settings, &format!("content/{path}"), &text);
    let article = article.unwrap_or_else(|| panic!("{path}"));
    let below = |url: &str| {
        url.strip_prefix("https://e.org/b/")
            .unwrap_or(url)
            .to_owned()
    };
    (
        below(article.permalink.as_str()),
        below(article.id.as_str()),
        article.published.to_rfc3339(),
    )
}

#[test]
fn names() {
    for (name, on, dated, safe) in [
        (
            "2021-03-04-Foo_Bar.V1.2.md",
            "foo-bar-v1-2",
            "2021-03-04-foo-bar-v1-2",
            "Foo_Bar.V1.2",
        ),
        ("2021-03-04_under.md", "under", "2021-03-04-under", "under"),
        ("2021-03-04 -a.md", "a", "2021-03-04-a", "a"),
        (
            "2021-03-04 space x.md",
            "2021-03-04-space-x",
            "2021-03-04-space-x",
            "2021-03-04 space x",
        ),
        ("2021-03-04.md", "2021-03-04", "2021-03-04", "2021-03-04"),
        ("2021-03-04-.md", "2021-03-04", "2021-03-04", "2021-03-04-"),
        ("2021-03-04--dd.md", "dd", "2021-03-04-dd", "-dd"),
        (
            "2021-03-04x.md",
            "2021-03-04x",
            "2021-03-04x",
            "2021-03-04x",
        ),
        ("2021-03-04-05-m.md", "05-m", "2021-03-04-05-m", "05-m"),
        (
            "2021-03-04-中文 标题.md",
            "zhong-wen-biao-ti",
            "2021-03-04-zhong-wen-biao-ti",
            "中文 标题",
        ),
        ("2021-03-04-a&b.md", "a-b", "2021-03-04-a-b", "a&b"),
        ("2021-03-04-C#.md", "c", "2021-03-04-c", "C#"),
        ("2021-03-04-Q?.md", "q", "2021-03-04-q", "Q"),
        ("2021-03-04-🎉.md", "tada", "2021-03-04-tada", "🎉"),
        (
            "2021-03-04T05:06:07Z-time.md",
            "time",
            "2021-03-04t05-06-07z-time",
            "time",
        ),
        (
            "2021-03-04T05:06:07.123Z-j.md",
            "j",
            "2021-03-04t05-06-07-123z-j",
            "j",
        ),
        (
            "2021-03-04T10:00:00+08:00-zone.md",
            "zone",
            "2021-03-04t10-00-00-08-00-zone",
            "zone",
        ),
        (
            "2021-03-04T25:06:07Z-q.md",
            "2021-03-04t25-06-07z-q",
            "2021-03-04t25-06-07z-q",
            "2021-03-04T250607Z-q",
        ),
        ("2021-03-04-b/index.md", "b", "2021-03-04-b", "b"),
    ] {
        for (site, expected) in [
            ("", on),
            ("slugify.paths_keep_dates = true", dated),
            ("slugify.paths = \"safe\"", safe),
        ] {
            let (link, id, date) = page(site, &format!("blog/{name}"), "title = 'x'");
            assert_eq!(
                link,
                format!("blog/{}/", encode_segment(expected)),
                "{name}"
            );
            assert_eq!(id, format!("blog/{expected}/"), "{name}");
            assert!(date.starts_with("2021-03-04T"), "{name} {date}");
        }
    }
}

#[test]
fn dates() {
    for (name, header, expected) in [
        ("2021-03-04-a.md", "", "2021-03-04T00:00:00Z"),
        (
            "2021-03-04T10:00:00+08:00-a.md",
            "",
            "2021-03-04T10:00:00+08:00",
        ),
        ("2021-03-04T05:06:07+0800-o.md", "", "2021-03-04T00:00:00Z"),
        (
            "2021-03-04-a.md",
            "date = 2020-01-01",
            "2020-01-01T00:00:00Z",
        ),
        (
            "2021-03-04-a.md",
            "extra.date = 2020-01-01",
            "2021-03-04T00:00:00Z",
        ),
        (
            "2021-13-04-a.md",
            "date = 2020-01-01T10:11:12",
            "2020-01-01T10:11:12Z",
        ),
        (
            "a.md",
            "date = \"2020-01-01 10:11:12\"",
            "2020-01-01T10:11:12Z",
        ),
        ("2030-01-01-a.md", "", "2030-01-01T00:00:00Z"),
    ] {
        let (_, _, date) = page("", name, &format!("title = 'x'\n{header}"));
        assert_eq!(date, expected, "{name} {header}");
    }
}

#[test]
fn addresses() {
    for (site, path, header, expected) in [
        ("", "a.md", "", "a/"),
        (
            "",
            "Big Folder/Sub Dir/2021-04-01-x.md",
            "",
            "Big%20Folder/Sub%20Dir/x/",
        ),
        (
            "",
            "Big Folder/2021-04-02-bundle/index.md",
            "",
            "Big%20Folder/bundle/",
        ),
        (
            "",
            "Big Folder/2021-04-02-bundle/other.md",
            "",
            "Big%20Folder/2021-04-02-bundle/other/",
        ),
        ("", "root/index.md", "", "root/"),
        ("", "y/_under.md", "", "y/under/"),
        ("", "a.md", "slug = \"My Slug/é C#\"", "my-slug-e-c/"),
        ("", "a.md", "slug = \"lead/\"", "lead/"),
        (
            "slugify.paths = \"safe\"",
            "a.md",
            "slug = \"My Slug/é C#\"",
            "My%20Slug%C3%A9%20C%23/",
        ),
        (
            "slugify.paths = \"off\"",
            "a.md",
            "slug = \"My Slug/é C#\"",
            "My%20Slug/%C3%A9%20C%23/",
        ),
        (
            "",
            "x/2021-03-04-a.md",
            "path = \"/Abs/Foo é.html\"",
            "Abs/Foo%20%C3%A9.html/",
        ),
        ("", "x/a.md", "path = \" Rel/Foo \"", "Rel/Foo/"),
        (
            "",
            "x/a.md",
            "path = \"a#b?c%41/中\"",
            "a%23b%3Fc%2541/%E4%B8%AD/",
        ),
        (
            "",
            "x/a.md",
            "slug = \"s\"\nextra = { path = \"p\", slug = \"t\", draft = true }",
            "x/s/",
        ),
        ("", "a/x.fr.md", "", "a/x-fr/"),
        ("languages.fr = {}", "a/x.fr.md", "", "fr/a/x/"),
        ("languages.fr = {}", "a/x.md", "", "a/x/"),
        (
            "languages.fr = {}",
            "a/2021-03-04-bun/index.fr.md",
            "",
            "fr/a/bun/",
        ),
        ("languages.fr = {}", "2021-09-09-d.fr.md", "", "fr/d/"),
        (
            "languages.fr = {}",
            "x.fr.md",
            "path = \"given/p\"",
            "given/p/",
        ),
        ("languages.fr = {}", "v.en.md", "", "v-en/"),
        ("languages.pt-br = {}", "z.pt-br.md", "", "pt-br/z/"),
    ] {
        let (link, ..) = page(site, path, &format!("date = 2020-01-01\n{header}"));
        assert_eq!(link, expected, "{path} {header}");
    }
}

#[test]
fn what_is_no_article() {
    let settings = testing::settings("config.toml", SITE);
    for (path, header, is_one) in [
        ("content/a.md", "date = 2020-01-01", true),
        ("content/_index.md", "date = 2020-01-01", false),
        ("content/a/_index.fr.md", "date = 2020-01-01", false),
        ("content/a.txt", "date = 2020-01-01", false),
        ("content/a.html", "date = 2020-01-01", false),
        ("content/about.md", "title = 'x'", false),
        ("content/a.md", "date = 2020-01-01\ndraft = true", false),
        (
            "content/a.md",
            "date = 2020-01-01\n[extra]\nhidden = true",
            true,
        ),
    ] {
        let text = format!("+++\n{header}\n+++\n");
        let article = testing::article(&settings, path, &text);
        assert_eq!(article.is_some(), is_one, "{path} {header}");
    }
}

#[test]
fn folders_of_pages() {
    let files = ["_index.md", "a/_index.md", "a/b/_index.fr.md"];
    let exists = |path: &str| {
        let start = path.trim_end_matches('*');
        files.iter().any(|file| file.starts_with(start))
    };
    for (path, expected) in [
        ("x.md", None),
        ("x/index.md", None),
        ("a/x.md", Some("a")),
        ("a/x/index.md", Some("a")),
        ("a/b/x.md", Some("a/b")),
        ("a/c/x.md", None),
    ] {
        let expected =
            expected.map_or(Section::None, |folder: &str| Section::Folder(folder.into()));
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
             taxonomies=[{author={title={title} - {term} from=[author]}}]",
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
