//! The keys that feeds use, and their values.

use super::visibility::{visibility_key, visibility_keys};
pub use crate::syntax::tree::normal;
use crate::syntax::tree::{Node, Value};

/// A key's value, and the key as it was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// The key.
    pub key: String,
    /// The value, never null.
    pub node: Node,
}

/// What a field of a header is read from, and what it means.
#[derive(Debug)]
pub struct HeaderKeys {
    /// Its spellings without `-`, `_` and spaces, in lower case. If a header has several, they come in this
    /// order of preference.
    pub keys: &'static [&'static str],
    /// What stands under them.
    pub kind: &'static str,
    /// What it means.
    pub about: &'static str,
    /// Whether only the top of a header tells it: in a table of the site's own, such as Zola's
    /// `extra`, the same keys mean something else.
    pub at_top: bool,
}

/// What [`HeaderKeys::at_top`] is called in the table.
macro_rules! place {
    (top) => {
        true
    };
    (anywhere) => {
        false
    };
}

macro_rules! raw_front_matter {
    ($($field:ident ($place:ident, $kind:literal, $about:literal): [$($key:literal),* $(,)?],)*) => {
        /// Every field that was written, whatever the syntax. Where a field has several keys, they
        /// come in the order of preference.
        #[derive(Debug, Default)]
        pub struct RawFrontMatter {
            $(#[doc = $about] pub $field: Vec<Field>,)*
            /// Keys that may keep the article back, but for `permalink`.
            pub visibility: Vec<Field>,
            /// Keys that appear a second time.
            pub duplicates: Vec<Node>,
            /// Keys on the first level that feeds do not use.
            pub unknown: Vec<Node>,
            /// The values of keys that feeds do not use, but the site may. Of two with one key, the
            /// first counts.
            pub others: Vec<Field>,
        }

        /// Every header key that has a meaning, by field.
        pub const HEADER_KEYS: &[HeaderKeys] = &[$(HeaderKeys {
            keys: &[$($key),*],
            kind: $kind,
            about: $about,
            at_top: place!($place),
        }),*];

        impl RawFrontMatter {
            /// The text under `key`, whether feeds use it or not.
            pub fn text(&self, key: &str) -> Option<&str> {
                self.field(&normal(key))?.node.text()
            }

            /// The value of `key`, whether feeds use it or not.
            pub fn field(&self, key: &str) -> Option<&Field> {
                self.fields().find(|field| normal(&field.key) == key)
            }

            /// All values with their keys; of two with one key, the first counts.
            pub fn fields(&self) -> impl Iterator<Item = &Field> {
                std::iter::empty()
                    $(.chain(&self.$field))*
                    .chain(&self.visibility)
                    .chain(&self.others)
            }

            pub(super) fn take(&mut self, pairs: Vec<(Node, Node)>) {
                let mut nested = Vec::new();
                for (key, node) in pairs {
                    let Node { value: Value::Scalar(name), offset } = key else { continue };
                    let known = normal(&name);
                    // Zola's tables, and YAML's merge key.
                    if matches!(&*known, "taxonomies" | "extra" | "<<") {
                        nested.push(node);
                        continue;
                    }
                    let field = match &*known {
                        $($($key)|* => &mut self.$field,)*
                        known if visibility_key(known).is_some() => &mut self.visibility,
                        _ => {
                            self.unknown.push(Node::scalar(&*name, offset));
                            if node.value != Value::Null {
                                self.others.push(Field { key: name, node });
                            }
                            continue;
                        }
                    };
                    if let Some(earlier) = field.iter().position(|field| normal(&field.key) == known) {
                        field.remove(earlier);
                        self.duplicates.push(Node::scalar(&*name, offset));
                    }
                    if node.value != Value::Null {
                        field.push(Field { key: name, node });
                    }
                }
                // The last of two in one mapping counts; those of nested mappings come after all.
                self.others.reverse();
                nested.into_iter().for_each(|node| self.take_nested(node));
                $(self.$field.sort_by_key(|field| [$($key),*].iter().position(|key| *key == normal(&field.key)));)*
            }

            /// A key of a nested mapping counts where it does not stand outside.
            fn take_nested(&mut self, node: Node) {
                match node.value {
                    Value::Mapping(pairs) => {
                        let mut inner = RawFrontMatter::default();
                        inner.take(pairs);
                        $(add_missing(&mut self.$field, inner.$field);)*
                        add_missing(&mut self.visibility, inner.visibility);
                        self.others.append(&mut inner.others);
                        self.duplicates.append(&mut inner.duplicates);
                    }
                    Value::Sequence(items) => items.into_iter().for_each(|item| self.take_nested(item)),
                    Value::Null | Value::Scalar(_) => {}
                }
            }
        }
    };
}

raw_front_matter! {
    title (top, "text", "The title. Default: the heading `# …` that the body begins with, unless the generator takes the name of the file; else that name."): ["title"],
    published (top, "date", "When the article was published; the first of these that the header has. Default: `published`, then the date in the name of the file, in its folders or in `path`. An article without a date is left out."):
        [
            "date", "publishdate", "pubdate", "publishedat", "publishedon", "publisheddate", "datepublished", "firstpublished",
            "posted", "postedat", "created", "createdat", "createdon", "datecreated", "creationdate"
        ],
    updated (anywhere, "date", "When the article was last changed. Never before it was published; a date in the future counts as the date of publication."):
        [
            "lastmod", "lastmodified", "lastmodifiedat", "updated", "updatedat", "updateddate", "dateupdated", "modified",
            "modifiedat", "modifiedtime", "datemodified", "lastupdated", "lastupdate"
        ],
    tags (top, "text or list", "The tags. Which of these keys count is set by `tags.from`."):
        ["tags", "tag", "categories", "category", "topics", "keywords"],
    aliases (top, "text or list", "Other names of the page: `[[links]]` in bodies may use them where there is no generator."): ["aliases", "alias"],
    authors (anywhere, "text, mapping or list", "Who wrote it: `A, B`, `A and B`, `A <a@example.org>`, a mapping with `name`, `email` and `url`, or a key of the site's file of authors. Default: `author` of the settings."):
        ["author", "authors", "hosts"],
    summary (anywhere, "text", "What the article is about. Default: the text before `<!--more-->` or a similar mark, then the first paragraphs."):
        ["description", "summary", "excerpt", "deck", "subtitle"],
    permalink (top, "path or address", "The address of the article's page. Default: `permalink` of the settings."): ["permalink", "url", "path"],
    slug (top, "text", "`:slug` in the address. Default: the name of the file without its date."): ["slug"],
    id (anywhere, "text", "The id of the entry. Default: what `ids` of the settings says."): ["id", "guid", "uuid"],
    language (top, "language tag", "The language (RFC 5646). Default: a part of the name of the file (`x.zh.md`), then a folder that is one of `languages`, then `language` of the settings."):
        ["lang", "language", "locale"],
    pictures (anywhere, "address, mapping or list", "The picture that readers show: an address, a mapping with `url`, `src`, `path` or `image`, and `alt` or `caption`, or a list of which the first counts."):
        [
            "image", "images", "cover", "coverimage", "coverimg", "featuredimage", "featureimage", "featureimg", "heroimage",
            "headerimage", "headerimg", "header", "banner", "bannerimg", "indeximg", "thumbnail", "thumbnailimg", "ogimage"
        ],
    picture_text (anywhere, "text", "What the picture shows."): ["imagealt", "imagecaption"],
    enclosures (anywhere, "address, mapping or list", "Files to listen to or to watch: addresses, or mappings with `url`, `length`, `type` and `duration`. RSS has the first of them, Atom all. `podcast`, `audio` and `file` count only if the type is known."):
        ["enclosure", "enclosures", "podcastfile", "podcast", "audio", "file"],
    enclosure_length (anywhere, "number", "The size of the first file, in bytes."): ["podcastbytes", "length"],
    enclosure_duration (anywhere, "duration", "How long the first file is: seconds, `MM:SS`, `HH:MM:SS` or `PT1H2M3S`."): ["podcastduration", "duration"],
    episode (anywhere, "number", "The number of the episode."): ["episode"],
    season (anywhere, "number", "The number of the season."): ["season"],
    episode_type (anywhere, "text", "`full`, `trailer` or `bonus`."): ["episodetype"],
    episode_image (anywhere, "address", "The cover of the episode, a JPEG or a PNG."): ["episodeimage"],
    explicit (anywhere, "flag", "The episode is not for children."): ["explicit"],
    guests (anywhere, "text, mapping or list", "Who is invited to the episode, written as authors are."): ["guests", "guest"],
    transcripts (anywhere, "address, mapping or list", "The text of the episode: addresses, or mappings with `url` and `type`."):
        ["transcript", "transcripts", "transcriptfile", "transcripturl"],
    chapters (anywhere, "address or mapping", "The chapters of the episode, a JSON file."): ["chapters", "chaptersfile", "chaptersurl", "chapterfile"],
}

/// Adds the fields whose keys `fields` does not have.
fn add_missing(fields: &mut Vec<Field>, more: Vec<Field>) {
    for field in more {
        let is_same = |known: &Field| normal(&known.key) == normal(&field.key);
        if !fields.iter().any(is_same) {
            fields.push(field);
        }
    }
}

/// Every header key that has a meaning.
pub fn known_keys() -> impl Iterator<Item = &'static str> {
    let fields = HEADER_KEYS.iter().flat_map(|field| field.keys).copied();
    fields.chain(visibility_keys())
}

/// The header keys that tags may come from.
pub fn tag_keys() -> &'static [&'static str] {
    let tags = HEADER_KEYS
        .iter()
        .find(|field| field.keys.contains(&"tags"));
    tags.map_or(&[], |field| field.keys)
}

/// Whether `key` occurs in headers and hardly ever in prose.
pub(super) fn is_header_key(key: &str) -> bool {
    matches!(
        &*normal(key),
        "title" | "date" | "tags" | "author" | "layout" | "categories"
    )
}
