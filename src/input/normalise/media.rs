//! Pictures and files, in any of the shapes in which they are written.
//!
//! Other programs use the same keys for other things: `image: false`, `banner: 3`,
//! `file: notes.csv`, `audio: on`. Values that are not addresses are ignored; what is
//! meant as an address and cannot be used is reported.

use super::normaliser::Normaliser;
use super::rules::UNUSABLE_VALUE;
use crate::model::{
    AbsoluteUrl, Author, Enclosure, Episode, EpisodeKind, Media, MediaType, Picture, Text, UrlError,
};
use crate::syntax::front_matter::{Field, RawFrontMatter, flag, normal};
use crate::syntax::tree::{Node, Value};
use crate::text;

/// The most files that an article may have: each of its tags' feeds names all of them.
const MAX_ENCLOSURES: usize = 16;

/// The keys of a picture's address where it is a mapping (Jekyll, Hugo, Minimal Mistakes).
const PICTURE_KEYS: &[&str] = &[
    "url",
    "src",
    "path",
    "image",
    "overlayimage",
    "teaser",
    "ogimage",
];

/// The keys of its description there.
const PICTURE_TEXTS: &[&str] = &["alt", "imagedescription", "caption", "title"];

/// A picture as it is written.
struct RawPicture<'h> {
    key: &'h str,
    node: &'h Node,
    address: &'h str,
    description: Option<Text>,
}

/// A file as it is written, before its address is resolved.
struct RawEnclosure<'h> {
    address: &'h str,
    media_type: Option<&'h str>,
    length: Option<&'h str>,
    duration: Option<&'h Node>,
}

impl Normaliser<'_> {
    /// The media of the article; `None` if it has none, as most articles.
    /// `named` are the authors that the header names.
    pub(super) fn media(
        &mut self,
        raw: &RawFrontMatter,
        named: &[Author],
        page: &AbsoluteUrl,
    ) -> Option<Box<Media>> {
        let cover = self.picture(&raw.episode_image, page);
        let mut picture = self.picture(&raw.pictures, page).or(cover.clone());
        if let Some(picture) = picture.as_mut().filter(|it| it.description.is_none()) {
            picture.description = self.first_text(&raw.picture_text);
        }
        let (enclosures, duration) = self.enclosures(raw, page);
        let podcast = self.settings.podcast.as_ref();
        let podcast = podcast.filter(|_| !enclosures.is_empty());
        let episode = podcast.map(|podcast| {
            let guests = self.authors(&raw.guests);
            // The persons of an episode stand for those of the podcast.
            let hosts = match named {
                [] if !guests.is_empty() => &podcast.hosts,
                named => named,
            };
            Episode {
                hosts: hosts.to_vec(),
                guests,
                transcripts: self.linked(&raw.transcripts, page, MediaType::of_transcript),
                chapters: self
                    .linked(&raw.chapters, page, MediaType::of_chapters)
                    .into_iter()
                    .next(),
                ..self.episode(raw, duration, cover)
            }
        });
        let media = Media {
            enclosures,
            picture,
            episode,
        };
        (media != Media::default()).then(|| Box::new(media))
    }

    /// The first picture. Absolute addresses go before relative ones, because only the theme knows what
    /// those are relative to.
    fn picture(&mut self, fields: &[Field], page: &AbsoluteUrl) -> Option<Picture> {
        let mut shown = Vec::new();
        for field in fields {
            shown.extend(self.shown(&field.key, &field.node));
        }
        let is_relative =
            |it: &RawPicture<'_>| !it.address.starts_with('/') && !it.address.contains("://");
        shown.sort_by_key(is_relative);
        shown.into_iter().find_map(|it| {
            let url = self.url(it.key, it.node, it.address, page)?;
            let leads_nowhere = url == *page || url == self.settings.url;
            (!leads_nowhere).then(|| Picture {
                media_type: MediaType::of_path(url.path()).filter(MediaType::is_picture),
                url,
                description: it.description,
            })
        })
    }

    /// The picture in `node`: an address, a mapping that has one, or the first of a list.
    fn shown<'h>(&mut self, key: &'h str, node: &'h Node) -> Option<RawPicture<'h>> {
        match &node.value {
            Value::Null => None,
            Value::Scalar(text) => {
                let address = text.trim();
                let is_picture = MediaType::of_path(address).is_some_and(|kind| kind.is_picture());
                let is_word = !address.contains(char::is_whitespace);
                let is_address = is_picture || (address.contains('/') && is_word);
                // A picture that is inside the header cannot be downloaded.
                let is_fetched = is_address && !address.starts_with("data:");
                is_fetched.then_some(RawPicture {
                    key,
                    node,
                    address,
                    description: None,
                })
            }
            Value::Sequence(items) => items.iter().find_map(|item| match item.value {
                Value::Sequence(_) => {
                    self.odd(item, format!("`{key}` has a list inside a list"));
                    None
                }
                _ => self.shown(key, item),
            }),
            Value::Mapping(pairs) => {
                let mut nodes = PICTURE_KEYS
                    .iter()
                    .filter_map(|name| member(pairs, &[name]));
                let shown = nodes.find_map(|node| self.shown(key, node))?;
                let mut texts = PICTURE_TEXTS.iter().filter_map(|name| {
                    let text = text::collapse(member(pairs, &[name])?.text()?);
                    let text = text::without_markdown(&text);
                    let text = text::plain(&text);
                    Some(Text::new(&text::collapse(&text))).filter(|text| !text.is_blank())
                });
                Some(RawPicture {
                    description: texts.next(),
                    ..shown
                })
            }
        }
    }

    /// `address` made absolute. A path from the root is on the site, even if the article's page is not. Some
    /// generators resolve every path below the address of the site.
    fn url(
        &mut self,
        key: &str,
        node: &Node,
        address: &str,
        page: &AbsoluteUrl,
    ) -> Option<AbsoluteUrl> {
        let is_whole = address.starts_with("//") || address.contains("://");
        let is_below_site = !is_whole && self.settings.reading.header_urls_below_site;
        let (base, address) = match address.strip_prefix('/') {
            _ if is_below_site => (&self.settings.url, address.trim_start_matches('/')),
            Some(_) => (&self.settings.url, address),
            None => (page, address),
        };
        // A `#` in a fragment is percent-encoded (RFC 3986, section 3.5).
        let (path, fragment) = address.split_once('#').unwrap_or((address, ""));
        let fragment = fragment.replace('#', "%23");
        let address = match &*fragment {
            "" => address,
            _ => &format!("{path}#{fragment}"),
        };
        // Generators do not look for templates in headers; what a theme makes of one is its own.
        let url = if ["{{", "{%"].iter().any(|start| address.contains(start)) {
            Err("it contains a template".to_owned())
        } else {
            base.join(address)
                .map_err(|error: UrlError| error.to_string())
        };
        url.map_err(|why| self.odd(node, format!("`{key}` cannot be used: {why}")))
            .ok()
    }

    /// The files, each once, and what the first itself says of how long it is.
    fn enclosures<'h>(
        &mut self,
        raw: &'h RawFrontMatter,
        page: &AbsoluteUrl,
    ) -> (Vec<Enclosure>, Option<&'h Node>) {
        let mut enclosures: Vec<Enclosure> = Vec::new();
        let mut duration = None;
        for field in &raw.enclosures {
            let mut found = Vec::new();
            self.files(&field.key, &field.node, &mut found);
            for (node, file) in found {
                let Some(mut enclosure) = self.enclosure(&field.key, node, &file, page) else {
                    continue;
                };
                if enclosures.iter().any(|known| known.url == enclosure.url) {
                    continue;
                }
                if enclosures.len() == MAX_ENCLOSURES {
                    self.odd(
                        node,
                        format!("only the first {MAX_ENCLOSURES} files are used"),
                    );
                    return (enclosures, duration);
                }
                if enclosures.is_empty() {
                    if enclosure.length.is_none() {
                        let length = self.first(&raw.enclosure_length, "a size in bytes", bytes);
                        enclosure.length = length.filter(|&bytes| bytes > 0);
                    }
                    duration = file.duration;
                }
                enclosures.push(enclosure);
            }
        }
        (enclosures, duration)
    }

    /// The files in `node`: an address, a mapping that has one, or a list of them.
    fn files<'n>(
        &mut self,
        key: &str,
        node: &'n Node,
        found: &mut Vec<(&'n Node, RawEnclosure<'n>)>,
    ) {
        match &node.value {
            Value::Null => {}
            Value::Scalar(text) => found.push((node, file_of_text(text))),
            Value::Sequence(items) => {
                for item in items {
                    match item.value {
                        Value::Sequence(_) => {
                            self.odd(item, format!("`{key}` has a list inside a list"));
                        }
                        _ => self.files(key, item, found),
                    }
                }
            }
            Value::Mapping(pairs) => {
                let text = |names: &[&str]| member(pairs, names).and_then(Node::text);
                if let Some(address) = text(&["url", "src", "href", "file", "path"]) {
                    let file = RawEnclosure {
                        address: address.trim(),
                        media_type: text(&["type", "mimetype", "mime"]),
                        length: text(&["length", "bytes", "size"]),
                        duration: member(pairs, &["duration"]),
                    };
                    found.push((node, file));
                }
            }
        }
    }

    fn enclosure(
        &mut self,
        key: &str,
        node: &Node,
        file: &RawEnclosure<'_>,
        page: &AbsoluteUrl,
    ) -> Option<Enclosure> {
        let address = file.address;
        if is_no_address(address) {
            return None;
        }
        let by_name = MediaType::of_path(address);
        let given = file
            .media_type
            .map(str::trim)
            .filter(|text| !text.is_empty());
        let media_type = given.and_then(MediaType::parse).or(by_name);
        let media_type = match &*normal(key) {
            "podcastfile" => media_type.unwrap_or(MediaType::MP3),
            "enclosure" | "enclosures" => media_type.unwrap_or(MediaType::BYTES),
            // Many of the other keys have another meaning, too.
            "file" => media_type.filter(|kind| !kind.is_picture())?,
            _ => media_type.filter(MediaType::is_played)?,
        };
        if let Some(given) = given.filter(|given| MediaType::parse(given).is_none()) {
            let message = format!("`{given}` is not a media type such as `audio/mpeg`");
            self.odd(node, message);
        }
        let length = file.length.map(str::trim).filter(|text| !text.is_empty());
        let size = length.and_then(bytes);
        if let Some(length) = length.filter(|_| size.is_none()) {
            self.odd(node, format!("`{length}` is not a size in bytes"));
        }
        Some(Enclosure {
            url: self.url(key, node, address, page)?,
            // RSS says 0 where it is not known.
            length: size.filter(|&bytes| bytes > 0),
            media_type,
        })
    }

    fn episode(
        &mut self,
        raw: &RawFrontMatter,
        duration: Option<&Node>,
        cover: Option<Picture>,
    ) -> Episode {
        let number = |text: &str| text.parse().ok().filter(|&number: &u32| number > 0);
        let explicit = |text: &str| match &*text.to_lowercase() {
            "clean" => Some(false),
            "explicit" => Some(true),
            other => flag(other),
        };
        let kind = |text: &str| {
            let mut kinds = EpisodeKind::ALL.iter().copied();
            kinds.find(|kind| kind.as_str().eq_ignore_ascii_case(text))
        };
        let is_cover = |cover: &Picture| cover.media_type.as_ref().is_some_and(MediaType::is_cover);
        const LONG: &str = "a duration such as `1:02:03`";
        Episode {
            duration: match duration {
                Some(node) => self.value("duration", node, LONG, seconds),
                None => self.first(&raw.enclosure_duration, LONG, seconds),
            },
            explicit: self.first(&raw.explicit, "`true` or `false`", explicit),
            image: cover.filter(is_cover).map(|cover| cover.url),
            number: self.first(&raw.episode, "a number from 1 on", number),
            season: self.first(&raw.season, "a number from 1 on", number),
            kind: self.first(&raw.episode_type, "`full`, `trailer` or `bonus`", kind),
            hosts: Vec::new(),
            guests: Vec::new(),
            transcripts: Vec::new(),
            chapters: None,
        }
    }

    /// The files in `fields`. Their types are given, or found by their names. Themes keep the text of transcripts and
    /// chapters under the same keys; a value that is not an address is ignored.
    fn linked(
        &mut self,
        fields: &[Field],
        page: &AbsoluteUrl,
        by_name: fn(&str) -> Option<MediaType>,
    ) -> Vec<Enclosure> {
        let mut linked: Vec<Enclosure> = Vec::new();
        for field in fields {
            let mut found = Vec::new();
            self.files(&field.key, &field.node, &mut found);
            for (node, file) in found {
                let is_word = !file.address.contains(char::is_whitespace);
                let given = file.media_type.and_then(MediaType::parse);
                let Some(media_type) = given.or_else(|| by_name(file.address)) else {
                    continue;
                };
                if !is_word || linked.len() == MAX_ENCLOSURES {
                    continue;
                }
                linked.extend(self.url(&field.key, node, file.address, page).map(|url| {
                    Enclosure {
                        url,
                        length: None,
                        media_type,
                    }
                }));
            }
        }
        linked
    }

    /// What `read` makes of the first of `fields` that says something.
    fn first<T>(
        &mut self,
        fields: &[Field],
        wanted: &str,
        read: impl Fn(&str) -> Option<T>,
    ) -> Option<T> {
        let is_blank = |field: &Field| field.node.text().is_some_and(text::is_blank);
        let field = fields.iter().find(|field| !is_blank(field))?;
        self.value(&field.key, &field.node, wanted, read)
    }

    fn value<T>(
        &mut self,
        key: &str,
        node: &Node,
        wanted: &str,
        read: impl Fn(&str) -> Option<T>,
    ) -> Option<T> {
        let value = node.text().and_then(|text| read(text.trim()));
        if value.is_none() {
            self.odd(node, format!("`{key}` must be {wanted}"));
        }
        value
    }

    fn odd(&mut self, node: &Node, message: String) {
        self.report(&UNUSABLE_VALUE, node.offset, message);
    }
}

/// The value of the first of `names` that `pairs` have.
fn member<'n>(pairs: &'n [(Node, Node)], names: &[&str]) -> Option<&'n Node> {
    names.iter().find_map(|name| {
        let is_named = |key: &Node| key.text().is_some_and(|key| normal(key) == *name);
        let (_, node) = pairs.iter().rfind(|(key, _)| is_named(key))?;
        Some(node)
    })
}

/// An address; or, as WordPress keeps it, address, size and type in a line each; or the same in one line.
fn file_of_text(text: &str) -> RawEnclosure<'_> {
    let text = text.trim();
    let mut lines = text.lines().map(str::trim);
    let mut file = RawEnclosure {
        address: lines.next().unwrap_or_default(),
        length: lines.next(),
        media_type: lines.next(),
        duration: None,
    };
    // A file's name may hold spaces, too.
    if file.length.is_none()
        && let Some((rest, media_type)) = text.rsplit_once(char::is_whitespace)
        && MediaType::parse(media_type).is_some()
        && let Some((address, length)) = rest.trim_end().rsplit_once(char::is_whitespace)
        && bytes(length).is_some()
    {
        file.address = address.trim_end();
        file.length = Some(length);
        file.media_type = Some(media_type);
    }
    file
}

fn is_no_address(text: &str) -> bool {
    text.is_empty() || flag(text).is_some() || text.parse::<f64>().is_ok()
}

/// A number of bytes, with or without separators between its digits.
fn bytes(text: &str) -> Option<u64> {
    let digits: String = text
        .trim()
        .chars()
        .filter(|c| !matches!(c, '_' | ','))
        .collect();
    let is_number = digits.bytes().all(|byte| byte.is_ascii_digit());
    // Readers keep it in 64 bits with a sign.
    let number: i64 = is_number.then(|| digits.parse().ok())??;
    u64::try_from(number).ok()
}

/// Seconds, `MM:SS`, `HH:MM:SS`, or a duration of ISO 8601 in hours, minutes and seconds; what is
/// less than a second does not count.
fn seconds(text: &str) -> Option<u32> {
    let text = text.trim();
    let number = |text: &str| {
        let whole = text.split('.').next().unwrap_or_default();
        let is_number = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
        let is_fraction = text
            .strip_prefix(whole)
            .is_some_and(|rest| rest.is_empty() || rest.strip_prefix('.').is_some_and(is_number));
        (is_number(whole) && is_fraction).then(|| whole.parse::<u32>().ok())?
    };
    let total = match text.strip_prefix("PT").or_else(|| text.strip_prefix("pt")) {
        Some(mut rest) => {
            let mut total: Option<u32> = None;
            for (unit, length) in [('H', 3600), ('M', 60), ('S', 1)] {
                let split = rest
                    .split_once(unit)
                    .or(rest.split_once(unit.to_ascii_lowercase()));
                if let Some((part, after)) = split {
                    let part = number(part)?.checked_mul(length)?;
                    total = Some(total.unwrap_or(0).checked_add(part)?);
                    rest = after;
                }
            }
            total.filter(|_| rest.is_empty())?
        }
        None => {
            let parts: Vec<&str> = text.split(':').collect();
            let mut total: u32 = 0;
            for (at, part) in parts.iter().enumerate() {
                let part = number(part).filter(|&part| at == 0 || part < 60)?;
                total = total.checked_mul(60)?.checked_add(part)?;
            }
            (parts.len() <= 3).then_some(total)?
        }
    };
    (total > 0).then_some(total)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_have_four_shapes() {
        for (text, expected) in [
            ("95", Some(95)),
            ("95.7", Some(95)),
            ("07:04", Some(424)),
            ("75:30", Some(4530)),
            ("00:21:04", Some(1264)),
            ("1:02:03.5", Some(3723)),
            ("PT1H2M3S", Some(3723)),
            ("PT45M", Some(2700)),
            ("PT90.5S", Some(90)),
            ("pt1h", Some(3600)),
            ("0", None),
            ("00:00:00", None),
            ("", None),
            ("PT", None),
            ("PT3S2M", None),
            ("P1D", None),
            ("32 min", None),
            ("1:60", None),
            ("1:2:3:4", None),
            (":10", None),
            ("1.", None),
            ("99999999999", None),
            ("99999999:00:00", None),
        ] {
            assert_eq!(seconds(text), expected, "{text}");
        }
    }

    #[test]
    fn sizes_are_bytes() {
        for (text, expected) in [
            ("34567890", Some(34_567_890)),
            ("34,567,890", Some(34_567_890)),
            ("34_567_890", Some(34_567_890)),
            ("0", Some(0)),
            ("", None),
            ("33 MB", None),
            ("-1", None),
            ("32:10", None),
            ("99999999999999999999", None),
        ] {
            assert_eq!(bytes(text), expected, "{text}");
        }
    }
}
