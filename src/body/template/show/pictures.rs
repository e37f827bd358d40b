//! Pictures, and other files of an article.

use std::fmt::Write;

use percent_encoding::utf8_percent_encode;

use super::{Shower, TagReplacement, armour, joined};
use crate::body::context::in_markdown;
use crate::body::links::UrlPurpose;
use crate::body::markdown;
use crate::body::template::args::{Args, Word};
use crate::body::template::filters::{is_elsewhere, rooted};
use crate::body::template::tags::Meaning;
use crate::model::{SEGMENT, Templates};
use crate::text::{escape_attribute, plain};

impl Shower<'_, '_> {
    pub(super) fn figure(&self) -> Option<String> {
        let args = self.args;
        let source = args.get(
            &[
                "src",
                "source",
                "url",
                "image",
                "image_path",
                "path",
                "link_to",
            ],
            0,
        )?;
        let caption = args.named(&["caption", "figcaption"]);
        self.figure_of(source, caption)
    }

    pub(super) fn figure_of(&self, source: &str, caption: Option<&str>) -> Option<String> {
        let args = self.args;
        let alt = args
            .named(&["alt", "description"])
            .or(caption)
            .unwrap_or_default();
        let alt = self.inline_markdown(alt);
        let mut picture = self.picture_of(source, &plain(&alt), None)?;
        if let Some(link) = args.named(&["link", "href"]) {
            picture = format!("{}{picture}</a>", self.link_start(link));
        }
        let mut text = String::new();
        if let Some(title) = args.named(&["title"]) {
            let _ = write!(text, "<strong>{}</strong> ", armour(title));
        }
        if let Some(caption) = caption {
            text.push_str(&self.inline_markdown(caption));
        }
        if let Some(credit) = args.named(&["attr", "credit", "credits", "attribution"]) {
            let start = args.named(&["attrlink"]).map(|link| self.link_start(link));
            let end = if start.is_some() { "</a>" } else { "" };
            let _ = write!(
                text,
                " {}{}{end}",
                start.unwrap_or_default(),
                self.inline_markdown(credit)
            );
        }
        let mut html = format!("<figure>{picture}");
        if !text.trim().is_empty() {
            let _ = write!(html, "<figcaption>{}</figcaption>", text.trim());
        }
        html.push_str("</figure>");
        Some(html)
    }

    /// `caption`, which generators read as Markdown, on one line.
    pub(super) fn inline_markdown(&self, caption: &str) -> String {
        let Ok((fragment, _)) = markdown::write(caption, self.job) else {
            return armour(caption);
        };
        let html = fragment.html.trim();
        let inline = html
            .strip_prefix("<p>")
            .and_then(|html| html.strip_suffix("</p>"))
            .unwrap_or(html);
        inline.replace('\n', " ")
    }

    /// Octopress, Hexo and `liquid_tags`: `class address width height "title" "alt"`.
    pub(super) fn picture(&self) -> TagReplacement {
        let words: Vec<&Word<'_>> = self.args.words().iter().collect();
        if words
            .first()
            .is_some_and(|word| word.is_quoted || word.key.is_some())
        {
            return self.quoted_picture();
        }
        let is_address = |word: &&&Word<'_>| {
            !word.is_quoted && (word.value.contains('/') || word.value.contains('.'))
        };
        let Some(at) = words.iter().position(|word| is_address(&word)) else {
            return TagReplacement::Unknown;
        };
        let is_number =
            |word: &Word<'_>| word.value.bytes().all(|b| b.is_ascii_digit() || b == b'%');
        let rest = &words[at + 1..];
        let sizes = rest
            .iter()
            .take(2)
            .take_while(|word| is_number(word))
            .count();
        let (title, alt) = titles(&rest[sizes..]);
        let source = match self.job.context.templates {
            Templates::Hexo => rooted(self.job.context, &words[at].value),
            _ => words[at].value.clone().into_owned(),
        };
        let alt = if alt.is_empty() { &title } else { &alt };
        TagReplacement::inline(self.picture_of(&source, alt, Some(&title)))
    }

    /// Nunjucks: `"address", "alternative text"`. A path that does not begin at the site's root is
    /// one of the site's sources, and only the text can be shown.
    fn quoted_picture(&self) -> TagReplacement {
        let mut positional = self.args.positional();
        let Some(source) = self
            .args
            .named(&["src"])
            .or_else(|| Some(&*positional.next()?.value))
        else {
            return TagReplacement::Unknown;
        };
        let second = positional.next().map(|word| &*word.value);
        let alt = self.args.named(&["alt"]).or(second).unwrap_or_default();
        if source.starts_with('/') || is_elsewhere(source) {
            return TagReplacement::inline(self.picture_of(
                &rooted(self.job.context, source),
                alt,
                None,
            ));
        }
        if alt.trim().is_empty() {
            TagReplacement::Unknown
        } else {
            TagReplacement::Inline(armour(alt))
        }
    }

    /// `None` if the picture cannot be shown and has no alternative text.
    pub(super) fn picture_of(
        &self,
        source: &str,
        alt: &str,
        title: Option<&str>,
    ) -> Option<String> {
        let Some(url) = self.job.resolve(source, UrlPurpose::Image) else {
            return (!alt.trim().is_empty()).then(|| armour(alt));
        };
        let mut html = format!(
            "<img src=\"{}\" alt=\"{}\"",
            escape_attribute(&url),
            armour(alt)
        );
        if let Some(title) = title.filter(|title| !title.is_empty()) {
            let _ = write!(html, " title=\"{}\"", armour(title));
        }
        html.push('>');
        Some(html)
    }

    /// A file in the article's own folder, which lies beside its page.
    pub(super) fn asset(&self) -> TagReplacement {
        let words: Vec<&Word<'_>> = self.args.words().iter().collect();
        let mut words = words.as_slice();
        if self.call.meaning == Meaning::AssetPicture {
            // Class names may stand before it.
            let at = words.iter().position(|word| word.value.contains('.'));
            words = &words[at.unwrap_or(0)..];
        }
        let Some((name, rest)) = words.split_first() else {
            return TagReplacement::Unknown;
        };
        let name = utf8_percent_encode(&name.value, SEGMENT)
            .to_string()
            .replace("%2F", "/");
        let Some(url) = self.job.resolve(&name, UrlPurpose::Media) else {
            return TagReplacement::Unknown;
        };
        match self.call.meaning {
            Meaning::AssetPath => TagReplacement::Text(in_markdown(&url).into_owned()),
            Meaning::AssetLink => {
                let text = joined(rest);
                let text = if text.is_empty() {
                    &words[0].value
                } else {
                    &*text
                };
                TagReplacement::Inline(format!("{}{}</a>", self.link_start(&url), armour(text)))
            }
            _ => {
                let (title, alt) = titles(rest);
                let alt = if alt.is_empty() { &title } else { &alt };
                TagReplacement::inline(self.picture_of(&url, alt, Some(&title)))
            }
        }
    }
}

/// A picture's title and alternative text: `"title" "alt"`, `'"title" "alt"'`, or `[title]`.
fn titles(words: &[&Word<'_>]) -> (String, String) {
    if let [word] = words
        && word.is_quoted
        && word.value.starts_with(['"', '\''])
    {
        let inner = Args::parse(&word.value);
        let inner: Vec<&Word<'_>> = inner.words().iter().collect();
        return match inner.as_slice() {
            [title, alt] => (title.value.to_string(), alt.value.to_string()),
            words => (joined(words), String::new()),
        };
    }
    if let [title, alt] = words
        && title.is_quoted
        && alt.is_quoted
    {
        return (title.value.to_string(), alt.value.to_string());
    }
    let title = joined(words);
    let bare = title
        .strip_prefix('[')
        .and_then(|title| title.strip_suffix(']'));
    (bare.unwrap_or(&title).to_owned(), String::new())
}
