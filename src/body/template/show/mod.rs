//! What takes the place of a tag: HTML on one line, which Markdown leaves as it is wherever it
//! stands, and which goes through the sanitiser as all HTML does.

mod code;
mod pictures;

use std::fmt::Write;

use percent_encoding::utf8_percent_encode;

use super::args::{Args, Word};
use super::filters::{is_elsewhere, rooted};
use super::lexer::Call;
use super::tags::{self, Form, Meaning, Service};
use super::value::Value;
use crate::body::context::{Job, LinkTarget, in_markdown, split_path};
use crate::body::links::{UrlPurpose, youtube_video};
use crate::model::{SEGMENT, Syntax, TemplateValue, Templates};
use crate::text::escape_attribute;

/// What takes the place of a tag.
pub(super) enum TagReplacement {
    /// A block of its own.
    Block(String),
    /// HTML in a line.
    Inline(String),
    /// Text that goes on as part of the body, such as an address.
    Text(String),
    /// Nothing; it is not missed.
    Nothing,
    /// It is not known.
    Unknown,
    /// The article that is named is not known; what would be the link's text, as HTML.
    NotFound(String, String),
}

impl TagReplacement {
    /// What there is to show, if something is.
    fn block(html: Option<String>) -> Self {
        html.map_or(TagReplacement::Unknown, TagReplacement::Block)
    }

    fn inline(html: Option<String>) -> Self {
        html.map_or(TagReplacement::Unknown, TagReplacement::Inline)
    }
}

/// What takes the place of `call`, which encloses nothing that is read.
pub(super) fn show(call: &Call<'_>, job: &Job<'_>) -> TagReplacement {
    let args = Args::parse(call.markup);
    let shower = Shower {
        call,
        args: &args,
        job,
    };
    match call.meaning {
        Meaning::Code | Meaning::CodeOfItsName => match call.content {
            Some(content) => TagReplacement::Block(shower.code(content)),
            None => TagReplacement::Unknown,
        },
        Meaning::Figure => TagReplacement::block(shower.figure()),
        Meaning::Picture => shower.picture(),
        Meaning::AssetPicture | Meaning::AssetLink | Meaning::AssetPath => shower.asset(),
        Meaning::Film => TagReplacement::block(shower.film()),
        Meaning::Embed(service) => TagReplacement::inline(shower.embed(service)),
        Meaning::Frame => TagReplacement::inline(shower.frame()),
        Meaning::Reference => shower.reference(),
        Meaning::Link if args.positional().nth(1).is_some() => shower.text_link(),
        Meaning::Link => shower.reference(),
        Meaning::TextLink => shower.text_link(),
        Meaning::ArticleLink => shower.article_link(),
        Meaning::Include => shower.include(),
        Meaning::Value => TagReplacement::inline(value(call, job).map(|value| armour(&value))),
        Meaning::Silent => TagReplacement::Nothing,
        _ => TagReplacement::Unknown,
    }
}

/// What a tag of unknown meaning says in its arguments, as HTML in a line: a picture, a link, words.
pub(super) fn words(call: &Call<'_>, job: &Job<'_>) -> Option<String> {
    let args = Args::parse(call.markup);
    let shower = Shower {
        call,
        args: &args,
        job,
    };
    let quoted = |keys: &[&str]| {
        let is_said = |word: &&Word<'_>| {
            let key = word.key.map(str::to_lowercase);
            word.is_quoted && key.is_some_and(|key| keys.contains(&&*key))
        };
        let mut words = args.words().iter().filter(is_said);
        words.find(|word| !word.value.trim().is_empty() && !word.value.contains("{{"))
    };
    let texts = WORDS.iter().filter_map(|key| quoted(&[key]));
    let texts: Vec<String> = texts
        .map(|word| shower.inline_markdown(&word.value))
        .collect();
    let text = texts.join(" ");
    if let Some(source) = quoted(&["src", "image", "img"]) {
        let alt = quoted(&["alt"]).map_or("", |word| &word.value);
        let source = match call.form {
            Form::Tag => rooted(job.context, &source.value),
            _ => source.value.to_string(),
        };
        if let Some(picture) = shower.picture_of(&source, alt, None) {
            return Some(format!("{picture} {text}").trim_end().to_owned());
        }
    }
    match quoted(&["href", "link", "url"]) {
        Some(address) if !text.is_empty() => {
            Some(format!("{}{text}</a>", shower.link_start(&address.value)))
        }
        _ => (!text.is_empty()).then_some(text),
    }
}

/// The arguments that hold words of the author's, in the order in which they are read.
const WORDS: [&str; 12] = [
    "title", "heading", "summary", "label", "text", "content", "quote", "message", "caption",
    "author", "credit", "credits",
];

/// The value that Hugo's `param key` names, whatever the case of the key.
pub(super) fn value(call: &Call<'_>, job: &Job<'_>) -> Option<String> {
    let context = job.context;
    let args = Args::parse(call.markup);
    let key = &*args.positional().next()?.value;
    let of_header = nested(context.values, key);
    let value = of_header.or_else(|| {
        let (_, params) = field(context.values, "params")?;
        nested(as_map(params)?, key)
    });
    let value = value.or_else(|| nested(as_map(context.site_values)?, key))?;
    Some(Value::from(value).print()?.into_owned())
}

/// What ends a quotation: who said it.
pub(super) fn citation(call: &Call<'_>, job: &Job<'_>) -> String {
    if call.meaning == Meaning::PullQuote {
        return String::new();
    }
    let args = Args::parse(call.markup);
    let named = args.named(&["author", "by", "cite", "source", "attribution"]);
    let (author, source, title) = if args.words().iter().any(|word| word.key.is_some()) {
        (
            named.unwrap_or_default().to_owned(),
            args.named(&["link", "url", "href"]).map(str::to_owned),
            args.named(&["title", "work"])
                .unwrap_or_default()
                .to_owned(),
        )
    } else {
        cited(call.markup)
    };
    let work = match (&source, title.is_empty()) {
        (Some(source), true) => link(job, source, None),
        (Some(source), false) => link(job, source, Some(&title)),
        (None, _) => armour(&title),
    };
    let parts: Vec<String> = [armour(&author), work]
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect();
    if parts.is_empty() {
        return String::new();
    }
    format!("<p>— {}</p>", parts.join(", "))
}

/// Hexo's and Octopress's `author[, title] [address] [title]`.
fn cited(markup: &str) -> (String, Option<String>, String) {
    let address = markup
        .find("http://")
        .or_else(|| markup.find("https://"))
        .unwrap_or(markup.len());
    let (author, rest) = markup.split_at(address);
    let (address, title) = rest.split_once(char::is_whitespace).unwrap_or((rest, ""));
    let author = author.trim().trim_matches(['"', '\'']);
    let source = Some(address.to_owned()).filter(|address| !address.is_empty());
    (author.to_owned(), source, title.trim().to_owned())
}

/// What folds up what follows.
pub(super) fn details(call: &Call<'_>, job: &Job<'_>) -> String {
    let args = Args::parse(call.markup);
    let summary = args.get(&["summary", "title"], 0).unwrap_or("Details");
    let shower = Shower {
        call,
        args: &args,
        job,
    };
    let summary = match summary.contains('<') {
        true => armour(summary),
        false => shower.inline_markdown(summary),
    };
    format!("<details><summary>{summary}</summary>")
}

/// A link to `address`, with the address as its text if there is none.
pub(super) fn link(job: &Job<'_>, address: &str, text: Option<&str>) -> String {
    let text = armour(text.unwrap_or(address));
    match job.resolve(address, UrlPurpose::Link) {
        Some(url) => format!("<a href=\"{}\">{text}</a>", escape_attribute(&url)),
        None => text,
    }
}

struct Shower<'s, 'j> {
    call: &'s Call<'s>,
    args: &'s Args<'s>,
    job: &'j Job<'j>,
}

impl Shower<'_, '_> {
    fn film(&self) -> Option<String> {
        let url = |word: &Word<'_>| self.job.resolve(&word.value, UrlPurpose::Media);
        let is_path = |word: &&Word<'_>| word.value.contains('/');
        let mut paths = self.args.words().iter().filter(is_path);
        let film = url(paths.next()?)?;
        let is_picture = |word: &&Word<'_>| {
            let path = split_path(&word.value).0.to_ascii_lowercase();
            [".jpg", ".jpeg", ".png", ".gif", ".webp", ".avif"]
                .iter()
                .any(|extension| path.ends_with(extension))
        };
        let mut html = format!("<video controls src=\"{}\"", escape_attribute(&film));
        if let Some(poster) = paths.find(is_picture).and_then(url) {
            let _ = write!(html, " poster=\"{}\"", escape_attribute(&poster));
        }
        let _ = write!(html, "></video>");
        Some(html)
    }

    fn embed(&self, service: &Service) -> Option<String> {
        let args = self.args;
        let id = ["id", "video_id", "videoid", "video", "url", "src"];
        let user = args.named(&["user", "username"]);
        let mut places = args.positional().map(|word| &*word.value);
        let (user, id) = match args.named(&id) {
            Some(id) => (user, id),
            None => {
                let first = places.next()?;
                match places.next() {
                    Some(second) if service.users_address.is_some() => (Some(first), second),
                    _ => (user, first),
                }
            }
        };
        let address =
            if id.starts_with("http://") || id.starts_with("https://") {
                id.to_owned()
            } else {
                let encode = |text: &str| {
                    utf8_percent_encode(text, SEGMENT)
                        .to_string()
                        .replace("%2F", "/")
                };
                match (user, service.users_address) {
                    // A file of a gist, not its user.
                    (Some(gist), Some(_)) if gist.contains('/') => {
                        service.address.replacen("{}", &encode(gist), 1)
                    }
                    (Some(user), Some(address)) => address
                        .replacen("{}", &encode(user), 1)
                        .replacen("{}", &encode(id), 1),
                    _ => service.address.replacen("{}", &encode(id), 1),
                }
            };
        let url = self.job.resolve(&address, UrlPurpose::Media)?;
        let title = args.named(&["title", "caption"]);
        // A video as it is shown in place of an `iframe`.
        let shown = match youtube_video(&url) {
            Some(id) => format!(
                "<img src=\"https://i.ytimg.com/vi/{id}/hqdefault.jpg\" alt=\"{}\">",
                armour(title.unwrap_or("YouTube"))
            ),
            None => armour(title.unwrap_or(&url)),
        };
        Some(format!("{}{shown}</a>", self.link_start(&url)))
    }

    fn frame(&self) -> Option<String> {
        let address = self.args.get(&["src", "url"], 0)?;
        let url = self.job.resolve(address, UrlPurpose::Media)?;
        Some(format!("{}{}</a>", self.link_start(&url), armour(&url)))
    }

    /// The address of the article, or of the file, that is named.
    fn reference(&self) -> TagReplacement {
        let Some(path) = self.args.get(&["path"], 0) else {
            return TagReplacement::Unknown;
        };
        if path.starts_with("{{") || path.contains("site.") && self.call.form == Form::Tag {
            return TagReplacement::Unknown;
        }
        if path.starts_with('#') {
            let page = self.job.context.page.as_str();
            return TagReplacement::Text(format!("{}{path}", in_markdown(page)));
        }
        if let Some(address) = self.job.find(path) {
            return TagReplacement::Text(address);
        }
        // Jekyll's `link` names any file of the site.
        let file = split_path(path).0;
        let is_article = !file.contains('.')
            || matches!(Syntax::of_path(file), Some(Syntax::Markdown | Syntax::Html));
        if self.call.meaning == Meaning::Link && !is_article {
            return TagReplacement::Text(in_markdown(&rooted(self.job.context, path)).into_owned());
        }
        TagReplacement::NotFound(path.to_owned(), String::new())
    }

    /// Hexo's `text address [external] [title]`.
    fn text_link(&self) -> TagReplacement {
        let words = self.args.words();
        let is_address = |word: &Word<'_>| {
            word.value.starts_with("http")
                || word.value.starts_with('/')
                || word.value.contains('.')
        };
        // The first word is text, whatever it looks like; of `url_for` the second is the path.
        let is_address = |word: &Word<'_>| is_address(word) || self.call.name.ends_with("url_for");
        let Some(at) = words.iter().skip(1).position(is_address).map(|at| at + 1) else {
            return TagReplacement::Unknown;
        };
        let text: Vec<&str> = words[..at].iter().map(|word| &*word.value).collect();
        let url = match self.job.context.templates {
            Templates::Hexo => rooted(self.job.context, &words[at].value),
            _ => words[at].value.clone().into_owned(),
        };
        TagReplacement::Inline(format!(
            "{}{}</a>",
            self.link_start(&url),
            armour(&text.join(" "))
        ))
    }

    /// Hexo's `article [title] [escape]`.
    fn article_link(&self) -> TagReplacement {
        let words: Vec<&Word<'_>> = self.args.words().iter().collect();
        let Some((name, rest)) = words.split_first() else {
            return TagReplacement::Unknown;
        };
        let rest = match rest.split_last() {
            Some((last, rest)) if matches!(&*last.value, "true" | "false") => rest,
            _ => rest,
        };
        let title = joined(rest);
        let (path, fragment) = split_path(&name.value);
        let context = self.job.context;
        let found = context.articles.find(path, context.path);
        match found.or_else(|| context.articles.titled(path)) {
            Some(LinkTarget { url, title: own }) => {
                let text = if title.is_empty() { own } else { &*title };
                let start = self.link_start(&format!("{url}{fragment}"));
                TagReplacement::Inline(format!("{start}{}</a>", armour(text)))
            }
            None => {
                let text = if title.is_empty() { path } else { &*title };
                TagReplacement::NotFound(path.to_owned(), armour(text))
            }
        }
    }

    /// A file of the site's own; those that show a picture or a film are called so everywhere.
    fn include(&self) -> TagReplacement {
        let Some(file) = self.args.positional().next() else {
            return TagReplacement::Unknown;
        };
        let name = file.value.rsplit('/').next().unwrap_or_default();
        let name = name.split('.').next().unwrap_or_default().to_lowercase();
        let is_known = |keys: &[&str]| {
            let is_it = |word: &&Word<'_>| {
                word.is_quoted && word.key.is_some_and(|key| keys.contains(&key))
            };
            self.args
                .words()
                .iter()
                .find(is_it)
                .map(|word| &*word.value)
        };
        let provider = is_known(&["provider"]).unwrap_or(&name);
        if let Some(service) = tags::service(provider)
            && is_known(&["id", "video_id", "url", "video"]).is_some()
        {
            let named = Args::parse(
                self.call
                    .markup
                    .trim_start()
                    .strip_prefix(&*file.value)
                    .unwrap_or_default(),
            );
            let shower = Shower {
                args: &named,
                ..*self
            };
            return TagReplacement::inline(shower.embed(service));
        }
        let shows_picture = ["figure", "image", "img", "picture", "photo"]
            .iter()
            .any(|word| name.contains(word));
        let source = is_known(&["src", "url", "image", "image_path", "path", "file"]);
        match source
            .filter(|source| shows_picture && (source.starts_with('/') || is_elsewhere(source)))
        {
            Some(source) => {
                let caption = is_known(&["caption", "title", "description"]);
                TagReplacement::block(self.figure_of(&rooted(self.job.context, source), caption))
            }
            None => TagReplacement::Unknown,
        }
    }

    fn link_start(&self, address: &str) -> String {
        match self.job.resolve(address, UrlPurpose::Link) {
            Some(url) => format!("<a href=\"{}\">", escape_attribute(&url)),
            None => "<a>".to_owned(),
        }
    }
}

/// What lies at `path` in `pairs`; dots separate nested keys, whose case does not count.
fn nested<'v>(pairs: &'v [(Box<str>, TemplateValue)], path: &str) -> Option<&'v TemplateValue> {
    let mut names = path.split('.');
    let mut value = &field(pairs, names.next()?)?.1;
    for name in names {
        value = &field(as_map(value)?, name)?.1;
    }
    Some(value)
}

fn field<'v>(
    pairs: &'v [(Box<str>, TemplateValue)],
    name: &str,
) -> Option<&'v (Box<str>, TemplateValue)> {
    pairs
        .iter()
        .find(|(known, _)| known.eq_ignore_ascii_case(name))
}

fn as_map(value: &TemplateValue) -> Option<&[(Box<str>, TemplateValue)]> {
    match value {
        TemplateValue::Map(pairs) => Some(pairs),
        _ => None,
    }
}

fn joined(words: &[&Word<'_>]) -> String {
    let words: Vec<&str> = words.iter().map(|word| &*word.value).collect();
    words.join(" ")
}

/// `text` as HTML that means the same to Markdown, whether Markdown reads it or not.
pub(in crate::body) fn armour(text: &str) -> String {
    let mut html = String::with_capacity(text.len() + text.len() / 4);
    push_armoured(&mut html, text);
    html
}

fn push_armoured(html: &mut String, text: &str) {
    for c in text.chars() {
        let is_sign = matches!(
            c,
            '&' | '<'
                | '>'
                | '"'
                | '\''
                | '`'
                | '*'
                | '_'
                | '['
                | ']'
                | '('
                | ')'
                | '!'
                | '\\'
                | '~'
                | '$'
                | '|'
                | '#'
                | '{'
                | '}'
                | '^'
                | ':'
                | '\n'
        );
        if is_sign {
            let _ = write!(html, "&#{};", u32::from(c));
        } else {
            html.push(c);
        }
    }
}
