//! What a body is rendered in: its article, its site, and the other articles of the site.

use std::borrow::Cow;
use std::cell::{Cell, RefCell};

use percent_encoding::{percent_decode_str, utf8_percent_encode};
use url::Url;

use super::links::{self, UrlPurpose};
use super::rules::{REFERENCE_NOT_FOUND, TEMPLATE_TAG_DROPPED};
use crate::diagnostic::{Diagnostic, Rule, locate};
use crate::model::{
    AbsoluteUrl, MAX_HTML, MarkdownExtensions, SEGMENT, Syntax, TemplateValue, Templates,
};
use crate::time::Timestamp;

/// Finds the article that another one names.
pub trait Lookup: Sync {
    /// The article that `reference` (a path, or what is left of one) names in the article at the
    /// path `from`; `None` if there is none, or several.
    fn find(&self, reference: &str, from: &str) -> Option<LinkTarget<'_>>;

    /// The address of the page that `reference` names so, which is not an article.
    fn page(&self, _reference: &str, _from: &str) -> Option<AbsoluteUrl> {
        None
    }

    /// The article of that title, if there is one.
    fn titled(&self, title: &str) -> Option<LinkTarget<'_>>;
}

/// No article is known.
impl Lookup for () {
    fn find(&self, _: &str, _: &str) -> Option<LinkTarget<'_>> {
        None
    }

    fn titled(&self, _: &str) -> Option<LinkTarget<'_>> {
        None
    }
}

/// An article that another one names.
#[derive(Debug, Clone, Copy)]
pub struct LinkTarget<'a> {
    /// Its page.
    pub url: &'a AbsoluteUrl,
    /// Its title.
    pub title: &'a str,
}

/// What a body is rendered in.
#[derive(Clone, Copy)]
pub struct Context<'a> {
    /// How the body is written.
    pub syntax: Syntax,
    /// The template language of the site.
    pub templates: Templates,
    /// What its site says about its Markdown.
    pub markdown: MarkdownExtensions,
    /// The article's own page, against which its URLs are resolved.
    pub page: &'a AbsoluteUrl,
    /// The article's title.
    pub title: &'a str,
    /// Whether a first line that repeats the title is left out.
    pub drops_title: bool,
    /// The article's path below the folder that its generator reads.
    pub path: &'a str,
    /// What the article's header says, by its keys.
    pub values: &'a [(Box<str>, TemplateValue)],
    /// What the generator's site file says that bodies may name.
    pub site_values: &'a TemplateValue,
    /// When it was published, if that is known.
    pub published: Option<Timestamp>,
    /// The site's address, ending in a slash.
    pub site: &'a AbsoluteUrl,
    /// The site's title.
    pub site_title: &'a str,
    /// The articles that the body may name.
    pub articles: &'a dyn Lookup,
    /// The most bytes of HTML that an entry may have.
    pub limit: usize,
}

#[cfg(any(test, feature = "internals"))]
impl<'a> Context<'a> {
    /// That of an article of which nothing is known but its page.
    pub fn new(syntax: Syntax, page: &'a AbsoluteUrl) -> Self {
        Context {
            syntax,
            templates: Templates::default(),
            markdown: MarkdownExtensions::default(),
            page,
            title: "",
            drops_title: false,
            path: "",
            values: &[],
            site_values: &TemplateValue::Null,
            published: None,
            site: page,
            site_title: "",
            articles: &(),
            limit: MAX_HTML,
        }
    }
}

/// Stands for the unknown output of a template. A URL that holds it is dropped, and so is the
/// character itself in text: no noncharacter survives [`crate::text::clean`].
pub(super) const UNKNOWN: char = '\u{FDD0}';

/// The most findings about one body.
const MAX_FINDINGS: usize = 16;

/// One body while it is rendered.
pub(super) struct Job<'a> {
    pub(super) context: &'a Context<'a>,
    /// The page, for resolving many references.
    base: Url,
    /// The body as it was read, in which findings have their place.
    pub(super) body: &'a str,
    /// Each with what it is about.
    findings: RefCell<Vec<(String, Diagnostic)>>,
    /// Whether only the beginning of the body is rendered.
    is_cut: Cell<bool>,
}

impl<'a> Job<'a> {
    pub(super) fn new(context: &'a Context<'a>, body: &'a str) -> Self {
        Job {
            context,
            base: context.page.to_url(),
            body,
            findings: RefCell::default(),
            is_cut: Cell::new(false),
        }
    }

    /// Whether rendering stops here, after `written` bytes.
    pub(super) fn stops_at(&self, written: usize) -> bool {
        if written > MAX_HTML {
            self.is_cut.set(true);
        }
        written > MAX_HTML
    }

    /// Whether rendering was stopped.
    pub(super) fn is_cut(&self) -> bool {
        self.is_cut.get()
    }

    pub(super) fn base(&self) -> &Url {
        &self.base
    }

    /// What was found, in the order of the body.
    pub(super) fn into_findings(self) -> Vec<Diagnostic> {
        let mut findings: Vec<_> = self
            .findings
            .into_inner()
            .into_iter()
            .map(|(_, finding)| finding)
            .collect();
        findings.sort_by(|a, b| a.position.cmp(&b.position));
        findings
    }

    /// Notes that the tag `name` is not known; `message` says what was done with it.
    pub(super) fn dropped(&self, name: &str, offset: usize, message: String) {
        self.note(&TEMPLATE_TAG_DROPPED, name, offset, message);
    }

    /// Notes that `reference` does not lead to an article.
    pub(super) fn not_found(&self, reference: &str, offset: usize) {
        let message =
            format!("`{reference}` does not match exactly one article; the link is shown as text");
        self.note(&REFERENCE_NOT_FOUND, reference, offset, message);
    }

    /// The address on the site of the file at `path`, which is not an article.
    fn address_of_file(&self, path: &str, reference: &str) -> Option<String> {
        let url = self.context.site.join(path).ok()?;
        let message =
            format!("`{reference}` is not the path of an article; the link leads to {url}");
        let offset = self.body.find(reference).unwrap_or(0);
        self.note(&REFERENCE_NOT_FOUND, reference, offset, message);
        Some(url.to_string())
    }

    fn note(&self, rule: &'static Rule, about: &str, offset: usize, message: String) {
        let mut findings = self.findings.borrow_mut();
        let is_known = |(known, finding): &(String, Diagnostic)| {
            known == about && std::ptr::eq(finding.rule, rule)
        };
        if findings.len() >= MAX_FINDINGS || findings.iter().any(is_known) {
            return;
        }
        let (line, column, source_line) = locate(self.body, offset);
        let finding = Diagnostic::new(rule, message)
            .at(line, column)
            .showing(source_line);
        findings.push((about.to_owned(), finding));
    }

    /// `reference` as an absolute URL that is fit for `usage`, whichever way the site's generator
    /// would have understood it.
    pub(super) fn resolve(&self, reference: &str, usage: UrlPurpose) -> Option<String> {
        let reference = reference.trim();
        if reference.contains(UNKNOWN) {
            return None;
        }
        let reference = self.internal(reference)?;
        // No address begins with the brace of a template or of JSX.
        if reference.starts_with('{') {
            return None;
        }
        links::resolve(self.base(), &reference, usage)
    }

    /// What Zola's `@/x.md` and Pelican's `{filename}x.md` lead to; any other reference is itself.
    fn internal<'r>(&self, reference: &'r str) -> Option<Cow<'r, str>> {
        let templates = self.context.templates;
        if let Some(path) = reference.strip_prefix("@/")
            && matches!(templates, Templates::Zola | Templates::Unknown)
        {
            return self.article_at(path, reference).map(Cow::Owned);
        }
        if reference.starts_with(['{', '|'])
            && matches!(templates, Templates::Pelican | Templates::Unknown)
            && let Some((what, path)) = pelican_link(reference)
        {
            return self.pelican(what, path, reference).map(Cow::Owned);
        }
        if let Some(url) = self.sibling(reference) {
            return Some(Cow::Owned(url));
        }
        Some(Cow::Borrowed(reference))
    }

    /// The address of the Markdown file that `reference` is a path to, from this article's file.
    fn sibling(&self, reference: &str) -> Option<String> {
        let (path, _) = split_path(reference);
        if Syntax::of_path(path) != Some(Syntax::Markdown)
            || path.contains(':')
            || path.starts_with('/')
        {
            return None;
        }
        let mut folders: Vec<&str> = self.context.path.split('/').collect();
        folders.pop();
        for part in path.split('/') {
            match part {
                "." => {}
                ".." => drop(folders.pop()?),
                part => folders.push(part),
            }
        }
        let path = folders.join("/") + &reference[path.len()..];
        self.find(&path)
            .or_else(|| self.address_of_file(&path, reference))
    }

    fn article_at(&self, path: &str, reference: &str) -> Option<String> {
        let found = self.find(path);
        if found.is_none() {
            self.not_found(reference, self.body.find(reference).unwrap_or(0));
        }
        found
    }

    /// The address of the article or page that `reference` names, with its fragment.
    pub(super) fn find(&self, reference: &str) -> Option<String> {
        let (path, rest) = split_path(reference);
        let path = percent_decode_str(path).decode_utf8().ok()?;
        let (articles, from) = (self.context.articles, self.context.path);
        let url = match articles.find(&path, from) {
            Some(target) => target.url.clone(),
            None => articles.page(&path, from)?,
        };
        Some(format!("{}{rest}", in_markdown(url.as_str())))
    }

    fn pelican(&self, what: &str, path: &str, reference: &str) -> Option<String> {
        let site = self.context.site;
        let term = |kind: &str| {
            let name = percent_decode_str(path.trim()).decode_utf8_lossy();
            let slug = name.to_lowercase().replace([' ', '_'], "-");
            let slug = utf8_percent_encode(&slug, SEGMENT);
            Some(site.below(&format!("{kind}/{slug}.html")).to_string())
        };
        match what {
            "filename" => self.article_at(path, reference),
            // Where Pelican puts them unless it is told otherwise.
            "tag" => term("tag"),
            "category" => term("category"),
            "author" => term("author"),
            "index" => Some(site.to_string()),
            "attach" if !path.starts_with('/') => Some(path.to_owned()),
            _ => {
                let below = path.strip_prefix('/').map_or_else(
                    || {
                        let folder = self.context.path.rsplit_once('/');
                        format!("{}/{path}", folder.map_or("", |(folder, _)| folder))
                    },
                    str::to_owned,
                );
                let below = below.trim_start_matches('/');
                site.join(below).ok().map(|url| url.to_string())
            }
        }
    }
}

/// Pelican's `{filename}path` and its older `|filename|path`.
fn pelican_link(reference: &str) -> Option<(&str, &str)> {
    let end = if reference.starts_with('{') { '}' } else { '|' };
    let (what, path) = reference.get(1..)?.split_once(end)?;
    let kinds = [
        "filename", "static", "attach", "tag", "category", "author", "index",
    ];
    kinds.contains(&what).then_some((what, path))
}

/// A reference's path, and its query and fragment.
pub(super) fn split_path(reference: &str) -> (&str, &str) {
    reference.split_at(reference.find(['#', '?']).unwrap_or(reference.len()))
}

/// `url` so that it ends neither a Markdown link nor a shortcode's quotes.
pub(super) fn in_markdown(url: &str) -> Cow<'_, str> {
    if url.contains(['(', ')', '\'']) {
        Cow::Owned(
            url.replace('(', "%28")
                .replace(')', "%29")
                .replace('\'', "%27"),
        )
    } else {
        Cow::Borrowed(url)
    }
}
