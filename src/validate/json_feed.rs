//! JSON Feed 1.0 and 1.1 as tables: <https://www.jsonfeed.org/version/1.1/>.

use std::collections::HashSet;
use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

use super::check::date::parse_rfc3339;
use super::check::language::is_language;
use super::check::mime::is_media_type;
use super::check::readers::{self, Entry};
use super::check::uri::is_absolute;
use super::check::{html, text};
use super::context::Context;
use super::rules;
use super::table::Check;
use super::value::{Holder, Member, Value, quote};
use crate::diagnostic::{Rule, Subject};

/// What a member holds.
enum MemberKind {
    Text,
    Address,
    Date,
    Language,
    MediaType,
    Boolean,
    Number,
    Object(&'static Object),
    List(&'static MemberKind),
}

/// An object, by its members.
struct Object {
    /// What it is called in messages.
    name: &'static str,
    members: &'static [MemberRule],
    /// Of these members it has at least one.
    one_of: &'static [&'static str],
}

struct MemberRule {
    name: &'static str,
    kind: MemberKind,
    /// The checks of its text, which are those of RSS and Atom.
    checks: &'static [Check],
    required: bool,
    /// Whether version 1.0 does not have it.
    is_new: bool,
}

const fn optional(name: &'static str, kind: MemberKind) -> MemberRule {
    MemberRule {
        name,
        kind,
        checks: &[],
        required: false,
        is_new: false,
    }
}

const fn required(name: &'static str, kind: MemberKind) -> MemberRule {
    MemberRule {
        required: true,
        ..optional(name, kind)
    }
}

const fn new(name: &'static str, kind: MemberKind) -> MemberRule {
    MemberRule {
        is_new: true,
        ..optional(name, kind)
    }
}

impl MemberRule {
    /// The same member; its text must pass these checks.
    const fn checked(self, checks: &'static [Check]) -> MemberRule {
        MemberRule { checks, ..self }
    }
}

/// A title or a name.
const TITLE: &[Check] = &[text::filled, text::plain, readers::filled_in];

static FEED: Object = Object {
    name: "the feed",
    members: &[
        required("version", MemberKind::Text),
        required("title", MemberKind::Text).checked(TITLE),
        optional("home_page_url", MemberKind::Address),
        optional("feed_url", MemberKind::Address),
        optional("description", MemberKind::Text).checked(&[text::plain]),
        optional("user_comment", MemberKind::Text),
        optional("next_url", MemberKind::Address),
        optional("icon", MemberKind::Address),
        optional("favicon", MemberKind::Address),
        optional("author", MemberKind::Object(&AUTHOR)),
        new("authors", MemberKind::List(&MemberKind::Object(&AUTHOR))),
        new("language", MemberKind::Language),
        optional("expired", MemberKind::Boolean),
        optional("hubs", MemberKind::List(&MemberKind::Object(&HUB))),
        required("items", MemberKind::List(&MemberKind::Object(&ITEM))),
    ],
    one_of: &[],
};

static ITEM: Object = Object {
    name: "the item",
    members: &[
        required("id", MemberKind::Text).checked(&[readers::filled_in]),
        optional("url", MemberKind::Address),
        optional("external_url", MemberKind::Address),
        optional("title", MemberKind::Text).checked(TITLE),
        optional("content_html", MemberKind::Text).checked(&[html::html]),
        optional("content_text", MemberKind::Text),
        optional("summary", MemberKind::Text).checked(&[text::plain]),
        optional("image", MemberKind::Address),
        optional("banner_image", MemberKind::Address),
        optional("date_published", MemberKind::Date),
        optional("date_modified", MemberKind::Date),
        optional("author", MemberKind::Object(&AUTHOR)),
        new("authors", MemberKind::List(&MemberKind::Object(&AUTHOR))),
        optional("tags", MemberKind::List(&MemberKind::Text)),
        new("language", MemberKind::Language),
        optional(
            "attachments",
            MemberKind::List(&MemberKind::Object(&ATTACHMENT)),
        ),
    ],
    one_of: &["content_html", "content_text"],
};

static AUTHOR: Object = Object {
    name: "the author",
    members: &[
        optional("name", MemberKind::Text).checked(TITLE),
        optional("url", MemberKind::Address),
        optional("avatar", MemberKind::Address),
    ],
    one_of: &["name", "url", "avatar"],
};

static HUB: Object = Object {
    name: "the hub",
    members: &[
        required("type", MemberKind::Text),
        required("url", MemberKind::Address),
    ],
    one_of: &[],
};

static ATTACHMENT: Object = Object {
    name: "the attachment",
    members: &[
        required("url", MemberKind::Address),
        required("mime_type", MemberKind::MediaType),
        optional("title", MemberKind::Text),
        optional("size_in_bytes", MemberKind::Number),
        optional("duration_in_seconds", MemberKind::Number),
    ],
    one_of: &[],
};

/// The versions that exist.
const VERSIONS: [&str; 2] = [
    "https://jsonfeed.org/version/1",
    "https://jsonfeed.org/version/1.1",
];

/// Whether `text` is JSON that says that it is a JSON Feed.
pub(crate) fn is_json_feed(text: &str) -> bool {
    text.trim_start().starts_with('{') && text.contains("jsonfeed.org/version/")
}

/// Judges a document that says that it is a JSON Feed.
pub(super) fn judge(cx: &mut Context<'_>) {
    let mut feed = Judge {
        source: cx.source,
        cx,
        is_first: false,
        ids: HashSet::new(),
        entries: Vec::new(),
    };
    match serde_json::from_str::<&RawValue>(feed.source) {
        Ok(value) => {
            feed.object(value, &FEED);
            readers::compare(feed.cx, &feed.entries);
        }
        Err(error) => {
            let line = feed
                .source
                .split_inclusive('\n')
                .take(error.line().saturating_sub(1));
            let start: usize = line.map(str::len).sum();
            // The column is that of a byte; for a character that must be escaped it is that of the one before.
            let is_control = error.to_string().starts_with("control character");
            let at = (start + error.column()).saturating_sub(usize::from(!is_control));
            let at = crate::text::floor_char_boundary(feed.source, at);
            let message = explain(feed.source, at, &error);
            feed.cx.raise_offset(&rules::ILL_FORMED_JSON, at, message);
        }
    }
}

/// What is wrong at the offset `at` of a document that is not JSON.
fn explain(source: &str, at: usize, error: &serde_json::Error) -> String {
    let (before, rest) = source.split_at(at);
    let shown = quote(rest.lines().next().unwrap_or_default());
    match rest.chars().next() {
        _ if error.is_eof() => "the document ends too early; was it cut off?".to_owned(),
        Some('}' | ']') if before.trim_end().ends_with(',') => {
            format!("a comma stands before {shown}; remove it")
        }
        Some('\'') => format!("{shown} begins with `'`; write `\"`"),
        Some('/') if rest.starts_with("//") || rest.starts_with("/*") => {
            format!("{shown} is a comment, which JSON does not have; remove it")
        }
        Some(c) if c.is_control() => {
            let code = u32::from(c);
            format!("the character U+{code:04X} stands in a string; write `\\u{code:04x}`")
        }
        _ if before.trim_end().ends_with('}')
            && source[..at].matches('{').count() == source[..at].matches('}').count() =>
        {
            format!("{shown} stands after the end of the document; remove it")
        }
        _ => format!(
            "{shown} is not JSON here; a `,`, a `:` or a `\"` is missing or stands too much"
        ),
    }
}

struct Judge<'c, 'a> {
    cx: &'c mut Context<'a>,
    source: &'a str,
    /// Whether the feed is of version 1.0.
    is_first: bool,
    ids: HashSet<String>,
    entries: Vec<Entry<'static>>,
}

impl<'a> Judge<'_, 'a> {
    fn raise(&mut self, rule: &'static Rule, at: &'a str, member: &str, message: String) {
        let subject = Subject {
            element: member.to_owned(),
            parent: String::new(),
            value: Some(at.chars().take(200).collect()),
        };
        let offset = self.offset(at);
        self.cx.raise_about(rule, offset, subject, message);
    }

    /// Where `raw`, a part of the document, begins.
    fn offset(&self, raw: &str) -> usize {
        (raw.as_ptr() as usize).saturating_sub(self.source.as_ptr() as usize)
    }

    fn object(&mut self, value: &'a RawValue, table: &'static Object) {
        let text = value.get();
        let Ok(Members(members)) = serde_json::from_str::<Members<'a>>(text) else {
            let message = format!("{} must be an object", table.name);
            return self.raise(&rules::INVALID_JSON_VALUE, text, table.name, message);
        };
        let find = |name: &str| members.iter().find(|(other, _)| other == name);
        if std::ptr::eq(table, &FEED) {
            let version = find("version").and_then(|(_, value)| string(value));
            self.is_first = version.as_deref() == Some(VERSIONS[0]);
            if let (Some((_, value)), Some(version)) = (find("version"), version)
                && !VERSIONS.contains(&version.as_str())
            {
                let message = format!("`version` is {}; write `{}`", quote(&version), VERSIONS[1]);
                self.raise(&rules::INVALID_JSON_VALUE, value.get(), "version", message);
            }
            if find("feed_url").is_none() {
                let message = "the feed has no `feed_url`".to_owned();
                self.raise(&rules::MISSING_SELF, text, "feed_url", message);
            }
            if let (Some((_, own)), Some((_, next))) = (find("feed_url"), find("next_url"))
                && own.get() == next.get()
            {
                let message = "`next_url` is the feed itself; it must be another page".to_owned();
                self.raise(&rules::INVALID_JSON_VALUE, next.get(), "next_url", message);
            }
        }
        let mut seen = HashSet::new();
        for (name, value) in &members {
            let known = table.members.iter().find(|known| known.name == name);
            let known = known.filter(|known| !(known.is_new && self.is_first));
            if !seen.insert(name.as_str()) {
                let message = format!("{} has `{name}` twice", table.name);
                self.raise(&rules::INVALID_JSON_VALUE, value.get(), name, message);
            }
            match known {
                Some(known) => self.member(known, table.name, value, &known.kind),
                // Extensions begin with `_`.
                None if name.starts_with('_') => {}
                None => {
                    let message = format!("{} has no member `{name}`", table.name);
                    self.raise(&rules::UNKNOWN_JSON_MEMBER, value.get(), name, message);
                }
            }
        }
        for known in table.members.iter().filter(|known| known.required) {
            if find(known.name).is_none() {
                let message = format!("{} needs `{}`", table.name, known.name);
                self.raise(&rules::MISSING_JSON_MEMBER, text, known.name, message);
            }
        }
        if !table.one_of.is_empty() && !table.one_of.iter().any(|name| find(name).is_some()) {
            let names = text::listed(table.one_of);
            let message = format!("{} needs {names}", table.name);
            self.raise(&rules::MISSING_JSON_MEMBER, text, table.one_of[0], message);
        }
        if std::ptr::eq(table, &ITEM) {
            let text = |name: &str| find(name).and_then(|(_, value)| string(value));
            let date = text("date_published").or_else(|| text("date_modified"));
            let offset = self.offset(value.get());
            let id = find("id").and_then(|(_, value)| {
                let holder = Holder::Member(Member {
                    name: "id",
                    object: table.name,
                    offset: self.offset(value.get()),
                });
                let raw = string(value)?.into();
                Some(Value { raw, holder })
            });
            self.entries.push(Entry {
                holder: Holder::Member(Member {
                    name: "items",
                    object: FEED.name,
                    offset,
                }),
                date: date.map(|date| readers::moment(&date, offset)),
                title: text("title").unwrap_or_default(),
                link: text("url").unwrap_or_default(),
                id,
            });
        }
        if std::ptr::eq(table, &ITEM)
            && let Some((_, value)) = find("id")
            && let Some(id) = string(value)
        {
            if id.trim().is_empty() {
                let message = "`id` is empty; it must be different in each item".to_owned();
                self.raise(&rules::INVALID_JSON_VALUE, value.get(), "id", message);
            } else if !self.ids.insert(id.clone()) {
                let message = format!("another item has the id {}, too", quote(&id));
                self.raise(&rules::DUPLICATE_VALUE, value.get(), "id", message);
            }
        }
    }

    fn member(
        &mut self,
        known: &'static MemberRule,
        object: &'static str,
        value: &'a RawValue,
        kind: &'static MemberKind,
    ) {
        let name = known.name;
        let raw = value.get();
        let text = string(value);
        if let Some(text) = &text {
            let value = Value {
                raw: text.into(),
                holder: Holder::Member(Member {
                    name,
                    object,
                    offset: self.offset(raw),
                }),
            };
            text::well_decoded(self.cx, &value);
            if matches!(kind, MemberKind::Address) {
                readers::reachable(self.cx, &value, text);
            }
            for check in known.checks {
                check(self.cx, &value);
            }
        }
        if raw.starts_with('"') && text.is_none() {
            let message = format!(
                "`{name}` is {}, which holds half of a character",
                quote(raw)
            );
            return self.raise(&rules::INVALID_JSON_VALUE, raw, name, message);
        }
        let expected = match kind {
            MemberKind::Object(table) => return self.object(value, table),
            MemberKind::List(kind) => match serde_json::from_str::<Vec<&'a RawValue>>(raw) {
                Ok(values) => {
                    for value in values {
                        self.member(known, object, value, kind);
                    }
                    return;
                }
                Err(_) => "an array",
            },
            MemberKind::Boolean if matches!(raw, "true" | "false") => return,
            MemberKind::Boolean => "`true` or `false`",
            MemberKind::Number if raw.parse::<f64>().is_ok_and(|number| number >= 0.0) => return,
            MemberKind::Number => "a number, 0 or more",
            MemberKind::Text if text.is_some() => return,
            MemberKind::Text => "a string",
            MemberKind::Address if text.as_deref().is_some_and(is_absolute) => return,
            MemberKind::Address => "an absolute address, such as `https://example.org/`",
            MemberKind::Date
                if text
                    .as_deref()
                    .is_some_and(|date| parse_rfc3339(date).is_ok()) =>
            {
                return;
            }
            MemberKind::Date => "a date like `2024-05-01T12:00:00Z`",
            MemberKind::Language if text.as_deref().is_some_and(is_language) => return,
            MemberKind::Language => "a language, such as `en` or `de-CH`",
            MemberKind::MediaType if text.as_deref().is_some_and(is_media_type) => return,
            MemberKind::MediaType => "a media type, such as `audio/mpeg`",
        };
        let message = format!("`{name}` is {}; it must be {expected}", quote(raw));
        self.raise(&rules::INVALID_JSON_VALUE, raw, name, message);
    }
}

fn string(value: &RawValue) -> Option<String> {
    serde_json::from_str(value.get()).ok()
}

/// The members of an object in their order, repeated ones as well.
struct Members<'a>(Vec<(String, &'a RawValue)>);

impl<'de: 'a, 'a> Deserialize<'de> for Members<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct MembersVisitor<'a>(std::marker::PhantomData<&'a ()>);

        impl<'de: 'a, 'a> Visitor<'de> for MembersVisitor<'a> {
            type Value = Members<'a>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<Members<'a>, M::Error> {
                let mut members = Vec::new();
                while let Some(member) = map.next_entry()? {
                    members.push(member);
                }
                Ok(Members(members))
            }
        }

        deserializer.deserialize_map(MembersVisitor(std::marker::PhantomData))
    }
}

#[cfg(test)]
mod tests {
    use crate::validate::{DocumentFormat, Options, validate};

    /// The codes and lines of what `feed` raises.
    fn found(feed: &str) -> Vec<(&'static str, Option<u32>)> {
        let report = validate(feed.as_bytes(), &Options::default());
        assert_eq!(report.format, DocumentFormat::JsonFeed);
        let found = report.diagnostics.into_iter();
        found
            .map(|d| (d.rule.code, d.position.and_then(|place| place.line)))
            .collect()
    }

    const GOOD: &str = r#"{
"version": "https://jsonfeed.org/version/1.1",
"title": "Mill",
"home_page_url": "https://mill.example/",
"feed_url": "https://mill.example/feed.json",
"authors": [{"name": "Ann"}],
"language": "en",
"_mill": {"about": "https://mill.example/"},
"items": [
{"id": "1", "content_text": "One.", "date_published": "2024-05-01T12:00:00Z", "tags": ["rye"]},
{"id": "2", "content_html": "<p>Two.</p>", "date_published": "2024-05-02T12:00:00Z", "attachments": [{"url": "https://mill.example/2.mp3", "mime_type": "audio/mpeg", "size_in_bytes": 5}]}
]}"#;

    #[test]
    fn a_good_feed_has_no_findings() {
        assert_eq!(found(GOOD), []);
    }

    #[test]
    fn faults_are_found_in_their_lines() {
        for (old, new, code, line) in [
            ("version/1.1", "version/2", "invalid-json-value", 2),
            ("\"title\": \"Mill\",", "", "missing-json-member", 1),
            ("\"Mill\"", "5", "invalid-json-value", 3),
            (
                "https://mill.example/\",\n\"feed",
                "/\",\n\"feed",
                "invalid-json-value",
                4,
            ),
            ("\"feed_url\"", "\"_url\"", "missing-self", 1),
            ("\"name\": \"Ann\"", "", "missing-json-member", 6),
            ("\"en\"", "\"english\"", "invalid-json-value", 7),
            ("\"_mill\"", "\"mill\"", "unknown-json-member", 8),
            ("version/1.1", "version/1", "unknown-json-member", 6),
            ("\"id\": \"1\", ", "", "missing-json-member", 10),
            ("\"id\": \"1\"", "\"id\": 1", "invalid-json-value", 10),
            ("\"id\": \"2\"", "\"id\": \"1\"", "duplicate-value", 11),
            ("\"id\": \"1\"", "\"id\": \" \"", "invalid-json-value", 10),
            (
                "\"id\": \"1\"",
                "\"id\": \"\\ud800\"",
                "invalid-json-value",
                10,
            ),
            (
                "\"language\"",
                "\"next_url\": \"https://mill.example/feed.json\",\n\"language\"",
                "invalid-json-value",
                7,
            ),
            ("content_text", "content", "missing-json-member", 10),
            (
                "2024-05-01T12:00:00Z",
                "2024-05-01",
                "invalid-json-value",
                10,
            ),
            ("[\"rye\"]", "\"rye\"", "invalid-json-value", 10),
            ("\"mime_type\"", "\"_type\"", "missing-json-member", 11),
            ("audio/mpeg", "mp3", "invalid-json-value", 11),
            (
                "\"size_in_bytes\": 5",
                "\"size_in_bytes\": \"5\"",
                "invalid-json-value",
                11,
            ),
            ("\"items\": [", "\"items\": [,", "ill-formed-json", 9),
        ] {
            assert!(GOOD.contains(old), "{old}");
            let found = found(&GOOD.replacen(old, new, 1));
            assert!(found.contains(&(code, Some(line))), "{new}: {found:?}");
        }
    }

    #[test]
    fn what_is_not_json_is_explained() {
        for (old, new, message) in [
            (
                "}]}\n]}",
                "}]},\n]}",
                "a comma stands before `]}`; remove it",
            ),
            (
                "}\n]}",
                "}\n",
                "the document ends too early; was it cut off?",
            ),
            (
                "\"Mill\"",
                "'Mill'",
                "`'Mill',` begins with `'`; write `\"`",
            ),
            (
                "Two.",
                "\t",
                "the character U+0009 stands in a string; write `\\u0009`",
            ),
            (
                "{\n",
                "{\n// a\n",
                "`// a` is a comment, which JSON does not have; remove it",
            ),
            (
                "\n]}",
                "\n]}\n<br>",
                "`<br>` stands after the end of the document; remove it",
            ),
            (
                "{\n",
                "\u{feff}{\n",
                "JSON must be UTF-8 without a byte order mark; save it so",
            ),
        ] {
            let feed = GOOD.replacen(old, new, 1);
            let report = validate(feed.as_bytes(), &Options::default());
            let found: Vec<_> = report.diagnostics.iter().map(|d| &d.message).collect();
            assert_eq!(found, [message]);
        }
    }
}
