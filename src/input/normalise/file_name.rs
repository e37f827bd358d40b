//! The date, slug and language in the path of an article.

use super::language;
use crate::site::settings::Settings;
use crate::time;

/// What is read from the path of a file.
pub(super) struct FileName {
    /// Below the source, without the extension and a last `/index`.
    pub(super) path: String,
    /// The last part of `path`, without a date; without a language, if the site has several.
    pub(super) slug: String,
    /// The language in the name, or in the folders.
    pub(super) language: Option<String>,
    /// The part of the name that is one of the site's languages.
    pub(super) language_part: Option<String>,
    /// The date in the name or the folders, as it is written there.
    pub(super) date: Option<String>,
}

impl FileName {
    pub(super) fn parse(path: &str, settings: &Settings) -> Self {
        let (language, part) = language::of_path(path, &settings.languages);
        // `2021-03-04-title/index.zh.md` has the date and the name of `2021-03-04-title/index.md`.
        let neutral = part.and_then(|part| {
            let (stem, extension) = path.rsplit_once('.')?;
            Some(format!("{}{extension}", stem.strip_suffix(part)?))
        });
        let neutral = neutral.as_deref().unwrap_or(path);
        let last = bundle(neutral).rsplit('/').next().unwrap_or_default();
        let (date, slug) = match time::from_path(neutral) {
            Some(dated) => (Some(dated.written.to_owned()), dated.slug),
            None => (None, last),
        };
        let mut slug = if slug.is_empty() { last } else { slug }.to_owned();
        if settings.generator.is_none()
            && let Some(named) = named_by_folder(&slug, settings.articles.below(neutral))
        {
            slug = named.to_owned();
        }
        // Without `languages` no placeholder need tell two of them apart.
        if let Some(part) = part.filter(|_| settings.languages.is_empty()) {
            slug.push('.');
            slug.push_str(part);
        }
        let known = language
            .as_deref()
            .and_then(|language| language::edition(language, &settings.languages));
        FileName {
            path: bundle(path).to_owned(),
            slug,
            language_part: part.filter(|_| known.is_some()).map(str::to_owned),
            language,
            date,
        }
    }
}

/// What the file at `path` is called by its folder, if its own name, without a date, is `name` and says
/// nothing. A day is not a name.
fn named_by_folder<'p>(name: &str, path: &'p str) -> Option<&'p str> {
    const SAY_NOTHING: &[&str] = &["index", "_index", "readme", "post", "article", "content"];
    let mut known = SAY_NOTHING.iter();
    known.find(|known| known.eq_ignore_ascii_case(name))?;
    let (folders, _) = path.rsplit_once('/')?;
    let folder = folders.rsplit('/').next().unwrap_or_default();
    let dated = time::from_path(folder).map_or(folder, |dated| dated.slug);
    dated.contains(char::is_alphabetic).then_some(dated)
}

/// The first folder below that of the articles. The folder of a page bundle
/// (`x/index.md`) does not count.
pub(super) fn section<'p>(path: &'p str, settings: &Settings) -> Option<&'p str> {
    let below = path.strip_prefix(settings.articles.root(path))?;
    let below = below.trim_start_matches('/');
    let (section, rest) = below.split_once('/')?;
    let stem = rest.rsplit_once('.').map_or(rest, |(stem, _)| stem);
    let (_, part) = language::of_path(path, &settings.languages);
    let neutral = part.and_then(|part| stem.strip_suffix(part)?.strip_suffix('.'));
    (neutral.unwrap_or(stem) != "index").then_some(section)
}

/// The longest of the folders `sections` that `folder` is, or is below.
pub(super) fn section_of(folder: &str, sections: &[String]) -> Option<String> {
    let holds = |section: &&String| {
        let below = folder.strip_prefix(section.as_str());
        !section.is_empty()
            && below.is_some_and(|below| matches!(below.chars().next(), None | Some('/')))
    };
    let holding = sections.iter().filter(holds);
    holding.max_by_key(|section| section.len()).cloned()
}

/// `path` without its extension and a last `/index`.
fn bundle(path: &str) -> &str {
    let dot = path.rfind('.').filter(|&dot| !path[dot..].contains('/'));
    let stem = dot.map_or(path, |dot| &path[..dot]);
    stem.strip_suffix("/index").unwrap_or(stem)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::site::settings::{self, Flags, Request};

    fn settings(languages: &[&str], articles: &[&str]) -> Settings {
        let flags = Flags::default()
            .with("--title", "title", Some("T"))
            .with("--url", "url", Some("https://example.org/"))
            .with("--languages", "languages", Some(languages.to_vec()))
            .with("--articles", "articles", Some(articles.to_vec()));
        let request = Request {
            source: "nowhere".into(),
            flags,
            for_feeds: true,
            ..Request::default()
        };
        settings::load(request, &[]).unwrap()
    }

    fn file_name(path: &str, languages: &[&str]) -> String {
        let settings = settings(languages, &[]);
        let FileName {
            path,
            slug,
            language,
            language_part: _,
            date,
        } = FileName::parse(path, &settings);
        format!(
            "{path} {slug} {} {}",
            language.unwrap_or_default(),
            date.unwrap_or_default()
        )
    }

    #[test]
    fn sections() {
        for (path, articles, expected) in [
            ("x.md", &[][..], None),
            ("post/x.md", &[], Some("post")),
            ("post/2021/x.md", &[], Some("post")),
            ("post/x/index.md", &[], Some("post")),
            ("about/index.md", &[], None),
            ("about/index.zh.md", &[], None),
            ("content/post/x.md", &["content"], Some("post")),
            ("content/x.md", &["content"], None),
            ("content/post/x.md", &["content/*"], Some("content")),
            ("a/b/x.md", &["a", "c"], Some("a")),
        ] {
            let settings = settings(&["zh"], articles);
            assert_eq!(section(path, &settings), expected, "{path} {articles:?}");
        }
    }

    #[test]
    fn sections_that_are_named() {
        let sections = ["a", "a/b", "c/d"].map(str::to_owned);
        for (folder, expected) in [
            ("a", Some("a")),
            ("ab", None),
            ("a/b", Some("a/b")),
            ("a/b/e", Some("a/b")),
            ("a/bc", Some("a")),
            ("c", None),
        ] {
            assert_eq!(
                section_of(folder, &sections).as_deref(),
                expected,
                "{folder}"
            );
        }
    }

    #[test]
    fn what_paths_tell() {
        for (path, languages, expected) in [
            ("a/x.md", &[][..], "a/x x  "),
            ("a/2021-03-04-x.md", &[], "a/2021-03-04-x x  2021-03-04"),
            ("2021-03-04-x/index.md", &[], "2021-03-04-x x  2021-03-04"),
            ("x.zh.md", &[], "x.zh x.zh zh "),
            ("x.zh.md", &["zh"], "x.zh x zh "),
            (
                "2021-03-04-x.zh.md",
                &["zh"],
                "2021-03-04-x.zh x zh 2021-03-04",
            ),
            (
                "2021-03-04-x/index.zh.md",
                &["zh"],
                "2021-03-04-x/index.zh x zh 2021-03-04",
            ),
            ("zh/x.md", &["zh"], "zh/x x zh "),
            (
                "a/b/2021-03-04-index.md",
                &[],
                "a/b/2021-03-04-index b  2021-03-04",
            ),
            (
                "a/2021-03-04-b/README.md",
                &[],
                "a/2021-03-04-b/README b  2021-03-04",
            ),
            ("a/b/post.md", &[], "a/b/post b  "),
            ("a/b/_index.zh.md", &["zh"], "a/b/_index.zh b zh "),
            (
                "2021/03/04/post.md",
                &[],
                "2021/03/04/post post  2021/03/04",
            ),
            ("README.md", &[], "README README  "),
        ] {
            assert_eq!(file_name(path, languages), expected, "{path}");
        }
    }
}
