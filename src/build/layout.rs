//! Where feeds lie below the output folder, and what they say of themselves.

use std::fmt;

use crate::config::{Ids, Settings, permalink};
use crate::emit;
use crate::model::{self, AbsoluteUrl, EntryId, Feed, Format, Text};
use crate::time::Timestamp;

/// The path of a feed: `rss.xml`, or `tags/SLUG/rss.xml`; for a language, the same below `LANG/`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct FeedPath {
    /// The language's folder, if it is a language's feed.
    pub(super) language: Option<String>,
    /// The tag's folder, if it is a tag's feed.
    pub(super) slug: Option<String>,
    /// The format, which names the file.
    pub(super) format: Format,
}

impl FeedPath {
    /// What lies at `path`, if feeds lie there.
    pub(super) fn parse(path: &str) -> Option<Self> {
        let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
        let name = name.strip_suffix(".xml")?;
        let format = *Format::ALL.iter().find(|format| format.name() == name)?;
        let (language, folder) = match folder.split_once('/') {
            _ if folder.is_empty() => (None, ""),
            Some(("tags", _)) => (None, folder),
            Some((language, below)) => (Some(language), below),
            None => (Some(folder), ""),
        };
        // No language is called `tags`.
        let language = match language {
            Some(name) => Some(model::language(name).filter(|language| language == name)?),
            None => None,
        };
        let slug = match folder {
            "" => None,
            _ => {
                let slug = folder
                    .strip_prefix("tags/")
                    .filter(|slug| !slug.contains('/'))?;
                Some(slug.to_owned())
            }
        };
        Some(FeedPath {
            language,
            slug,
            format,
        })
    }
}

impl FeedPath {
    /// The address of the feed.
    fn url(&self, settings: &Settings) -> AbsoluteUrl {
        let path = permalink::encode_path(&self.to_string());
        settings.feeds_url.below(&path)
    }

    /// Whether the feed there, beginning with `head`, is of this site. A folder that is called like
    /// a language may be another site's output, whose feeds say that they live elsewhere.
    pub(super) fn is_of(&self, settings: &Settings, head: &[u8]) -> bool {
        let is_known = |language: &String| settings.languages.contains(language);
        self.language.as_ref().is_none_or(is_known)
            || emit::self_link_of(head).as_deref() == Some(self.url(settings).as_str())
    }
}

impl fmt::Display for FeedPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(language) = &self.language {
            write!(f, "{language}/")?;
        }
        if let Some(slug) = &self.slug {
            write!(f, "tags/{slug}/")?;
        }
        write!(f, "{}.xml", self.format.name())
    }
}

/// What the feed at `path` says of itself: its address and id are its own.
pub(super) fn describe<'s>(
    path: &FeedPath,
    language: Option<&'s str>,
    tag: Option<&Text>,
    settings: &'s Settings,
    published: Option<Timestamp>,
    updated: Option<Timestamp>,
) -> Feed<'s> {
    let self_url = path.url(settings);
    let id = match settings.ids {
        Ids::Permalink => EntryId::from_url(&self_url),
        Ids::Tag => EntryId::tag(
            settings.url.host(),
            &settings.id_date,
            &format!("feeds/{path}"),
        ),
    };
    let title = match tag {
        None => settings.title.clone(),
        Some(tag) => {
            let title = settings
                .tags
                .title
                .replace("{title}", settings.title.as_str());
            Text::new(&title.replace("{tag}", tag.as_str()))
        }
    };
    Feed {
        title,
        description: settings.description.as_ref(),
        alternate: &settings.url,
        self_url,
        id,
        language: language.or(settings.language.as_deref()),
        author: &settings.author,
        category: tag.cloned(),
        rights: settings.rights.as_ref(),
        icon: settings.icon.as_ref(),
        image: settings.image.as_ref(),
        podcast: settings.podcast.as_ref(),
        published,
        updated,
        epoch: settings.epoch,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_read_as_they_are_written() {
        for path in [
            "rss.xml",
            "atom.xml",
            "tags/人工智能/rss.xml",
            "tags/c#/atom.xml",
            "zh-CN/rss.xml",
            "en/tags/c#/atom.xml",
        ] {
            assert_eq!(
                FeedPath::parse(path)
                    .map(|path| path.to_string())
                    .as_deref(),
                Some(path)
            );
        }
        for path in [
            "feed.xml",
            "rss.html",
            "tags/rss.xml",
            "zh_cn/rss.xml",
            "en/x/rss.xml",
            "en/tags/rss.xml",
            "tags/a/b/rss.xml",
            "x/a/rss.xml",
            "",
        ] {
            assert_eq!(FeedPath::parse(path), None, "{path}");
        }
    }
}
