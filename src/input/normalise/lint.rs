//! What is suspicious about an article that is published anyway. Only `feedmill lint` reports it.

use super::file_name::FileName;
use super::names;
use super::rules::{ID_NO_URI, UNKNOWN_KEY};
use super::visibility::{meant_to_keep_back, unknown_key};
use crate::diagnostic::{Diagnostic, FileFindings, Rule, rules};
use crate::model::{Article, Templates};
use crate::site::settings::{Settings, closest};
use crate::syntax::front_matter::{Field, Header, flag, known_keys, normal, visibility_keys};
use crate::time::Timestamp;

rules! {
    MISSING_TITLE = Warning "title-from-file-name" {
        summary: "A header has no title; the name of the file is used.",
        why: "Feed readers show the title before anything else.",
        remedy: "Write `title` into the header.",
        before: "---\ndate: 2025-05-18\n---", after: "---\ntitle: A\ndate: 2025-05-18\n---"
    }
    NOT_KEPT_BACK = Info "not-kept-back" {
        summary: "A key looks like one that keeps an article back, but is not one.",
        why: "The article is published, which its author may not want.",
        remedy: "Use a key of the table in docs/articles.md, such as `draft` or `hidden`, if the article is to be in no feed.",
        before: "hide_from_rss: true", after: "nofeed: true"
    }
    DATES_DIFFER = Warning "dates-differ" {
        summary: "The dates in the header and in the file name are more than a day apart; the header wins.",
        why: "One of the two is wrong.",
        remedy: "Rename the file, or correct the header."
    }
    UPDATED_EARLY = Warning "updated-before-published" {
        summary: "An article was changed before it was published; the date of publication is used for both.",
        why: "One of the two is wrong.",
        remedy: "Correct one of the two dates.",
        before: "date: 2025-05-18\nlastmod: 2025-05-17", after: "date: 2025-05-18\nlastmod: 2025-05-18"
    }
    REPEATED_TAG = Info "repeated-tag" {
        summary: "A header has the same tag twice, in different spellings.",
        why: "Only the first is used.",
        remedy: "Delete one of the two.",
        before: "tags: [AI, ai]", after: "tags: [AI]"
    }
}

/// Everything that is suspicious about `article`, whose file is at `path` and has `header`.
pub fn article(
    article: &Article,
    path: &str,
    header: &Header,
    settings: &Settings,
) -> Vec<Diagnostic> {
    let mut linter = Linter {
        article,
        path,
        header,
        settings,
        findings: FileFindings::default(),
    };
    linter.keys();
    linter.title_and_id();
    linter.dates();
    linter.tags();
    linter.findings.into_vec()
}

struct Linter<'a> {
    article: &'a Article,
    path: &'a str,
    header: &'a Header,
    settings: &'a Settings,
    findings: FileFindings,
}

impl Linter<'_> {
    fn report(&mut self, rule: &'static Rule, offset: usize, message: String) {
        let header = self.header;
        self.findings
            .add(rule, || header.diagnostic(rule, offset, message));
    }

    fn keys(&mut self) {
        let (header, settings) = (self.header, self.settings);
        let known: Vec<&str> = known_keys().collect();
        let is_read = |name: &str| {
            let mut taxonomies = settings.taxonomies.iter();
            taxonomies.any(|taxonomy| taxonomy.is_read_from(name))
        };
        for key in &header.raw.unknown {
            let name = normal(key.text().unwrap_or_default());
            // Those are reported by `build` as well.
            if is_read(&name) || meant_to_keep_back(key, settings).is_some() {
                continue;
            }
            let is_close = |meant: &&str| strsim::osa_distance(&name, meant) == 1;
            let is_long = name.chars().count() > 3;
            if let Some(meant) = closest(&name, &known).filter(is_close).filter(|_| is_long) {
                let unknown = || unknown_key(header, key, meant);
                self.findings.add(&UNKNOWN_KEY, unknown);
            }
        }
        let others = header.raw.others.iter();
        for field in others.filter(|field| looks_like_visibility(field)) {
            let message = format!("`{}` does not keep the article back", field.key);
            self.report(&NOT_KEPT_BACK, field.node.offset, message);
        }
    }

    fn title_and_id(&mut self) {
        let (article, header) = (self.article, self.header);
        let is_blank = |field: &Field| field.node.text().is_none_or(|text| text.trim().is_empty());
        let reads_headings = self.settings.reading.templates == Templates::Unknown;
        let has_heading = header.heading.is_some() && reads_headings;
        if header.raw.title.iter().all(is_blank) && !has_heading {
            let message = format!("no title; using the file name `{}`", article.title);
            self.report(&MISSING_TITLE, 0, message);
        }
        if !article.id.is_valid() {
            self.report(&ID_NO_URI, 0, format!("`{}` is not a URI", article.id));
        }
    }

    fn dates(&mut self) {
        let (header, settings) = (self.header, self.settings);
        let date = |written: &str| Timestamp::parse(written, &settings.timezone).ok();
        let first = |fields: &'_ [Field], keys: &[&str]| {
            let is_read = |field: &&Field| keys.is_empty() || keys.contains(&&*normal(&field.key));
            fields.iter().find(is_read).cloned()
        };
        let in_name = FileName::parse(self.path, settings).date;
        let in_name = in_name.and_then(|written| date(&written));
        let published = first(&header.raw.published, settings.reading.published_keys);
        if let (Some(field), Some(in_name)) = (published, in_name) {
            let published = self.article.published.unix_seconds();
            let apart = published.abs_diff(in_name.unix_seconds());
            // The date of a file name is a whole day, in any zone.
            if apart > 2 * 86_400 {
                let message = format!(
                    "`{}` and the date in the file name are {} days apart",
                    field.key,
                    apart / 86_400
                );
                self.report(&DATES_DIFFER, field.node.offset, message);
            }
        }
        let updated = first(&header.raw.updated, settings.reading.updated_keys);
        let early = updated.filter(|field| {
            let updated = field.node.text().and_then(|text| date(text.trim()));
            updated.is_some_and(|updated| updated < self.article.published)
        });
        if let Some(field) = early {
            let message = format!("`{}` is before the date of publication", field.key);
            self.report(&UPDATED_EARLY, field.node.offset, message);
        }
    }

    fn tags(&mut self) {
        let settings = &self.settings.tags;
        for field in &self.header.raw.tags {
            if !settings.from.iter().any(|from| *from == normal(&field.key)) {
                continue;
            }
            let tags = names::tags(&field.node, settings, &mut |_| ());
            for (index, tag) in tags.iter().enumerate() {
                let mut before = tags[..index].iter();
                if let Some(first) = before.find(|first| first.identity == tag.identity) {
                    let message = format!("`{}` and `{}` are the same tag", first.name, tag.name);
                    self.report(&REPEATED_TAG, field.node.offset, message);
                }
            }
        }
    }
}

/// Whether the key of a field contains one that keeps articles back, or names feeds, and the value is a flag.
fn looks_like_visibility(field: &Field) -> bool {
    let name = normal(&field.key);
    // Shorter keys are parts of words that mean something else.
    let mut keys = visibility_keys()
        .filter(|key| key.len() > 4)
        .chain(["feed", "rss"]);
    field.node.text().and_then(flag).is_some() && keys.any(|key| name.contains(key))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::input::normalise::{self, ArticleFile, ArticleOutcome};
    use crate::site::settings::{self, Flags, Request};
    use crate::syntax::front_matter::{self, Reading};
    use crate::time::Present;

    fn codes(path: &str, text: &str) -> Vec<String> {
        let flags = Flags::default().with("--title", "title", Some("T")).with(
            "--url",
            "url",
            Some("https://example.org/"),
        );
        let request = Request {
            source: "nowhere".into(),
            flags,
            for_feeds: true,
            ..Request::default()
        };
        let settings = settings::load(request, &[]).unwrap();
        let Reading::Header(header) = front_matter::read(path, text.as_bytes(), true) else {
            panic!("{text}")
        };
        let present = Present::at(Timestamp::from_unix(4_000_000_000, 0).unwrap());
        let mut findings = Vec::new();
        let file = ArticleFile {
            index: 0,
            path,
            exists: &|_| false,
            committed: None,
            hashtags: &[],
        };
        let read = normalise::article(&file, &header, &settings, &present, &mut findings);
        let ArticleOutcome::Article(read) = read else {
            panic!("{findings:?}")
        };
        let findings = article(&read, path, &header, &settings);
        findings
            .iter()
            .map(|finding| {
                format!(
                    "{} {}",
                    finding.rule.code,
                    finding.position.as_ref().unwrap().line.unwrap()
                )
            })
            .collect()
    }

    #[test]
    fn what_is_odd_is_named() {
        for (path, text, expected) in [
            (
                "a.md",
                "---\ntitle: A\ndate: 2021-03-04\nimage: x\nname: y\n---\n",
                &[][..],
            ),
            (
                "a.md",
                "---\ntitle: A\ndate: 2021-03-04\nhide_from_rss: yes\nrss: x\nis-hidden: off\n---\n",
                &["not-kept-back 6", "not-kept-back 4"],
            ),
            (
                "a.md",
                "---\ntitel: A\ndate: 2021-03-04\n---\n",
                &["unknown-key 2", "title-from-file-name 2"],
            ),
            (
                "2021-03-04-a.md",
                "---\ntitle: A\ndate: 2021-03-05T09:00:00+08:00\n---\n",
                &[],
            ),
            (
                "2021-03-04-a.md",
                "---\ntitle: A\ndate: 2021-04-04\n---\n",
                &["dates-differ 3"],
            ),
            (
                "a.md",
                "---\ntitle: A\ndate: 2021-04-04\nupdated: 2021-04-03\n---\n",
                &["updated-before-published 4"],
            ),
            (
                "a.md",
                "+++\ntitle = 'A'\ndate = 2021-04-04\ntags = ['AI', 'b', 'ＡＩ']\n+++\n",
                &["repeated-tag 4"],
            ),
        ] {
            assert_eq!(codes(path, text), expected, "{text}");
        }
    }
}
