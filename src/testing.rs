//! Sites and articles for the tests of several modules.

use crate::input::normalise::{self, ArticleFile, ArticleOutcome};
use crate::model::{AbsoluteUrl, Article, Author, EntryId, Feed, Text};
use crate::site::settings::{self, Flags, Request, Settings};
use crate::syntax::front_matter::{self, Reading};
use crate::time::{Present, Timestamp};

/// The settings of the site whose site file, called `name`, holds `text`.
pub(crate) fn settings(name: &str, text: &str) -> Settings {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join(name), text).unwrap();
    let request = Request {
        source: folder.path().to_owned(),
        flags: Flags::default(),
        for_feeds: true,
        ..Request::default()
    };
    settings::load(request, &[]).unwrap()
}

/// The article of 2024 called A that the file at `path` is, whose header holds `header` too.
pub(crate) fn article(path: &str, header: &str, settings: &Settings) -> Article {
    read(path, &format!("{header}\ndate: 2024-01-01"), settings)
}

/// The same with another date, and no more in its header.
pub(crate) fn dated_article(path: &str, date: &str, settings: &Settings) -> Article {
    read(path, &format!("date: {date}"), settings)
}

fn read(path: &str, header: &str, settings: &Settings) -> Article {
    let text = format!("---\ntitle: A\n{header}\n---\nbody\n");
    let Reading::Header(header) = front_matter::read(path, text.as_bytes(), true) else {
        panic!("{text}")
    };
    let present = Present::at(Timestamp::from_unix(4_000_000_000, 0).unwrap());
    let findings = &mut Vec::new();
    let file = ArticleFile {
        index: 7,
        path,
        exists: &|_| false,
        committed: None,
        hashtags: &[],
    };
    match normalise::article(&file, &header, settings, &present, findings) {
        ArticleOutcome::Article(article) => *article,
        _ => panic!("{findings:?}"),
    }
}

/// An author.
pub(crate) fn author() -> Author {
    Author {
        name: Text::new("A"),
        email: None,
        url: None,
    }
}

/// A feed at `url` that says no more than it must.
pub(crate) fn empty_feed<'a>(url: &'a AbsoluteUrl, author: &'a Author) -> Feed<'a> {
    Feed {
        title: Text::new("T"),
        description: None,
        alternate: url,
        self_url: url.clone(),
        id: EntryId::from_url(url),
        language: None,
        author,
        hubs: &[],
        history: None,
        stylesheet: None,
        category: None,
        rights: None,
        icon: None,
        image: None,
        podcast: None,
        podcast_guid: None,
        trailers: Vec::new(),
        published: None,
        updated: None,
        epoch: Timestamp::from_rfc3339("2000-01-01T00:00:00Z").unwrap(),
    }
}
