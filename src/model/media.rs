//! The media of an article: its picture, its audio and video files, and what podcast directories need
//! to know about an episode.

use std::borrow::Cow;

use super::author::Author;
use super::text::Text;
use super::url::AbsoluteUrl;

/// The media of an article.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Media {
    /// The files of the article; an RSS item has only the first.
    pub enclosures: Vec<Enclosure>,
    /// The picture that readers show with the entry.
    pub picture: Option<Picture>,
    /// What podcast directories need, if the site is a podcast and there is a file.
    pub episode: Option<Episode>,
}

/// A file that belongs to an article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Enclosure {
    /// Where it lies.
    pub url: AbsoluteUrl,
    /// Its size in bytes, where it is known.
    pub length: Option<u64>,
    /// What it is.
    pub media_type: MediaType,
}

/// A picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// Where it lies.
    pub url: AbsoluteUrl,
    /// Its media type, where its name says so.
    pub media_type: Option<MediaType>,
    /// What the picture shows, in words.
    pub description: Option<Text>,
}

/// An episode of a podcast.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Episode {
    /// The duration in seconds.
    pub duration: Option<u32>,
    /// Whether the episode is not suitable for children.
    pub explicit: Option<bool>,
    /// The cover of the episode, a JPEG or a PNG.
    pub image: Option<AbsoluteUrl>,
    /// The number of the episode, from one.
    pub number: Option<u32>,
    /// The number of the season, from one.
    pub season: Option<u32>,
    /// Full episode, trailer or bonus.
    pub kind: Option<EpisodeKind>,
    /// The hosts, if they are not those of the podcast.
    pub hosts: Vec<Author>,
    /// The guests.
    pub guests: Vec<Author>,
    /// The transcripts, each in another format.
    pub transcripts: Vec<Enclosure>,
    /// The file with the chapters.
    pub chapters: Option<Enclosure>,
}

/// What an episode is to a podcast.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EpisodeKind {
    /// A normal episode.
    Full,
    /// A trailer for the podcast or a season.
    Trailer,
    /// Extra material.
    Bonus,
}

impl EpisodeKind {
    /// Every kind.
    pub const ALL: &[EpisodeKind] = &[Self::Full, Self::Trailer, Self::Bonus];

    /// The word of podcast directories.
    pub fn as_str(self) -> &'static str {
        match self {
            EpisodeKind::Full => "full",
            EpisodeKind::Trailer => "trailer",
            EpisodeKind::Bonus => "bonus",
        }
    }
}

/// A media type (RFC 6838, section 4.2) in lower case, without parameters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MediaType(Cow<'static, str>);

/// Types by extension, as IANA lists them, or as Apple requires for what it plays.
const BY_EXTENSION: &[(&str, &str)] = &[
    ("mp3", "audio/mpeg"),
    ("m4a", "audio/x-m4a"),
    ("m4b", "audio/mp4"),
    ("aac", "audio/aac"),
    ("oga", "audio/ogg"),
    ("ogg", "audio/ogg"),
    ("opus", "audio/ogg"),
    ("flac", "audio/flac"),
    ("wav", "audio/wav"),
    ("weba", "audio/webm"),
    ("mp4", "video/mp4"),
    ("m4v", "video/x-m4v"),
    ("mov", "video/quicktime"),
    ("ogv", "video/ogg"),
    ("webm", "video/webm"),
    ("pdf", "application/pdf"),
    ("epub", "application/epub+zip"),
    ("zip", "application/zip"),
    ("jpg", "image/jpeg"),
    ("jpeg", "image/jpeg"),
    ("png", "image/png"),
    ("gif", "image/gif"),
    ("webp", "image/webp"),
    ("avif", "image/avif"),
    ("svg", "image/svg+xml"),
];

/// Types of transcripts by extension, as the podcast namespace lists them.
const TRANSCRIPTS: &[(&str, &str)] = &[
    ("vtt", "text/vtt"),
    ("srt", "application/x-subrip"),
    ("json", "application/json"),
    ("html", "text/html"),
    ("htm", "text/html"),
    ("txt", "text/plain"),
];

/// Types of lists of chapters by extension: one.
const CHAPTERS: &[(&str, &str)] = &[("json", "application/json+chapters")];

impl MediaType {
    /// MP3 audio.
    pub const MP3: MediaType = MediaType(Cow::Borrowed("audio/mpeg"));
    /// Any bytes.
    pub const BYTES: MediaType = MediaType(Cow::Borrowed("application/octet-stream"));

    /// `text`, if it is a type and a subtype; its parameters go.
    pub fn parse(text: &str) -> Option<Self> {
        let essence = text.split(';').next().unwrap_or_default().trim();
        let is_name = |name: &str| {
            (1..=127).contains(&name.len())
                && name.starts_with(|c: char| c.is_ascii_alphanumeric())
                && name
                    .chars()
                    .all(|c| c.is_ascii_alphanumeric() || "!#$&-^_.+".contains(c))
        };
        let (main, sub) = essence.split_once('/')?;
        (is_name(main) && is_name(sub)).then(|| MediaType(essence.to_ascii_lowercase().into()))
    }

    /// The media type of a file by its name, the last part of `path`; a query and a fragment do not count.
    pub fn of_path(path: &str) -> Option<Self> {
        Self::in_table(path, BY_EXTENSION)
    }

    /// The same for a transcript.
    pub fn of_transcript(path: &str) -> Option<Self> {
        Self::in_table(path, TRANSCRIPTS)
    }

    /// The same for a list of chapters.
    pub fn of_chapters(path: &str) -> Option<Self> {
        Self::in_table(path, CHAPTERS)
    }

    fn in_table(path: &str, table: &[(&str, &'static str)]) -> Option<Self> {
        let path = path.split(['?', '#']).next().unwrap_or_default();
        let (_, extension) = path.rsplit('/').next()?.rsplit_once('.')?;
        let known = |(known, _): &&(&str, &str)| extension.eq_ignore_ascii_case(known);
        let (_, media_type) = table.iter().find(known)?;
        Some(MediaType(Cow::Borrowed(media_type)))
    }

    /// The type and the subtype.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether it is a picture.
    pub fn is_picture(&self) -> bool {
        self.0.starts_with("image/")
    }

    /// Whether it is a sound or a film.
    pub fn is_played(&self) -> bool {
        self.0.starts_with("audio/") || self.0.starts_with("video/")
    }

    /// Whether it is a picture that podcast directories take for a cover.
    pub fn is_cover(&self) -> bool {
        matches!(&*self.0, "image/jpeg" | "image/png")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_by_name_and_as_given() {
        for (path, expected) in [
            ("/a/b.MP3", Some("audio/mpeg")),
            ("b.opus?download=1", Some("audio/ogg")),
            ("https://e.org/x.jpg/raw", None),
            ("https://e.org/x?file=a.mp3", None),
            ("mp3", None),
            ("", None),
        ] {
            let found = MediaType::of_path(path);
            assert_eq!(found.as_ref().map(MediaType::as_str), expected, "{path}");
        }
        for (text, expected) in [
            ("Audio/MPEG", Some("audio/mpeg")),
            (" audio/ogg; codecs=opus", Some("audio/ogg")),
            ("application/epub+zip", Some("application/epub+zip")),
            ("mp3", None),
            ("audio/", None),
            ("audio/a b", None),
            ("audio/a/b", None),
        ] {
            let found = MediaType::parse(text);
            assert_eq!(found.as_ref().map(MediaType::as_str), expected, "{text}");
        }
    }
}
