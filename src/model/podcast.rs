//! What podcast directories need to know about a podcast.

use std::fmt::{self, Display, Formatter};

use sha1::{Digest, Sha1};

use super::author::Author;
use super::text::Text;
use super::url::AbsoluteUrl;

/// What podcast directories need to know about a site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Podcast {
    /// Its categories, never none; those that Apple knows are in [`APPLE_CATEGORIES`].
    pub categories: Vec<PodcastCategory>,
    /// Whether it is not for children.
    pub explicit: bool,
    /// Its cover, a JPEG or a PNG.
    pub image: AbsoluteUrl,
    /// Who speaks.
    pub author: Text,
    /// Whom the directories write to: a name and an e-mail address.
    pub owner: Option<(Text, String)>,
    /// `episodic` or `serial`.
    pub kind: Option<&'static str>,
    /// What directories know it by, if the address of its feed does not give it.
    pub guid: Option<String>,
    /// Whether other hosts may not take it over.
    pub locked: Option<bool>,
    /// Where listeners give money, and in which words that is asked for.
    pub funding: Vec<(AbsoluteUrl, Text)>,
    /// Who leads it.
    pub hosts: Vec<Author>,
    /// What is in it: one of [`MEDIUMS`].
    pub medium: Option<&'static str>,
}

/// The media of the podcast namespace.
pub const MEDIUMS: &[&str] = &[
    "podcast",
    "music",
    "video",
    "film",
    "audiobook",
    "newsletter",
    "blog",
    "publisher",
    "course",
];

/// What directories know the podcast by whose feed is at `url`: a UUID of its address without scheme and
/// final slashes. <https://podcastnamespace.org/tag/guid>
pub fn podcast_guid(url: &AbsoluteUrl) -> String {
    const NAMESPACE: [u8; 16] = 0xead4c236_bf58_58c6_a2c6_a6b28d128cb6_u128.to_be_bytes();
    let (_, name) = url.as_str().split_once("://").unwrap_or_default();
    let hash = Sha1::new_with_prefix(NAMESPACE)
        .chain_update(name.trim_end_matches('/'))
        .finalize();
    // Version 5, and the variant of RFC 9562.
    let mut hex = String::with_capacity(36);
    for (at, byte) in hash.iter().take(16).enumerate() {
        let byte = match at {
            6 => byte & 0x0f | 0x50,
            8 => byte & 0x3f | 0x80,
            _ => *byte,
        };
        if matches!(at, 4 | 6 | 8 | 10) {
            hex.push('-');
        }
        hex.push_str(&format!("{byte:02x}"));
    }
    hex
}

/// A category, and perhaps one of its subcategories.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PodcastCategory {
    /// The category.
    pub name: Text,
    /// The subcategory.
    pub subcategory: Option<Text>,
}

/// `Category`, or `Category > Subcategory`.
impl Display for PodcastCategory {
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        write!(out, "{}", self.name)?;
        match &self.subcategory {
            Some(subcategory) => write!(out, " > {subcategory}"),
            None => Ok(()),
        }
    }
}

/// Apple's categories, each with its subcategories; the other directories took them over.
#[rustfmt::skip]
pub const APPLE_CATEGORIES: &[(&str, &[&str])] = &[
    ("Arts", &["Books", "Design", "Fashion & Beauty", "Food", "Performing Arts", "Visual Arts"]),
    ("Business", &["Careers", "Entrepreneurship", "Investing", "Management", "Marketing", "Non-Profit"]),
    ("Comedy", &["Comedy Interviews", "Improv", "Stand-Up"]),
    ("Education", &["Courses", "How To", "Language Learning", "Self-Improvement"]),
    ("Fiction", &["Comedy Fiction", "Drama", "Science Fiction"]),
    ("Government", &[]),
    ("Health & Fitness", &["Alternative Health", "Fitness", "Medicine", "Mental Health", "Nutrition", "Sexuality"]),
    ("History", &[]),
    ("Kids & Family", &["Education for Kids", "Parenting", "Pets & Animals", "Stories for Kids"]),
    ("Leisure", &["Animation & Manga", "Automotive", "Aviation", "Crafts", "Games", "Hobbies", "Home & Garden", "Video Games"]),
    ("Music", &["Music Commentary", "Music History", "Music Interviews"]),
    ("News", &["Business News", "Daily News", "Entertainment News", "News Commentary", "Politics", "Sports News", "Tech News"]),
    ("Religion & Spirituality", &["Buddhism", "Christianity", "Hinduism", "Islam", "Judaism", "Religion", "Spirituality"]),
    ("Science", &["Astronomy", "Chemistry", "Earth Sciences", "Life Sciences", "Mathematics", "Natural Sciences", "Nature", "Physics", "Social Sciences"]),
    ("Society & Culture", &["Documentary", "Personal Journals", "Philosophy", "Places & Travel", "Relationships"]),
    ("Sports", &["Baseball", "Basketball", "Cricket", "Fantasy Sports", "Football", "Golf", "Hockey", "Rugby", "Running", "Soccer", "Swimming", "Tennis", "Volleyball", "Wilderness", "Wrestling"]),
    ("Technology", &[]),
    ("True Crime", &[]),
    ("TV & Film", &["After Shows", "Film History", "Film Interviews", "Film Reviews", "TV Reviews"]),
];

#[cfg(test)]
mod tests {
    use super::super::id::is_uuid;
    use super::*;

    #[test]
    fn a_guid_is_of_the_address_without_scheme_and_final_slashes() {
        for (url, expected) in [
            // The specification's example.
            (
                "https://mp3s.nashownotes.com/pc20rss.xml",
                "917393e3-1b1e-5cef-ace4-edaa54e1f810",
            ),
            (
                "http://mp3s.nashownotes.com/pc20rss.xml//",
                "917393e3-1b1e-5cef-ace4-edaa54e1f810",
            ),
        ] {
            let guid = podcast_guid(&AbsoluteUrl::parse(url).unwrap());
            assert_eq!(guid, expected, "{url}");
            assert!(is_uuid(&guid));
        }
    }
}
