//! The site file as it was written: everything optional.

mod read;

use crate::model::Format;
use crate::syntax::tree::Pairs;

/// A setting and where it was given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Given<T> {
    /// What was given.
    pub value: T,
    /// Where.
    pub origin: Origin,
}

/// Where a setting was given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// Bytes before it in the layers.
    File(usize),
    /// The flag of the command line.
    Flag(&'static str),
}

impl<T> Given<T> {
    /// `value`, given as `flag`.
    pub fn by_flag(value: T, flag: &'static str) -> Self {
        Given {
            value,
            origin: Origin::Flag(flag),
        }
    }
}

type Setting<T> = Option<Given<T>>;

/// Every setting, as given.
#[derive(Debug, Default)]
#[expect(
    missing_docs,
    reason = "the README describes every setting under its name"
)]
pub struct RawSite {
    pub generator: Setting<String>,
    pub title: Setting<String>,
    pub url: Setting<String>,
    pub description: Setting<String>,
    pub language: Setting<String>,
    pub languages: Setting<Vec<RawLanguage>>,
    pub encoding: Setting<String>,
    pub author: Setting<RawAuthor>,
    pub timezone: Setting<String>,
    pub articles: Setting<Vec<Given<String>>>,
    pub exclude: Setting<Vec<Given<String>>>,
    pub sections: Setting<Vec<Given<String>>>,
    pub main_sections: Setting<Vec<Given<String>>>,
    pub output: Setting<String>,
    pub feeds_url: Setting<String>,
    pub paths: Vec<(Given<String>, Vec<RawPath>)>,
    pub taxonomies: Setting<Vec<RawTaxonomy>>,
    pub slugs: Setting<String>,
    /// The pattern of each section, and of the others under `*`.
    pub permalink: Vec<(String, Given<String>)>,
    pub ids: Setting<String>,
    pub id_date: Setting<String>,
    pub limit: Setting<usize>,
    pub content: Setting<String>,
    pub formats: Setting<Vec<Given<String>>>,
    pub drafts: Setting<bool>,
    pub future: Setting<bool>,
    pub rights: Setting<String>,
    pub icon: Setting<String>,
    pub image: Setting<String>,
    pub tags: RawTags,
    pub authors: RawAuthors,
    pub defaults: Vec<RawDefaults>,
    pub podcast: Setting<RawPodcast>,
    pub lint: Vec<(Given<String>, Given<String>)>,
}

/// One of `languages`.
#[derive(Debug)]
pub struct RawLanguage {
    /// The language.
    pub tag: Given<String>,
    /// Its folder, blank for none; that of its name if nothing is said.
    pub folder: Setting<String>,
}

/// A path in `paths`.
#[derive(Debug)]
pub struct RawPath {
    /// Of which format.
    pub format: Format,
    /// The template; `None` for `false`.
    pub template: Given<Option<String>>,
}

/// One of `taxonomies`.
#[derive(Debug)]
#[expect(
    missing_docs,
    reason = "the README describes every setting under its name"
)]
pub struct RawTaxonomy {
    pub name: Given<String>,
    pub from: Setting<Vec<Given<String>>>,
    pub title: Setting<String>,
    pub min_articles: Setting<usize>,
    pub slugs: Setting<String>,
}

/// `author`: a name, or a mapping.
#[derive(Debug, Default)]
#[expect(
    missing_docs,
    reason = "the README describes every setting under its name"
)]
pub struct RawAuthor {
    pub name: Setting<String>,
    pub email: Setting<String>,
    pub url: Setting<String>,
}

/// `podcast`.
#[derive(Debug, Default)]
#[expect(
    missing_docs,
    reason = "the README describes every setting under its name"
)]
pub struct RawPodcast {
    pub category: Setting<Vec<Given<String>>>,
    pub explicit: Setting<bool>,
    pub image: Setting<String>,
    pub author: Setting<String>,
    pub owner: Setting<RawOwner>,
    pub kind: Setting<String>,
}

/// `podcast.owner`.
#[derive(Debug, Default)]
#[expect(
    missing_docs,
    reason = "the README describes every setting under its name"
)]
pub struct RawOwner {
    pub name: Setting<String>,
    pub email: Setting<String>,
}

/// `authors`.
#[derive(Debug, Default)]
#[expect(
    missing_docs,
    reason = "the README describes every setting under its name"
)]
pub struct RawAuthors {
    pub file: Setting<String>,
    pub separators: Setting<Vec<Given<String>>>,
}

/// One of `defaults`.
#[derive(Debug, Default)]
#[expect(
    missing_docs,
    reason = "the README describes every setting under its name"
)]
pub struct RawDefaults {
    pub path: Setting<Vec<Given<String>>>,
    pub values: Pairs,
}

/// `tags`.
#[derive(Debug, Default)]
#[expect(
    missing_docs,
    reason = "the README describes every setting under its name"
)]
pub struct RawTags {
    pub from: Setting<Vec<Given<String>>>,
    pub aliases: Vec<(Given<String>, String)>,
    pub exclude: Setting<Vec<Given<String>>>,
    pub separators: Setting<Vec<Given<String>>>,
    pub min_articles: Setting<usize>,
    pub title: Setting<String>,
}

impl RawSite {
    /// These settings, and where one is missing, that of `other`.
    pub fn or(self, other: RawSite) -> RawSite {
        RawSite {
            generator: self.generator.or(other.generator),
            title: self.title.or(other.title),
            url: self.url.or(other.url),
            description: self.description.or(other.description),
            language: self.language.or(other.language),
            languages: self.languages.or(other.languages),
            encoding: self.encoding.or(other.encoding),
            author: self.author.or(other.author),
            timezone: self.timezone.or(other.timezone),
            articles: self.articles.or(other.articles),
            exclude: self.exclude.or(other.exclude),
            sections: self.sections.or(other.sections),
            main_sections: self.main_sections.or(other.main_sections),
            output: self.output.or(other.output),
            feeds_url: self.feeds_url.or(other.feeds_url),
            ids: self.ids.or(other.ids),
            id_date: self.id_date.or(other.id_date),
            limit: self.limit.or(other.limit),
            content: self.content.or(other.content),
            formats: self.formats.or(other.formats),
            drafts: self.drafts.or(other.drafts),
            future: self.future.or(other.future),
            rights: self.rights.or(other.rights),
            icon: self.icon.or(other.icon),
            image: self.image.or(other.image),
            slugs: self.slugs.or(other.slugs),
            // No flag speaks of these.
            permalink: other.permalink,
            paths: other.paths,
            taxonomies: other.taxonomies,
            tags: other.tags,
            authors: other.authors,
            defaults: other.defaults,
            podcast: other.podcast,
            lint: other.lint,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::tree::yaml;

    #[test]
    fn a_flag_wins() {
        let tree = yaml::parse("title: a\nurl: b\n").unwrap();
        let file = RawSite::read(&tree, &mut |_, _, message| panic!("{message}"));
        let flags = RawSite {
            title: Some(Given::by_flag("c".to_owned(), "--title")),
            ..RawSite::default()
        };
        let both = flags.or(file);
        assert_eq!(both.title.unwrap().value, "c");
        assert_eq!(both.url.unwrap().value, "b");
    }
}
