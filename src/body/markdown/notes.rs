//! Footnotes: what mentions them, and the list at the end.

use std::fmt::Write;

use pulldown_cmark::CowStr;

use super::super::footnotes::Note;
use super::super::links::UrlPurpose;
use super::HtmlWriter;

impl<'e> HtmlWriter<'e, '_> {
    pub(super) fn footnote_reference(&mut self, name: CowStr<'e>) {
        if self.in_image() {
            return;
        }
        let (number, times) = self.footnotes.mention(name);
        self.push("<sup");
        self.attribute("id", &self.footnotes.reference_id(number, times));
        self.push("><a");
        if let Some(url) = self.job.resolve(
            &format!("#{}", self.footnotes.id("fn", number)),
            UrlPurpose::Link,
        ) {
            self.attribute("href", &url);
        }
        let _ = write!(self.fragment.html, ">{number}</a></sup>");
    }

    /// Writes the footnotes, after everything else.
    pub(super) fn footnotes(&mut self) {
        // Rendering may have stopped in one.
        while self.footnotes.is_open() {
            self.footnotes.end(&mut self.fragment.html);
        }
        let mut notes = self.footnotes.take();
        if self.dialect.drops_unused_notes {
            notes.retain(|note| note.references > 0);
        }
        if notes.is_empty() {
            return;
        }
        self.push("<div class=\"footnotes\">\n");
        if self.dialect.rules_footnotes {
            self.push("<hr>\n");
        }
        self.push("<ol>\n");
        for note in notes {
            if self.job.stops_at(self.fragment.html.len()) {
                break;
            }
            let html = &note.html;
            let id = self.footnotes.id("fn", note.number);
            let _ = writeln!(self.fragment.html, "<li id=\"{id}\">");
            if note.references == 0 {
                self.push(html);
            } else {
                let (text, joint) = match html.strip_suffix("</p>\n") {
                    Some(text) => (text, " "),
                    None => (html.as_str(), "<p>"),
                };
                self.push(text);
                self.push(joint);
                self.backlinks(&note);
                self.push("</p>\n");
            }
            self.push("</li>\n");
        }
        self.push("</ol>\n</div>\n");
    }

    /// Links to where the footnote is mentioned.
    fn backlinks(&mut self, note: &Note) {
        for times in 1..=note.references {
            if self.job.stops_at(self.fragment.html.len()) {
                break;
            }
            let back = format!("#{}", self.footnotes.reference_id(note.number, times));
            self.push(if times == 1 { "<a" } else { " <a" });
            if let Some(back) = self.job.resolve(&back, UrlPurpose::Link) {
                self.attribute("href", &back);
            }
            self.push(">↩");
            if times > 1 && self.dialect.numbers_backlinks {
                let _ = write!(self.fragment.html, "<sup>{times}</sup>");
            }
            self.push("</a>");
        }
    }
}
