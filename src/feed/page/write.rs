//! The list of feeds to the bytes of a page, through the templates in `templates/`.

use askama::Template;

use super::list::{FeedFile, FeedList, ListedFeed};
use super::texts::Texts;
use crate::model::{AbsoluteUrl, PageKind};
use crate::site::address::relative;
use crate::text;

/// By which a run recognises its own HTML, near its beginning.
pub(crate) const HTML_MARK: &str = "<meta name=\"generator\" content=\"feedmill\">";

/// By which a run recognises its own OPML, near its beginning.
pub(crate) const OPML_MARK: &str = "<!-- Made by feedmill -->";

/// By which a run recognises its own style sheet, which begins with it.
pub(crate) const CSS_MARK: &str = "/* Made by feedmill: ";

#[derive(Template)]
#[template(path = "page.html")]
struct Html<'a> {
    list: &'a FeedList<'a>,
    texts: Texts<'a>,
    path: &'a str,
    address: String,
    /// The OPML, as the page links to it.
    opml: Option<String>,
}

#[derive(Template)]
#[template(path = "feeds.opml", escape = "html")]
struct Opml<'a> {
    list: &'a FeedList<'a>,
    texts: Texts<'a>,
}

#[derive(Template)]
#[template(path = "feed.css", escape = "none")]
struct Css<'a> {
    texts: Texts<'a>,
}

/// The text of the page of `kind` at `path` below the output folder, served at `url`; `opml` is the path of
/// the OPML, if there is one.
///
/// # Errors
///
/// If the template fails, which is a bug.
pub fn write(
    kind: PageKind,
    list: &FeedList<'_>,
    (path, url): (&str, &AbsoluteUrl),
    opml: Option<&str>,
) -> Result<String, askama::Error> {
    let texts = Texts::new(list.language);
    let text = match kind {
        PageKind::Opml => Opml { list, texts }.render()?,
        PageKind::Css => Css { texts }.render()?,
        PageKind::Html => {
            let address = url.as_str();
            let html = Html {
                list,
                texts,
                path,
                address: address
                    .strip_suffix("index.html")
                    .unwrap_or(address)
                    .to_owned(),
                opml: opml.map(|opml| relative(path, opml)),
            };
            html.render()?
        }
    };
    Ok(text + "\n")
}

impl Html<'_> {
    /// The attribute for the `language` of a text, else that of the site, if it is not that of the page.
    fn lang(&self, language: Option<&str>) -> String {
        let language = language.or(self.list.language);
        let language = language.unwrap_or(self.texts.language);
        if language == self.texts.language {
            return String::new();
        }
        format!(" lang=\"{language}\"")
    }

    fn link_to(&self, file: &FeedFile) -> String {
        relative(self.path, &file.path)
    }

    /// The element that links a page to a feed.
    fn snippet(&self, feed: &ListedFeed<'_>, file: &FeedFile) -> String {
        format!(
            "<link rel=\"alternate\" type=\"{}\" title=\"{}\" href=\"{}\">",
            file.format.media_type(),
            text::escape_attribute(feed.title.as_str()),
            text::escape_attribute(file.url.as_str())
        )
    }
}
