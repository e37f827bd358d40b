//! Values of podcasts.

use roxmltree::Node;

use crate::model::APPLE_CATEGORIES as CATEGORIES;
use crate::validate::context::Context;
use crate::validate::rules;
use crate::validate::value::{Value, quote, value_of};

/// Categories and subcategories that Apple removed.
#[rustfmt::skip]
const OBSOLETE: &[(&str, &[&str])] = &[
    ("Arts & Entertainment", &["Architecture", "Books", "Design", "Entertainment", "Games", "Performing Arts", "Photography", "Poetry", "Science Fiction"]),
    ("Arts", &["Literature"]),
    ("Audio Blogs", &[]),
    ("Business", &["Business News", "Shopping", "Management & Marketing"]),
    ("Education", &["Education Technology", "Educational Technology", "Higher Education", "K-12", "Language Courses", "Training"]),
    ("Family", &[]),
    ("Food", &[]),
    ("Games & Hobbies", &["Automotive", "Aviation", "Hobbies", "Other Games", "Video Games"]),
    ("Government & Organizations", &["Local", "National", "Non-Profit", "Regional"]),
    ("Health", &["Diet & Nutrition", "Fitness", "Relationships", "Self-Help", "Sexuality", "Alternative Health"]),
    ("Health & Fitness", &["Fitness & Nutrition", "Self-Help"]),
    ("International", &["Australian", "Belgian", "Brazilian", "Canadian", "Chinese", "Dutch", "French", "German", "Hebrew", "Italian", "Japanese", "Norwegian", "Polish", "Portuguese", "Spanish", "Swedish"]),
    ("Movies & Television", &[]),
    ("News & Politics", &["Conservative (Right)", "Liberal (Left)"]),
    ("Politics", &["Green", "Conservative", "Liberal", "Libertarian"]),
    ("Public Radio", &[]),
    ("Religion & Spirituality", &["Other", "Paganism"]),
    ("Science & Medicine", &["Medicine", "Natural Sciences", "Social Sciences"]),
    ("Society & Culture", &["History", "Gay & Lesbian"]),
    ("Sports", &["Motor Sports", "Fishing", "Extreme"]),
    ("Sports & Recreation", &["Amateur", "College & High School", "Outdoor", "Professional"]),
    ("Talk Radio", &[]),
    ("Technology", &["Computers", "Developers", "Gadgets", "Information Technology", "News", "Operating Systems", "Podcasting", "Smart Phones", "Tech News", "Text/Speech", "Software How-To"]),
    ("Transportation", &["Automotive", "Aviation", "Bicycles", "Commuting"]),
    ("Travel", &[]),
];

/// A category in Apple's list.
pub(in crate::validate) fn category(cx: &mut Context<'_>, value: &Value<'_>) {
    let known = |list: &[(&str, &[&str])]| list.iter().any(|(name, _)| *name == value.text());
    let has_obsolete_name = known(OBSOLETE) && !known(CATEGORIES);
    judge(cx, value, known(CATEGORIES), has_obsolete_name, "category");
}

/// A subcategory of the category around it.
pub(in crate::validate) fn subcategory(cx: &mut Context<'_>, value: &Value<'_>) {
    let outer = value
        .node()
        .and_then(|node| node.parent_element())
        .and_then(|parent| parent.attribute("text"))
        .unwrap_or_default();
    let known = |list: &[(&str, &[&str])]| {
        list.iter()
            .any(|(name, subcategories)| *name == outer && subcategories.contains(&value.text()))
    };
    judge(
        cx,
        value,
        known(CATEGORIES),
        known(OBSOLETE),
        &match outer {
            "" => "category".to_owned(),
            outer => format!("subcategory of `{outer}`"),
        },
    );
}

fn judge(cx: &mut Context<'_>, value: &Value<'_>, is_known: bool, is_obsolete: bool, what: &str) {
    if is_known {
        return;
    }
    let (rule, why) = if is_obsolete {
        (&rules::OBSOLETE_ITUNES_CATEGORY, "is no longer a")
    } else {
        (&rules::INVALID_ITUNES_CATEGORY, "is not a")
    };
    let message = format!("{} {why} {what} in Apple's list", quote(value.text()));
    cx.raise(rule, value, message);
}

/// Whether `text` is seconds, `MM:SS` or `HH:MM:SS`.
fn is_duration(text: &str) -> bool {
    let parts: Vec<&str> = text.split(':').collect();
    let is_number = |part: &&str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    parts.len() <= 3
        && parts.iter().all(is_number)
        && parts[1..]
            .iter()
            .all(|part| part.len() == 2 && part.as_bytes()[0] < b'6')
}

/// The duration of an episode.
pub(in crate::validate) fn duration(cx: &mut Context<'_>, value: &Value<'_>) {
    if !is_duration(value.text()) {
        let message = format!(
            "the duration is {}; write seconds, `MM:SS` or `HH:MM:SS`",
            quote(value.text())
        );
        cx.raise(&rules::INVALID_DURATION, value, message);
    }
}

/// Words with commas between them.
pub(in crate::validate) fn keywords(cx: &mut Context<'_>, value: &Value<'_>) {
    let is_phrase = |word: &str| word.split_whitespace().count() > 1;
    if !value.text().contains(',') && is_phrase(value.text()) {
        let message = format!(
            "the keywords are {}; separate them by commas",
            quote(value.text())
        );
        cx.raise(&rules::INVALID_KEYWORDS, value, message);
    }
}

fn is_podcast<'a>(cx: &Context<'a>, channel: Node<'a, 'a>) -> bool {
    let has_itunes = |node: Node<'a, 'a>| {
        node.children()
            .any(|child| child.is_element() && cx.names.element(child).prefix == Some("itunes"))
    };
    has_itunes(channel)
        || channel.children().any(|child| {
            child.is_element() && {
                let name = cx.names.element(child);
                (name.is("item") || name.is("entry")) && has_itunes(child)
            }
        })
}

/// What Apple requires of a podcast.
pub(in crate::validate) fn podcast<'a>(cx: &mut Context<'a>, channel: Node<'a, 'a>) {
    if !is_podcast(cx, channel) {
        return;
    }
    for name in ["itunes:category", "itunes:explicit", "language"] {
        let is_said = cx.child(channel, name).is_some()
            || (name == "language"
                && (cx.language(channel).is_some() || cx.child(channel, "dc:language").is_some()));
        if !is_said {
            let message = format!("the podcast has no `{name}`");
            cx.raise_without(&rules::MISSING_ITUNES_ELEMENT, channel, name, message);
        }
    }
    if cx.child(channel, "itunes:image").is_none() {
        let message = "the podcast has no `itunes:image`";
        cx.raise_without(
            &rules::MISSING_PODCAST_COVER,
            channel,
            "itunes:image",
            message,
        );
    }
    let owner = cx.child(channel, "itunes:owner");
    if owner
        .and_then(|owner| cx.child(owner, "itunes:email"))
        .is_none()
    {
        let message = "the podcast has no `itunes:owner` with an `itunes:email`";
        cx.raise_without(
            &rules::MISSING_ITUNES_EMAIL,
            channel,
            "itunes:email",
            message,
        );
    }
    if !cx.utf8 {
        let message = "the podcast is not encoded in UTF-8";
        cx.raise_at(&rules::NOT_UTF8, channel, message);
    }
}

/// An episode has a format that Apple Podcasts plays.
pub(in crate::validate) fn plays<'a>(cx: &mut Context<'a>, item: Node<'a, 'a>) {
    const PLAYED: [&str; 7] = ["m4a", "mp3", "mov", "mp4", "m4v", "pdf", "epub"];
    let is_episode = item
        .children()
        .any(|child| child.is_element() && cx.names.element(child).prefix == Some("itunes"));
    if !is_episode {
        return;
    }
    for node in item.children().filter(Node::is_element) {
        if !cx.names.element(node).is("enclosure") {
            continue;
        }
        let address = node.attribute("url").unwrap_or_default();
        if address.contains(char::is_whitespace) {
            continue;
        }
        let path = address.split(['?', '#']).next().unwrap_or_default();
        let extension = path
            .rsplit('/')
            .next()
            .and_then(|name| name.rsplit_once('.'));
        if let Some((_, extension)) = extension
            && !PLAYED.contains(&extension.to_ascii_lowercase().as_str())
        {
            let mut value = value_of(node);
            value.raw = extension.to_owned().into();
            let message = format!("Apple Podcasts does not play `.{extension}`");
            cx.raise(&rules::UNSUPPORTED_ITUNES_FORMAT, &value, message);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_seconds_or_clock_time() {
        for text in ["95", "7:04", "07:04", "00:07:04", "1:00:00", "100:00:00"] {
            assert!(is_duration(text), "{text}");
        }
        for text in ["", "7 min", "1:2:3:4", "07:4", "00:07:99", ":10"] {
            assert!(!is_duration(text), "{text}");
        }
    }

    #[test]
    fn present_and_former_categories_differ() {
        for (name, _) in CATEGORIES {
            let again = CATEGORIES.iter().filter(|(other, _)| other == name).count();
            assert_eq!(again, 1, "{name}");
        }
    }
}
