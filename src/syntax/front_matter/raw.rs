//! The keys that mean something, and what was written under them.

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

macro_rules! raw_front_matter {
    ($($(#[$doc:meta])* $field:ident: [$($key:literal),* $(,)?],)*) => {
        /// Every field that was written, whatever the syntax. Where a field has several keys, they
        /// come in the order of preference.
        #[derive(Debug, Default)]
        pub struct RawFrontMatter {
            $($(#[$doc])* pub $field: Vec<Field>,)*
            /// Keys that stand a second time.
            pub duplicates: Vec<Node>,
            /// Keys on the first level that mean nothing here.
            pub unknown: Vec<Node>,
            /// What stands under keys that mean nothing here, but may to the site. Of two that are
            /// one key, the first counts.
            pub others: Vec<Field>,
        }

        /// The keys that mean something, without regard to case, `-` and `_`.
        pub const KEYS: &[&[&str]] = &[$(&[$($key),*]),*];

        impl RawFrontMatter {
            /// The text under `key`, whether it means something here or not.
            pub fn text(&self, key: &str) -> Option<&str> {
                self.field(&normal(key))?.node.text()
            }

            /// What stands under `key`, whether it means something here or not.
            pub fn field(&self, key: &str) -> Option<&Field> {
                let mut fields = std::iter::empty()$(.chain(&self.$field))*.chain(&self.others);
                fields.find(|field| normal(&field.key) == key)
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
                        $(for field in inner.$field {
                            if !self.$field.iter().any(|known| normal(&known.key) == normal(&field.key)) {
                                self.$field.push(field);
                            }
                        })*
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
    /// The title.
    title: ["title"],
    /// When it was published.
    published: ["date", "publishdate", "pubdate"],
    /// A flag in Jekyll and Hexo, a date in Hugo.
    published_flag: ["published"],
    /// When it was changed.
    updated: ["lastmod", "lastmodified", "lastmodifiedat", "updated", "updatedat", "modified", "modifiedtime", "lastupdated", "lastupdate"],
    /// When it is withdrawn.
    expires: ["expirydate", "unpublishdate"],
    /// Tags and what may count as such.
    tags: ["tags", "tag", "categories", "category", "topics", "keywords"],
    /// Who wrote it.
    authors: ["author", "authors", "hosts"],
    /// What it is about.
    summary: ["description", "summary", "excerpt", "deck", "subtitle"],
    /// The address of its page.
    permalink: ["permalink", "url", "path"],
    /// The last part of that address.
    slug: ["slug"],
    /// The entry id.
    id: ["id", "guid", "uuid"],
    /// The language.
    language: ["lang", "language", "locale"],
    /// Flags that keep it back when true.
    hidden: ["draft", "hidden", "unlisted"],
    /// A word that may keep it back.
    status: ["status"],
    /// The picture that stands for it.
    pictures: [
        "image", "images", "cover", "coverimage", "coverimg", "featuredimage", "featureimage", "featureimg", "heroimage",
        "headerimage", "headerimg", "header", "banner", "bannerimg", "indeximg", "thumbnail", "thumbnailimg", "ogimage"
    ],
    /// What is to be seen on that picture.
    picture_text: ["imagealt", "imagecaption"],
    /// Files that belong to it.
    enclosures: ["enclosure", "enclosures", "podcastfile", "podcast", "audio", "file"],
    /// The size of the first of them.
    enclosure_length: ["podcastbytes", "length"],
    /// How long it is heard or seen.
    enclosure_duration: ["podcastduration", "duration"],
    /// The number of the episode.
    episode: ["episode"],
    /// The number of the season.
    season: ["season"],
    /// Which kind of episode it is.
    episode_type: ["episodetype"],
    /// The episode's cover.
    episode_image: ["episodeimage"],
    /// Whether the episode is not for children.
    explicit: ["explicit"],
}
