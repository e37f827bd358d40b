//! What stands in a line: text, formulas, links, images, raw HTML.

use std::borrow::Cow;

use pulldown_cmark::LinkType;

use super::super::addresses;
use super::super::emoji;
use super::super::fragment::is_summary_marker;
use super::super::links::UrlPurpose;
use super::super::markup::math::to_mathml;
use super::HtmlWriter;
use crate::text::html::{self, CODE, HtmlToken};
use crate::text::push_html;

impl<'e> HtmlWriter<'e, '_> {
    pub(super) fn math(&mut self, tex: &str, is_display: bool) {
        let sign = if is_display { "$$" } else { "$" };
        if self.in_image() {
            self.alt.push_str(tex);
            return;
        }
        let is_alone = self.ends_paragraph && self.fragment.html.ends_with("<p>");
        if is_alone && is_display && self.dialect.marks_math {
            let html = &mut self.fragment.html;
            html.truncate(html.len() - "<p>".len());
            html.push_str("<div>");
            self.is_paragraph_replaced = true;
        }
        let source = format!("{sign}{tex}{sign}");
        if self.dialect.has_math
            && let Some(mathml) =
                to_mathml(tex, is_display && (is_alone || !self.dialect.marks_math))
        {
            // It is as strange as any other HTML.
            self.has_raw_html = true;
            self.push(&mathml);
        } else if self.dialect.marks_math && is_display {
            let (open, close) = if is_alone {
                ("\\[", "\\]")
            } else {
                ("\\(", "\\)")
            };
            push_html(
                &mut self.fragment.html,
                &format!("{open}{}{close}", tex.trim()),
            );
        } else {
            push_html(&mut self.fragment.html, &source);
        }
    }

    pub(super) fn text(&mut self, text: &str) {
        let with_emoji = if self.dialect.has_emoji && !self.in_code_block {
            emoji::shown(text)
        } else {
            Cow::Borrowed(text)
        };
        let text = &*with_emoji;
        if self.in_image() {
            self.alt.push_str(text);
        } else if self.dialect.links_addresses
            && self.links.is_empty()
            && self.raw_links == 0
            && !self.in_code_block
        {
            let text = if self.dialect.has_smart_punctuation {
                addresses::with_plain_signs(text)
            } else {
                Cow::Borrowed(text)
            };
            let alone = self.dialect.links_words_alone;
            addresses::push_linked(&mut self.fragment.html, &text, alone, self.job);
        } else {
            push_html(&mut self.fragment.html, text);
        }
    }

    pub(super) fn link(&mut self, link_type: LinkType, destination: &str, title: &str) {
        let is_undefined = matches!(
            link_type,
            LinkType::ReferenceUnknown | LinkType::CollapsedUnknown
        ) && destination.is_empty();
        self.links.push(is_undefined);
        if is_undefined {
            return;
        }
        let url = match link_type {
            LinkType::Email => self
                .job
                .resolve(&format!("mailto:{destination}"), UrlPurpose::Link),
            _ => self.job.resolve(destination, UrlPurpose::Link),
        };
        self.push("<a");
        if let Some(url) = url {
            self.attribute("href", &url);
        }
        if !title.is_empty() {
            self.attribute("title", title);
        }
        self.push(">");
    }

    pub(super) fn in_image(&self) -> bool {
        !self.images.is_empty()
    }

    /// Writes the image that ends here, unless it stands in the text of another.
    pub(super) fn image(&mut self) {
        let Some((destination, title)) = self.images.pop() else {
            return;
        };
        if self.in_image() {
            return;
        }
        let alt = std::mem::take(&mut self.alt);
        let Some(url) = self.job.resolve(&destination, UrlPurpose::Image) else {
            push_html(&mut self.fragment.html, &alt);
            return;
        };
        self.push("<img");
        self.attribute("src", &url);
        self.attribute("alt", &alt);
        if !title.is_empty() {
            self.attribute("title", &title);
        }
        self.push(">");
    }

    /// A comment does not count as raw HTML: it is removed, and may mark the end of the summary.
    pub(super) fn raw_html(&mut self, html: &str) {
        if self.in_image() {
            return;
        }
        let comment = html
            .trim()
            .strip_prefix("<!--")
            .and_then(|rest| rest.strip_suffix("-->"))
            .filter(|comment| !comment.contains("-->") && !comment.starts_with(['>', '-']));
        match comment {
            Some(comment) => {
                if is_summary_marker(comment) && !self.footnotes.is_open() {
                    let here = self.fragment.html.len();
                    self.fragment.summary_end.get_or_insert(here);
                }
            }
            None => {
                self.has_raw_html = true;
                if self.dialect.links_addresses {
                    for token in html::tokens(html) {
                        self.count_link(&token);
                    }
                }
                self.push(html);
            }
        }
    }

    pub(super) fn count_link(&mut self, token: &HtmlToken<'_>) {
        match token {
            HtmlToken::Tag(tag) if tag.element.name == "a" || tag.element.is(CODE) => {
                self.raw_links = if tag.is_end {
                    self.raw_links.saturating_sub(1)
                } else {
                    self.raw_links + 1
                };
            }
            _ => {}
        }
    }
}
