//! The stages of a build that cost time, each on its own.

use std::hint::black_box;

use criterion::{Criterion, Throughput};
use feedmill::internals::body::{self, Context};
use feedmill::internals::emit;
use feedmill::internals::front_matter;
use feedmill::internals::model::{
    AbsoluteUrl, Article, Author, BodyStart, Entry, EntryId, Format, Syntax, Tag, Text,
};
use feedmill::time::{Timestamp, Zone};

const USUAL: &str = "---\nlayout: post\ntitle: \"Letter 7: 灯塔 & harbour\"\nauthor: 守灯人\n\
    date: 2025-05-18T21:36:22.238724+08:00\nLastmod: 2025-05-18T21:36:23+08:00\n\
    tags:\n  - the sea\n  - 灯塔\n  - letters\n---\n";

/// A block scalar, which only the complete parser reads.
const RARE: &str = "---\ntitle: >\n  Letter 7: 灯塔\n  & harbour\nauthor: {name: 守灯人}\n\
    date: 2025-05-18\ntags: [the sea, 灯塔]\n---\n";

const BODY: &str = "## What the keeper knew\n\nThe lamp in the tower is lit an hour before the *ferry* \
    leaves; see [the second letter](../letters/2.html \"Letters\") & the `key`.\n\n\
    灯塔上的灯在渡船离岸前一个小时点亮。谁也没有数过台阶，所以每个人说的数目都不一样。\n\n\
    - a lamp\n- two letters\n\n```rust\nassert!(steps.len() < 200 && !steps.is_empty());\n```\n\n";

fn main() {
    let mut bench = Criterion::default().configure_from_args();
    headers(&mut bench);
    dates(&mut bench);
    bodies(&mut bench);
    entries(&mut bench);
    bench.final_summary();
}

fn headers(bench: &mut Criterion) {
    let mut group = bench.benchmark_group("front matter");
    for (name, text) in [("usual", USUAL), ("rare", RARE)] {
        group.throughput(Throughput::Elements(1));
        group.bench_function(name, |bencher| {
            bencher.iter(|| front_matter::read("a.md", black_box(text.as_bytes()), true));
        });
    }
}

fn dates(bench: &mut Criterion) {
    let zone = Zone::default();
    let mut group = bench.benchmark_group("dates");
    for text in [
        "2025-05-18T21:36:22.238724+08:00",
        "2025-05-18",
        "Sun, 18 May 2025 21:36:22 GMT",
    ] {
        group.bench_function(text, |bencher| {
            bencher.iter(|| Timestamp::parse(black_box(text), &zone));
        });
    }
}

fn bodies(bench: &mut Criterion) {
    let base = url("https://example.org/letters/7/");
    let markdown = BODY.repeat(12);
    let raw = format!("{markdown}<div class=\"aside\">aside</div>\n");
    let mut group = bench.benchmark_group("render");
    group.throughput(Throughput::Bytes(markdown.len() as u64));
    for (name, body) in [("markdown", &markdown), ("markdown with HTML", &raw)] {
        group.bench_function(name, |bencher| {
            let context = Context::new(Syntax::Markdown, &base);
            bencher.iter(|| body::render(black_box(body), &context));
        });
    }
}

fn entries(bench: &mut Criterion) {
    let permalink = url("https://example.org/letters/7/");
    let zone = Zone::default();
    let published = Timestamp::parse("2025-05-18T21:36:22.238724+08:00", &zone)
        .unwrap_or_else(|error| panic!("{error}"));
    let article = Article {
        file: 0,
        title: Text::new("Letter 7: 灯塔 & harbour"),
        published,
        updated: published,
        tags: Tag::new("the sea").into_iter().map(Into::into).collect(),
        terms: [].into(),
        authors: [Author {
            name: Text::new("守灯人"),
            email: None,
            url: None,
        }]
        .into(),
        id: EntryId::from_url(&permalink),
        permalink,
        summary: None,
        language: None,
        edition: None,
        is_main: true,
        media: None,
        syntax: Syntax::Markdown,
        aliases: Box::default(),
        math: None,
        translations: None,
        drops_title: false,
        values: Box::default(),
        body: BodyStart { offset: 0, line: 1 },
    };
    let context = Context::new(Syntax::Markdown, &article.permalink);
    let rendered =
        body::render(&BODY.repeat(12), &context).unwrap_or_else(|unusable| panic!("{unusable}"));
    let entry = Entry {
        article: &article,
        categories: article.tags.iter().map(|tag| &tag.name).collect(),
        content: rendered.html.as_ref(),
        summary: &rendered.summary,
        picture_size: None,
    };
    let mut group = bench.benchmark_group("emit");
    group.throughput(Throughput::Elements(1));
    for format in Format::ALL {
        group.bench_function(format.name(), |bencher| {
            bencher.iter(|| emit::entry(*format, black_box(&entry)));
        });
    }
}

fn url(text: &str) -> AbsoluteUrl {
    AbsoluteUrl::parse(text).unwrap_or_else(|error| panic!("{text}: {error}"))
}
