//! An article, and what its fields hold.

use std::sync::Arc;

use super::author::Author;
use super::id::EntryId;
use super::media::{EpisodeKind, Media};
use super::tag::{Tag, Term};
use super::template_value::TemplateValues;
use super::text::Text;
use super::url::AbsoluteUrl;
use crate::time::Timestamp;

/// `text` as a language tag of RFC 5646 (section 2.1), in its usual case: `zh_cn` is `zh-CN`.
/// `None` if it is not of that form.
pub fn language(text: &str) -> Option<String> {
    let parts: Vec<&str> = text.trim().split(['-', '_']).collect();
    let (primary, rest) = parts.split_first()?;
    let well_formed = |part: &&str| {
        (1..=8).contains(&part.len()) && part.chars().all(|c| c.is_ascii_alphanumeric())
    };
    // Of longer ones none has ever been registered: `Chinese` is a name, not a tag.
    if !(2..=3).contains(&primary.len())
        || !primary.chars().all(|c| c.is_ascii_alphabetic())
        || !rest.iter().all(well_formed)
    {
        return None;
    }
    let mut tag = primary.to_ascii_lowercase();
    for part in rest {
        let part = part.to_ascii_lowercase();
        let cased = match part.len() {
            2 => part.to_ascii_uppercase(),
            4 if part.starts_with(|c: char| c.is_ascii_alphabetic()) => {
                part[..1].to_ascii_uppercase() + &part[1..]
            }
            _ => part,
        };
        tag.push('-');
        tag.push_str(&cased);
    }
    Some(tag)
}

/// The two-letter codes of ISO 639-1.
#[rustfmt::skip]
const ISO_639_1: &str = "aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu \
    cv cy da de dv dz ee el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia \
    id ie ig ii ik in io is it iu iw ja ji jv jw ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo \
    lt lu lv mg mh mi mk ml mn mo mr ms mt my na nb nd ne ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu \
    rm rn ro ru rw sa sc sd se sg sh si sk sl sm sn so sq sr ss st su sv sw ta te tg th ti tk tl tn to tr ts tt \
    tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu";

/// Whether there may be the language of `tag`, which is in its usual case: a code of three letters is not judged, since
/// ISO 639-2, 639-3 and 639-5 use nearly half of all combinations.
pub fn is_known_language(tag: &str) -> bool {
    let code = tag.split('-').next().unwrap_or(tag);
    code.len() > 2 || ISO_639_1.split(' ').any(|known| known == code)
}

/// How a body is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Syntax {
    /// CommonMark with the usual extensions.
    Markdown,
    /// HTML.
    Html,
    /// Paragraphs divided by blank lines.
    Plain,
}

impl Syntax {
    /// How the file at `path` is written, by its extension; `None` if such files are not read.
    pub fn of_path(path: &str) -> Option<Self> {
        let name = path.rsplit(['/', '\\']).next()?;
        let extension = name.rsplit_once('.')?.1.to_ascii_lowercase();
        match &*extension {
            "md" | "markdown" | "mdx" | "mkd" | "mkdn" | "mkdown" | "mdown" | "qmd" | "rmd" => {
                Some(Syntax::Markdown)
            }
            "html" | "htm" => Some(Syntax::Html),
            "txt" => Some(Syntax::Plain),
            _ => None,
        }
    }
}

/// Which template language the bodies of a site are written in, besides their [`Syntax`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Templates {
    /// Not known: what cannot be mistaken for text counts, outside of code.
    #[default]
    Unknown,
    /// None: a body says what it says.
    None,
    /// Jekyll's: Liquid, which knows no code, and kramdown's attribute lists.
    Liquid,
    /// Hugo's shortcodes.
    Hugo,
    /// Hexo's tag plugins, run by Nunjucks.
    Hexo,
    /// Zola's shortcodes and internal links.
    Zola,
    /// Pelican's internal links, and the tags of its plugin `liquid_tags`.
    Pelican,
}

/// One article, with everything that an entry must have but its body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Article {
    /// Which file of the source it is: an index into the list that `source` walked.
    pub file: usize,
    /// The title, never blank.
    pub title: Text,
    /// When it was published.
    pub published: Timestamp,
    /// When it was last changed; never before `published`.
    pub updated: Timestamp,
    /// Its tags, each identity once, in order.
    pub tags: Box<[Arc<Tag>]>,
    /// What else it is filed under, each identity once in a taxonomy.
    pub terms: Box<[Term]>,
    /// Its authors, or the site's; never empty.
    pub authors: Arc<[Author]>,
    /// The entry id.
    pub id: EntryId,
    /// The page of the article, against which its body's links are resolved.
    pub permalink: AbsoluteUrl,
    /// The summary from the front matter.
    pub summary: Option<Text>,
    /// The language (RFC 5646), if it is not the site's.
    pub language: Option<Box<str>>,
    /// Which of the site's `languages` it is in.
    pub edition: Option<Box<str>>,
    /// Whether it stands in the feed for everything.
    pub is_main: bool,
    /// Its picture and its files; most articles have none.
    pub media: Option<Box<Media>>,
    /// How the body is written.
    pub syntax: Syntax,
    /// Whether its page typesets mathematics, if the header says so.
    pub math: Option<bool>,
    /// Whether a first line of the body that repeats the title is left out.
    pub drops_title: bool,
    /// Where the body begins.
    pub body: BodyStart,
    /// What the articles that are translations of one another share, and the rank of this one: of those the lowest
    /// are the originals, and only these count for the feeds of terms.
    pub translations: Option<Box<(Box<str>, u8)>>,
    /// Other names that links may call it; empty where links do not.
    pub aliases: Box<[Box<str>]>,
    /// What the header says that the body may name (`{{ page.any_key }}`), by their keys; empty
    /// where bodies are not templates.
    pub values: TemplateValues,
}

impl Article {
    /// Whether it is an episode that introduces a podcast.
    pub fn is_trailer(&self) -> bool {
        let episode = self.media.as_ref().and_then(|media| media.episode.as_ref());
        episode.is_some_and(|episode| episode.kind == Some(EpisodeKind::Trailer))
    }

    /// Everything that it is filed under: the taxonomy, an index into the settings' list whose first
    /// are the tags, and the term.
    pub fn filed_under(&self) -> impl Iterator<Item = (usize, &Tag)> {
        let tags = self.tags.iter().map(|tag| (0, &**tag));
        let terms = self.terms.iter();
        tags.chain(terms.map(|term| (usize::from(term.taxonomy), &*term.tag)))
    }
}

/// Where a body begins in its file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BodyStart {
    /// Bytes before the body.
    pub offset: usize,
    /// The line of its first character, from one.
    pub line: u32,
}
