//! The tags that mean something, as data: which generator knows them, and what takes their place.

use crate::model::Templates;

/// How a tag is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Form {
    /// `{% x … %}` of Liquid, Nunjucks and `liquid_tags`.
    Tag,
    /// `{{< x … >}}` and `{{% x … %}}` of Hugo.
    Shortcode,
    /// `{{ x(…) }}` and `{% x(…) %}` of Zola.
    Function,
}

/// What a tag stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Meaning {
    /// What it encloses is code.
    Code,
    /// What it encloses is code in the language that is its name.
    CodeOfItsName,
    /// What it encloses is said as it stands.
    Raw,
    /// What it encloses is HTML, or a formula, and no Markdown.
    Html,
    /// What it encloses is not said.
    Comment,
    /// What it encloses is quoted; words may tell who said it.
    Quote,
    /// What it encloses is quoted from this very article.
    PullQuote,
    /// What it encloses is folded up.
    Details,
    /// What it encloses is all there is.
    Keep,
    /// What it encloses is said if its condition holds.
    Branch,
    /// The same if the condition does not hold.
    Unless,
    /// One of the branches that follow its first separator is said.
    Case,
    /// What it encloses is said for each item of a list.
    Loop,
    /// It divides branches.
    Separator,
    /// It ends a loop, or one pass of it.
    Break,
    Continue,
    /// What it encloses becomes a value.
    Capture,
    /// What it encloses makes no sense without running it.
    Program,
    /// It gives a name to a value.
    Assign,
    /// It puts a file here, which may be one of the usual that show a picture or a film.
    Include,
    /// A picture with its caption.
    Figure,
    /// A picture: class names, address, width, height, title, alternative text.
    Picture,
    /// A picture, a link or an address of a file that lies beside the article.
    AssetPicture,
    AssetLink,
    AssetPath,
    /// A film: its address, width, height, poster.
    Film,
    /// What a service shows.
    Embed(&'static Service),
    /// A page in a frame.
    Frame,
    /// The address of an article.
    Reference,
    /// The address of an article or of a file (Jekyll), or a link (Hexo).
    Link,
    /// A link: text, address, title.
    TextLink,
    /// A link to an article, whose title is its text.
    ArticleLink,
    /// A value of the header.
    Value,
    /// It shows nothing.
    Silent,
    /// Nobody knows.
    Unknown,
}

impl Meaning {
    /// Whether what it encloses is not read.
    pub(super) fn is_literal(self) -> bool {
        matches!(
            self,
            Meaning::Code
                | Meaning::CodeOfItsName
                | Meaning::Raw
                | Meaning::Html
                | Meaning::Comment
        )
    }

    /// Whether it needs its end.
    pub(super) fn is_pair(self) -> bool {
        self.is_literal()
            || matches!(
                self,
                Meaning::Quote
                    | Meaning::PullQuote
                    | Meaning::Details
                    | Meaning::Keep
                    | Meaning::Capture
                    | Meaning::Program
            )
            || self.has_branches()
    }

    /// Whether separators divide what it encloses.
    pub(super) fn has_branches(self) -> bool {
        matches!(
            self,
            Meaning::Branch | Meaning::Unless | Meaning::Case | Meaning::Loop
        )
    }
}

/// A service whose shows can be linked to.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Service {
    names: &'static [&'static str],
    /// The address; `{}` is the id.
    pub(super) address: &'static str,
    /// The address where there is a user, too: the first `{}`.
    pub(super) users_address: Option<&'static str>,
}

pub(super) const SERVICES: &[Service] = &[
    Service {
        names: &[
            "youtube",
            "youtubeplayer",
            "youtube-lite",
            "youtube_embed",
            "yt",
        ],
        address: "https://www.youtube.com/watch?v={}",
        users_address: None,
    },
    Service {
        names: &["vimeo", "vimeo_simple"],
        address: "https://vimeo.com/{}",
        users_address: None,
    },
    Service {
        names: &["tweet", "twitter", "x", "x_simple", "twitter_simple"],
        address: "https://x.com/i/status/{}",
        users_address: Some("https://x.com/{}/status/{}"),
    },
    Service {
        names: &["gist"],
        address: "https://gist.github.com/{}",
        users_address: Some("https://gist.github.com/{}/{}"),
    },
    Service {
        names: &["instagram", "instagram_simple"],
        address: "https://www.instagram.com/p/{}/",
        users_address: None,
    },
    Service {
        names: &["bilibili"],
        address: "https://www.bilibili.com/video/{}/",
        users_address: None,
    },
    Service {
        names: &["streamable"],
        address: "https://streamable.com/{}",
        users_address: None,
    },
    Service {
        names: &["asciinema"],
        address: "https://asciinema.org/a/{}",
        users_address: None,
    },
];

/// The service of that name.
pub(super) fn service(name: &str) -> Option<&'static Service> {
    let is_named = |service: &&Service| {
        service
            .names
            .iter()
            .any(|known| known.eq_ignore_ascii_case(name))
    };
    SERVICES.iter().find(is_named)
}

// Who knows a tag.
const JEKYLL: u8 = 1;
const HEXO: u8 = 2;
const PELICAN: u8 = 4;
const HUGO: u8 = 8;
const ZOLA: u8 = 16;
const LIQUID: u8 = JEKYLL | HEXO | PELICAN;
const ALL: u8 = LIQUID | HUGO | ZOLA;

const TAGS: &[(&[&str], u8, Meaning)] = &[
    (&["highlight"], JEKYLL | HUGO, Meaning::Code),
    (&["codeblock", "code"], LIQUID | HUGO, Meaning::Code),
    (&["mermaid"], ALL, Meaning::CodeOfItsName),
    (&["raw", "verbatim"], LIQUID, Meaning::Raw),
    (&["literal"], PELICAN, Meaning::Raw),
    (&["comment"], LIQUID | HUGO, Meaning::Comment),
    (
        &["blockquote", "quote", "centerquote", "cq"],
        ALL,
        Meaning::Quote,
    ),
    (&["pullquote"], ALL, Meaning::PullQuote),
    (&["details"], ALL, Meaning::Details),
    // What themes call the way to write HTML where Hugo would not have it.
    (
        &[
            "rawhtml", "raw-html", "raw", "html", "unsafe", "safehtml", "math", "mathjax", "katex",
            "latex", "tex",
        ],
        HUGO,
        Meaning::Html,
    ),
    (
        &[
            "script",
            "style",
            "javascript",
            "js",
            "css",
            "chart",
            "chartjs",
            "echarts",
        ],
        HUGO,
        Meaning::Comment,
    ),
    (&["param"], HUGO, Meaning::Value),
    (&["if", "ifchanged"], JEKYLL | HEXO, Meaning::Branch),
    (&["unless"], JEKYLL | HEXO, Meaning::Unless),
    (&["for"], JEKYLL | HEXO, Meaning::Loop),
    (&["break"], JEKYLL, Meaning::Break),
    (&["continue"], JEKYLL, Meaning::Continue),
    (&["capture"], JEKYLL | HEXO, Meaning::Capture),
    (&["case", "switch"], JEKYLL | HEXO, Meaning::Case),
    (
        &["else", "elsif", "elseif", "elif", "when", "default"],
        JEKYLL | HEXO,
        Meaning::Separator,
    ),
    (
        &["tablerow", "macro", "javascript", "style"],
        JEKYLL | HEXO,
        Meaning::Program,
    ),
    (&["assign", "set"], JEKYLL | HEXO, Meaning::Assign),
    (
        &["include", "include_relative", "include_cached", "render"],
        JEKYLL,
        Meaning::Include,
    ),
    (&["figure"], ALL, Meaning::Figure),
    (&["img", "image", "picture"], HUGO | ZOLA, Meaning::Figure),
    (&["img", "image"], LIQUID, Meaning::Picture),
    (&["asset_img", "asset_image"], HEXO, Meaning::AssetPicture),
    (&["asset_link"], HEXO, Meaning::AssetLink),
    (&["asset_path"], HEXO, Meaning::AssetPath),
    (&["video"], LIQUID, Meaning::Film),
    (&["iframe"], LIQUID, Meaning::Frame),
    (&["ref", "relref"], HUGO, Meaning::Reference),
    (&["post_url"], JEKYLL, Meaning::Reference),
    (&["post_path"], HEXO, Meaning::Reference),
    (&["link"], JEKYLL | HEXO, Meaning::Link),
    (&["a", "anchor"], HEXO, Meaning::TextLink),
    (&["url_for", "full_url_for"], HEXO, Meaning::TextLink),
    (&["post_link"], HEXO, Meaning::ArticleLink),
    // They say what the page's head or its margin has.
    (
        &["seo", "feed_meta", "toc", "increment", "decrement"],
        JEKYLL,
        Meaning::Silent,
    ),
    (&["toc"], HUGO | ZOLA, Meaning::Silent),
    // Known, so that they are not taken for text: what they show lies in other files.
    (
        &[
            "include_code",
            "include-code",
            "notebook",
            "graphviz",
            "audio",
        ],
        HEXO | PELICAN,
        Meaning::Unknown,
    ),
];

/// What `name` means in a site of `templates`; `None` if it may be no tag at all.
pub(super) fn meaning(templates: Templates, form: Form, name: &str) -> Option<Meaning> {
    let who = match (form, templates) {
        (Form::Shortcode, _) => HUGO,
        (Form::Function, _) => ZOLA,
        (Form::Tag, Templates::Liquid) => JEKYLL,
        (Form::Tag, Templates::Hexo) => HEXO,
        (Form::Tag, Templates::Pelican) => PELICAN,
        (Form::Tag, _) => LIQUID,
    };
    let is_it = |(names, known_to, _): &&(&[&str], u8, Meaning)| {
        known_to & who != 0 && names.contains(&name)
    };
    let known = TAGS.iter().find(is_it).map(|(_, _, meaning)| *meaning);
    // `{% x %}` is what people write for any tag.
    let is_vague = form == Form::Tag && name.len() < 3;
    let known = known.or_else(|| service(name).filter(|_| !is_vague).map(Meaning::Embed));
    // Jekyll and Hexo fail on a tag that they do not know; so it is one.
    let is_strict = form != Form::Tag || matches!(templates, Templates::Liquid | Templates::Hexo);
    known.or(is_strict.then_some(Meaning::Unknown))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_knows_what() {
        for (templates, form, name, known) in [
            (
                Templates::Liquid,
                Form::Tag,
                "highlight",
                Some(Meaning::Code),
            ),
            (
                Templates::Hexo,
                Form::Tag,
                "highlight",
                Some(Meaning::Unknown),
            ),
            (
                Templates::Unknown,
                Form::Tag,
                "post_link",
                Some(Meaning::ArticleLink),
            ),
            (Templates::Unknown, Form::Tag, "elephant", None),
            (Templates::Pelican, Form::Tag, "if", None),
            (Templates::Pelican, Form::Tag, "literal", Some(Meaning::Raw)),
            (
                Templates::Hugo,
                Form::Shortcode,
                "figure",
                Some(Meaning::Figure),
            ),
            (
                Templates::Hugo,
                Form::Shortcode,
                "elephant",
                Some(Meaning::Unknown),
            ),
            (
                Templates::Zola,
                Form::Function,
                "img",
                Some(Meaning::Figure),
            ),
        ] {
            assert_eq!(meaning(templates, form, name), known, "{name}");
        }
        let youtube = meaning(Templates::Unknown, Form::Tag, "youtube");
        assert!(matches!(youtube, Some(Meaning::Embed(_))));
    }

    #[test]
    fn no_name_is_known_twice_to_one_generator() {
        for (index, (names, who, _)) in TAGS.iter().enumerate() {
            for (others, other_who, _) in &TAGS[index + 1..] {
                let both = names.iter().filter(|name| others.contains(name));
                assert!(who & other_who == 0 || both.count() == 0, "{names:?}");
            }
        }
    }
}
