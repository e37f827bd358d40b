//! The template of a feed's path, as in `tags/:slug/rss.xml`.

use std::fmt;

use super::slug::{SlugLimits, is_safe, is_safe_name};
use crate::model::{self, Format};

/// A parsed template: `:slug` is a term's slug, `:lang` a folder that only the feeds of a language
/// have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PathTemplate(Vec<TemplatePart>);

#[derive(Debug, Clone, PartialEq, Eq)]
enum TemplatePart {
    Literal(String),
    Slug,
    /// A folder with its slash, or nothing.
    Language,
}

/// The kind of feeds that a template is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FeedScope {
    /// The feed of all articles.
    Site,
    /// A feed for each term.
    Terms,
}

/// What a path says about its feed, according to a template.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Captures<'p> {
    /// The folder of a language, if there is one.
    pub folder: Option<&'p str>,
    /// The slug, if the template has one.
    pub slug: Option<&'p str>,
}

/// Why a text is not a template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TemplateError {
    /// It begins with a slash.
    Absolute,
    /// A part between slashes is not a name.
    NoName(String),
    /// It ends in a folder.
    NoFile,
    /// A placeholder that does not exist.
    UnknownPlaceholder(String),
    /// A placeholder is repeated.
    Twice(&'static str),
    /// `:lang` is not a whole folder.
    LanguageInName,
    /// All terms would share one feed.
    NoSlug,
    /// The feed of all articles does not have a term.
    SlugOfSite,
}

impl fmt::Display for TemplateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            TemplateError::Absolute => {
                f.write_str("paths are relative to the output folder; remove the leading slash")
            }
            TemplateError::NoName(name) if name.is_empty() => {
                f.write_str("there is nothing between two slashes")
            }
            TemplateError::NoName(name) => write!(f, "`{name}` cannot be a file name"),
            TemplateError::NoFile => f.write_str("it does not end in a file name"),
            TemplateError::UnknownPlaceholder(name) => {
                write!(
                    f,
                    "unknown placeholder `:{name}`; there are :slug, :lang, :format"
                )
            }
            TemplateError::Twice(name) => write!(f, "`:{name}` may stand in it only once"),
            TemplateError::LanguageInName => {
                f.write_str("`:lang` must be a folder of its own, as in `:lang/rss.xml`")
            }
            TemplateError::NoSlug => {
                f.write_str("there is no `:slug`, so all terms would share one feed")
            }
            TemplateError::SlugOfSite => f.write_str("the site's feed has no `:slug`"),
        }
    }
}

impl std::error::Error for TemplateError {}

/// The length added to a name while its file is staged: a dot, and `.feedmill-new`.
const STAGED: usize = 14;

/// The longest name in file systems, in bytes.
const MAX_NAME: usize = 255;

impl PathTemplate {
    /// Parses `text`, the path of the feeds of this format.
    ///
    /// # Errors
    ///
    /// If it is not the path of a file below the output folder, or has placeholders that do not exist for such
    /// feeds.
    pub fn parse(text: &str, feeds: FeedScope, format: Format) -> Result<Self, TemplateError> {
        if text.starts_with('/') {
            return Err(TemplateError::Absolute);
        }
        let mut parts = Vec::new();
        let (folders, name) = text.rsplit_once('/').unwrap_or(("", text));
        if name.is_empty() || name == ":slug" || name == ":lang" {
            return Err(TemplateError::NoFile);
        }
        for folder in folders.split('/').filter(|_| !folders.is_empty()) {
            if folder == ":lang" {
                parts.push(TemplatePart::Language);
            } else {
                push_name(folder, format, &mut parts)?;
                push_literal("/", &mut parts);
            }
        }
        push_name(name, format, &mut parts)?;
        let count = |part: TemplatePart| parts.iter().filter(|other| **other == part).count();
        match (count(TemplatePart::Slug), feeds) {
            (0, FeedScope::Terms) => return Err(TemplateError::NoSlug),
            (1.., FeedScope::Site) => return Err(TemplateError::SlugOfSite),
            (2.., FeedScope::Terms) => return Err(TemplateError::Twice("slug")),
            (0, FeedScope::Site) | (1, FeedScope::Terms) => {}
        }
        match count(TemplatePart::Language) {
            0 => parts.insert(0, TemplatePart::Language),
            1 => {}
            _ => return Err(TemplateError::Twice("lang")),
        }
        Ok(PathTemplate(parts))
    }

    /// The path of the feed with this language folder and this term.
    pub fn expand(&self, folder: Option<&str>, slug: Option<&str>) -> String {
        let mut path = String::new();
        for part in &self.0 {
            match part {
                TemplatePart::Literal(text) => path.push_str(text),
                TemplatePart::Slug => path.push_str(slug.unwrap_or_default()),
                TemplatePart::Language => {
                    if let Some(folder) = folder {
                        path.push_str(folder);
                        path.push('/');
                    }
                }
            }
        }
        path
    }

    /// Everything that the feed at `path` may be for: at most one match with a language and one without.
    pub fn captures<'p>(&self, path: &'p str) -> Vec<Captures<'p>> {
        let mut found = Vec::new();
        // This is called for every file in the output folder, and few have the extension of a feed.
        if !matches!(self.0.last(), Some(TemplatePart::Literal(end)) if !path.ends_with(end.as_str()))
        {
            let nothing = Captures {
                folder: None,
                slug: None,
            };
            capture(&self.0, path, nothing, &mut found);
        }
        found
    }

    /// The limits of slugs that keep every name in the path valid.
    pub fn slug_limits(&self) -> SlugLimits {
        let at = self.0.iter().position(|part| *part == TemplatePart::Slug);
        let (before, after) = self.0.split_at(at.unwrap_or(self.0.len()));
        let is_below = before.iter().any(|part| *part != TemplatePart::Language);
        let before = match before.last() {
            Some(TemplatePart::Literal(text)) => {
                text.len() - text.rfind('/').map_or(0, |at| at + 1)
            }
            _ => 0,
        };
        let (after, is_folder) = match after.get(1) {
            Some(TemplatePart::Literal(text)) => match text.find('/') {
                Some(slash) => (slash, true),
                None => (text.len() + STAGED, false),
            },
            _ => (STAGED, false),
        };
        SlugLimits {
            bytes: MAX_NAME.saturating_sub(before + after),
            dots: is_below && is_folder,
        }
    }

    /// How many bytes are the same in all its paths: more bytes make a template more specific.
    pub fn literal_length(&self) -> usize {
        let length = |part: &TemplatePart| match part {
            TemplatePart::Literal(text) => text.len(),
            TemplatePart::Slug | TemplatePart::Language => 0,
        };
        self.0.iter().map(length).sum()
    }

    /// Whether its paths begin with the slug, so that any folder may match.
    pub fn begins_with_slug(&self) -> bool {
        self.0.iter().find(|part| **part != TemplatePart::Language) == Some(&TemplatePart::Slug)
    }
}

/// As written; an implied language folder is left out.
impl fmt::Display for PathTemplate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, part) in self.0.iter().enumerate() {
            match part {
                TemplatePart::Literal(text) => f.write_str(text)?,
                TemplatePart::Slug => f.write_str(":slug")?,
                TemplatePart::Language if index == 0 => {}
                TemplatePart::Language => f.write_str(":lang/")?,
            }
        }
        Ok(())
    }
}

/// Adds the parts of a name between two slashes.
fn push_name(
    name: &str,
    format: Format,
    parts: &mut Vec<TemplatePart>,
) -> Result<(), TemplateError> {
    let mut plain = String::new();
    let mut rest = name;
    while let Some((literal, after)) = rest.split_once(':') {
        let length = after
            .find(|c: char| !c.is_ascii_lowercase())
            .unwrap_or(after.len());
        let (placeholder, after) = after.split_at(length);
        push_literal(literal, parts);
        plain.push_str(literal);
        match placeholder {
            "slug" => parts.push(TemplatePart::Slug),
            "format" => push_literal(format.name(), parts),
            "lang" => return Err(TemplateError::LanguageInName),
            other => return Err(TemplateError::UnknownPlaceholder(other.to_owned())),
        }
        plain.push_str(placeholder);
        rest = after;
    }
    push_literal(rest, parts);
    plain.push_str(rest);
    if !is_safe_name(&plain) {
        return Err(TemplateError::NoName(name.to_owned()));
    }
    Ok(())
}

fn push_literal(text: &str, parts: &mut Vec<TemplatePart>) {
    match parts.last_mut() {
        _ if text.is_empty() => {}
        Some(TemplatePart::Literal(before)) => before.push_str(text),
        _ => parts.push(TemplatePart::Literal(text.to_owned())),
    }
}

fn capture<'p>(
    parts: &[TemplatePart],
    rest: &'p str,
    so_far: Captures<'p>,
    found: &mut Vec<Captures<'p>>,
) {
    let Some((part, after)) = parts.split_first() else {
        if rest.is_empty() {
            found.push(so_far);
        }
        return;
    };
    match part {
        TemplatePart::Literal(text) => {
            if let Some(rest) = rest.strip_prefix(text.as_str()) {
                capture(after, rest, so_far, found);
            }
        }
        TemplatePart::Language => {
            if let Some((folder, below)) = rest.split_once('/')
                && model::language(folder)
                    .is_some_and(|language| language.eq_ignore_ascii_case(folder))
            {
                let folder = Some(folder);
                capture(after, below, Captures { folder, ..so_far }, found);
            }
            capture(after, rest, so_far, found);
        }
        TemplatePart::Slug => {
            let ends = rest.char_indices().map(|(at, c)| at + c.len_utf8());
            for end in ends {
                let (slug, rest) = rest.split_at(end);
                let begins = match after.first() {
                    Some(TemplatePart::Literal(text)) => rest.starts_with(text.as_str()),
                    Some(_) => true,
                    None => rest.is_empty(),
                };
                if begins && is_safe(slug) {
                    let slug = Some(slug);
                    capture(after, rest, Captures { slug, ..so_far }, found);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn terms(text: &str) -> Result<PathTemplate, TemplateError> {
        PathTemplate::parse(text, FeedScope::Terms, Format::Atom)
    }

    #[test]
    fn paths_are_made() {
        for (text, language, expected) in [
            ("tags/:slug/index.xml", None, "tags/x/index.xml"),
            ("tags/:slug/index.xml", Some("en"), "en/tags/x/index.xml"),
            ("feed/by_tag/:slug.xml", None, "feed/by_tag/x.xml"),
            ("feeds/:slug.:format.xml", None, "feeds/x.atom.xml"),
            (":slug/:format.xml", Some("zh-CN"), "zh-CN/x/atom.xml"),
            ("feeds/:lang/:slug.xml", Some("en"), "feeds/en/x.xml"),
            ("feeds/:lang/:slug.xml", None, "feeds/x.xml"),
            ("a-:slug_feed", None, "a-x_feed"),
        ] {
            let path = terms(text).unwrap().expand(language, Some("x"));
            assert_eq!(path, expected, "{text}");
        }
        let site = PathTemplate::parse("index.xml", FeedScope::Site, Format::Rss).unwrap();
        assert_eq!(site.expand(Some("en"), None), "en/index.xml");
    }

    #[test]
    fn what_is_no_template_is_told() {
        use TemplateError::*;
        for (text, expected) in [
            ("/tags/:slug.xml", Absolute),
            ("../:slug.xml", NoName("..".to_owned())),
            ("tags/./:slug.xml", NoName(".".to_owned())),
            ("tags//:slug.xml", NoName(String::new())),
            (".tags/:slug.xml", NoName(".tags".to_owned())),
            ("tags\\:slug.xml", NoName("tags\\:slug.xml".to_owned())),
            ("tags/:slug*.xml", NoName(":slug*.xml".to_owned())),
            ("", NoFile),
            ("tags/:slug/", NoFile),
            ("tags/:slug", NoFile),
            (":slug/:lang", NoFile),
            ("tags/:name.xml", UnknownPlaceholder("name".to_owned())),
            ("tags/:/x.xml", UnknownPlaceholder(String::new())),
            ("tags/:slug/:slug.xml", Twice("slug")),
            (":lang/:slug/:lang/x.xml", Twice("lang")),
            ("tags/:slug.:lang.xml", LanguageInName),
            ("tags/index.xml", NoSlug),
        ] {
            assert_eq!(terms(text), Err(expected), "{text}");
        }
        let site = PathTemplate::parse(":slug.xml", FeedScope::Site, Format::Rss);
        assert_eq!(site, Err(SlugOfSite));
    }

    /// Language and slug, each `-` where there is none.
    fn captured(text: &str, path: &str) -> Vec<String> {
        let captures = terms(text).unwrap();
        let captures = captures.captures(path).into_iter();
        let show = |Captures { folder, slug }| {
            format!("{} {}", folder.unwrap_or("-"), slug.unwrap_or("-"))
        };
        captures.map(show).collect()
    }

    #[test]
    fn paths_are_read_back() {
        for (text, path, expected) in [
            (
                "tags/:slug/rss.xml",
                "tags/人工智能/rss.xml",
                &["- 人工智能"][..],
            ),
            ("tags/:slug/rss.xml", "en/tags/c#/rss.xml", &["en c#"]),
            ("tags/:slug/rss.xml", "tags/a/b/rss.xml", &["- a/b"]),
            ("tags/:slug/rss.xml", "tags/rss.xml", &[]),
            ("tags/:slug/rss.xml", "tags//rss.xml", &[]),
            ("tags/:slug/rss.xml", "zh_cn/tags/a/rss.xml", &[]),
            ("tags/:slug/rss.xml", "tags/a/rss.xml.bak", &[]),
            (":slug/rss.xml", "en/rss.xml", &["- en"]),
            (":slug/rss.xml", "en/x/rss.xml", &["en x", "- en/x"]),
            (":slug.xml", "a.xml.xml", &["- a.xml"]),
            (":slug/:lang/x.xml", "a/en/x.xml", &["en a", "- a/en"]),
        ] {
            assert_eq!(captured(text, path), expected, "{text} {path}");
        }
    }

    #[test]
    fn a_slug_has_what_room_the_name_leaves() {
        for (text, bytes, dots) in [
            ("tags/:slug/rss.xml", 255, true),
            ("tags/a-:slug-b/rss.xml", 251, true),
            (":slug.xml", 255 - 4 - 14, false),
            (":slug/rss.xml", 255, false),
            ("tags/x:slug", 255 - 1 - 14, false),
        ] {
            let limits = SlugLimits { bytes, dots };
            assert_eq!(terms(text).unwrap().slug_limits(), limits, "{text}");
        }
    }

    proptest! {
        #[test]
        fn what_is_made_is_read_back(
            text in "(:lang/)?[a-c]{0,2}:slug([a-c]{0,2}/(:lang/)?)?[a-c.]{1,4}",
            language in prop::option::of(prop::sample::select(&["en", "zh-CN", "pt-BR"][..])),
            slug in "[a-c中#]{1,3}(/[a-c.]{1,3}){0,2}",
        ) {
            if let Ok(template) = terms(&text) && is_safe(&slug) {
                let path = template.expand(language, Some(&slug));
                let captures = template.captures(&path);
                let meant = Captures { folder: language, slug: Some(&slug) };
                prop_assert!(captures.contains(&meant), "{} {} {:?}", text, path, captures);
                for captured in captures {
                    prop_assert_eq!(template.expand(captured.folder, captured.slug), path.clone());
                }
            }
        }
    }
}
