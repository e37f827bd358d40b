//! The texts of the page in the languages that it has.

use super::list::FeedGroup;

/// The texts, and the language that they are in.
pub(super) struct Texts<'a> {
    /// The language (RFC 5646).
    pub(super) language: &'a str,
    pub(super) words: &'static PageTexts,
}

/// The texts of one language.
pub(super) struct PageTexts {
    pub(super) feeds: &'static str,
    pub(super) what: &'static str,
    pub(super) home: &'static str,
    pub(super) opml: &'static str,
    pub(super) filter: &'static str,
    pub(super) newest: &'static str,
    pub(super) subscribe: &'static str,
    pub(super) copy: &'static str,
    pub(super) copied: &'static str,
    /// Above the address, where a page may not write to the clipboard.
    pub(super) failed: &'static str,
    pub(super) for_authors: &'static str,
    pub(super) snippet: &'static str,
    pub(super) none: &'static str,
    /// What a browser shows above a feed.
    pub(super) is_feed: &'static str,
    everything: &'static str,
    /// One article, and what follows the number of several.
    articles: (&'static str, &'static str),
    /// Names of taxonomies.
    taxonomies: &'static [(&'static str, &'static str)],
}

const ENGLISH: PageTexts = PageTexts {
    feeds: "Feeds",
    what: "With a feed reader you see what is new here without visiting the site. Copy the address of a \
           feed into your reader. “Subscribe” opens it there at once, if your reader takes such links.",
    home: "To the site",
    opml: "All feeds as OPML, to import into a reader",
    filter: "Find a feed",
    newest: "Newest",
    subscribe: "Subscribe",
    copy: "Copy address",
    copied: "Copied",
    failed: "Copy this:",
    for_authors: "For the authors of this site",
    snippet: "With these lines in the <head> of a page, feed readers and browsers find the feed from the \
              address of the page:",
    none: "There are no feeds yet.",
    is_feed: "This is a feed: copy its address into a feed reader, and you see new articles there.",
    everything: "All articles",
    articles: ("1 article", " articles"),
    taxonomies: &[
        ("tags", "Tags"),
        ("categories", "Categories"),
        ("authors", "Authors"),
        ("sections", "Sections"),
        ("languages", "Languages"),
        ("series", "Series"),
        ("topics", "Topics"),
    ],
};

const CHINESE: PageTexts = PageTexts {
    feeds: "订阅",
    what: "用订阅阅读器，不必打开网站就能看到新文章。把下面的地址复制到阅读器里即可；\
           如果阅读器支持，点“订阅”会直接打开它。",
    home: "返回网站",
    opml: "全部订阅源的 OPML 文件，可导入阅读器",
    filter: "查找订阅源",
    newest: "最新",
    subscribe: "订阅",
    copy: "复制地址",
    copied: "已复制",
    failed: "请复制：",
    for_authors: "给本站作者",
    snippet: "把下面几行放进网页的 <head>，阅读器和浏览器就能从网页的地址找到订阅源：",
    none: "还没有订阅源。",
    is_feed: "这是一个订阅源：把它的地址复制到订阅阅读器里，就能收到新文章。",
    everything: "全部文章",
    articles: ("1 篇", " 篇"),
    taxonomies: &[
        ("tags", "标签"),
        ("categories", "分类"),
        ("authors", "作者"),
        ("sections", "栏目"),
        ("languages", "语言"),
        ("series", "系列"),
        ("topics", "专题"),
    ],
};

impl<'a> Texts<'a> {
    /// The texts for a site in `language`; English, where there are none in it.
    pub(super) fn new(language: Option<&'a str>) -> Self {
        match language {
            Some(language) if is(language, "zh") => Texts {
                language,
                words: &CHINESE,
            },
            Some(language) if is(language, "en") => Texts {
                language,
                words: &ENGLISH,
            },
            _ => Texts {
                language: "en",
                words: &ENGLISH,
            },
        }
    }

    /// The heading above a group.
    pub(super) fn heading(&self, group: &FeedGroup<'_>) -> String {
        let name = group.taxonomy.unwrap_or(self.words.everything);
        let plural = match (name.strip_suffix('y'), name.strip_suffix('s')) {
            (Some(stem), _) => format!("{stem}ies"),
            (None, Some(_)) => name.to_owned(),
            (None, None) => format!("{name}s"),
        };
        let mut known = self.words.taxonomies.iter();
        let known = known.find(|(key, _)| plural.eq_ignore_ascii_case(key));
        let name = known.map_or(name, |(_, text)| text);
        match group.language {
            Some(language) => format!("{name} · {language}"),
            None => name.to_owned(),
        }
    }

    pub(super) fn articles(&self, number: usize) -> String {
        let (one, several) = self.words.articles;
        match number {
            1 => one.to_owned(),
            _ => format!("{number}{several}"),
        }
    }
}

/// Whether a language tag is of the language `primary`.
fn is(tag: &str, primary: &str) -> bool {
    tag.split('-').next() == Some(primary)
}
