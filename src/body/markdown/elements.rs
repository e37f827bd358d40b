//! The elements that the parser's tags stand for.

use std::fmt::Write;

use pulldown_cmark::{Alignment, BlockQuoteKind, CodeBlockKind, Tag, TagEnd};

use super::super::markup::tables::NO_HEADER;
use super::HtmlWriter;

impl<'e> HtmlWriter<'e, '_> {
    pub(super) fn start(&mut self, tag: Tag<'e>) {
        match tag {
            Tag::Image {
                dest_url, title, ..
            } => self.images.push((dest_url, title)),
            // Nothing but text of what stands in an image can be shown.
            _ if self.in_image() => {}
            Tag::Paragraph => self.push("<p>"),
            Tag::Heading { level, id, .. } => {
                // Writing to a string cannot fail, here and below.
                let _ = write!(self.fragment.html, "<{level}");
                if let Some(id) = id {
                    self.attribute("id", &id);
                }
                self.push(">");
            }
            Tag::BlockQuote(None) => self.push("<blockquote>\n"),
            Tag::BlockQuote(Some(kind)) => {
                let title = match kind {
                    BlockQuoteKind::Note => "Note",
                    BlockQuoteKind::Tip => "Tip",
                    BlockQuoteKind::Important => "Important",
                    BlockQuoteKind::Warning => "Warning",
                    BlockQuoteKind::Caution => "Caution",
                };
                let _ = writeln!(
                    self.fragment.html,
                    "<blockquote>\n<p><strong>{title}</strong></p>"
                );
            }
            Tag::CodeBlock(kind) => self.code_block(&kind),
            Tag::List(None) => self.push("<ul>\n"),
            Tag::List(Some(1)) => self.push("<ol>\n"),
            Tag::List(Some(first)) => {
                let _ = writeln!(self.fragment.html, "<ol start=\"{first}\">");
            }
            Tag::Item => self.push("<li>"),
            Tag::FootnoteDefinition(name) => {
                self.footnotes.begin(name, &mut self.fragment.html);
            }
            Tag::Table(alignments) => {
                self.alignments = alignments;
                self.push("<table>\n");
            }
            Tag::TableHead => {
                self.in_table_head = true;
                self.column = 0;
                self.push("<thead>\n<tr>\n");
            }
            Tag::TableRow => {
                self.column = 0;
                self.push("<tr>\n");
            }
            Tag::TableCell => self.table_cell(),
            Tag::Emphasis => self.push("<em>"),
            Tag::Strong => self.push("<strong>"),
            Tag::Strikethrough => self.push("<del>"),
            Tag::Link {
                link_type,
                dest_url,
                title,
                ..
            } => self.link(link_type, &dest_url, &title),
            Tag::HtmlBlock => {}
            Tag::DefinitionList => self.push("<dl>\n"),
            Tag::DefinitionListTitle => {
                self.term_depth = Some(self.depth);
                self.push("<dt>");
            }
            Tag::DefinitionListDefinition => self.push("<dd>"),
            // Of extensions that are off.
            Tag::Superscript | Tag::Subscript | Tag::MetadataBlock(_) => {}
        }
    }

    pub(super) fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Image => self.image(),
            _ if self.in_image() => {}
            TagEnd::Paragraph if std::mem::take(&mut self.is_paragraph_replaced) => {
                self.push("</div>\n");
            }
            TagEnd::Paragraph => self.push("</p>\n"),
            TagEnd::Heading(level) => {
                let _ = writeln!(self.fragment.html, "</{level}>");
            }
            TagEnd::BlockQuote(_) => self.push("</blockquote>\n"),
            TagEnd::CodeBlock => {
                self.in_code_block = false;
                self.push("</code></pre>\n");
            }
            TagEnd::List(false) => self.push("</ul>\n"),
            TagEnd::List(true) => self.push("</ol>\n"),
            TagEnd::Item => self.push("</li>\n"),
            TagEnd::FootnoteDefinition => self.footnotes.end(&mut self.fragment.html),
            TagEnd::Table => self.push("</tbody>\n</table>\n"),
            TagEnd::TableHead => {
                self.in_table_head = false;
                let html = &mut self.fragment.html;
                let start = html.rfind("<thead>").unwrap_or(html.len());
                if html[start..].contains(NO_HEADER) {
                    html.truncate(start);
                } else {
                    html.push_str("</tr>\n</thead>\n");
                }
                self.push("<tbody>\n");
            }
            TagEnd::TableRow => self.push("</tr>\n"),
            TagEnd::TableCell => {
                self.push(if self.in_table_head {
                    "</th>\n"
                } else {
                    "</td>\n"
                });
                self.column += 1;
            }
            TagEnd::Emphasis => self.push("</em>"),
            TagEnd::Strong => self.push("</strong>"),
            TagEnd::Strikethrough => self.push("</del>"),
            TagEnd::Link => {
                if self.links.pop() == Some(false) {
                    self.push("</a>");
                }
            }
            TagEnd::DefinitionList => self.push("</dl>\n"),
            TagEnd::DefinitionListTitle => {
                self.term_depth = None;
                self.push("</dt>\n");
            }
            TagEnd::DefinitionListDefinition => self.push("</dd>\n"),
            TagEnd::HtmlBlock
            | TagEnd::Superscript
            | TagEnd::Subscript
            | TagEnd::MetadataBlock(_) => {}
        }
    }

    fn code_block(&mut self, kind: &CodeBlockKind) {
        self.in_code_block = true;
        self.push("<pre><code");
        if let CodeBlockKind::Fenced(info) = kind {
            // `rust,ignore`, `js {1,3}`, `{.python}`: the first word is the language.
            let language = info
                .trim_start_matches(['{', '.'])
                .split(|c: char| c.is_whitespace() || matches!(c, ',' | '{' | '}' | ':'))
                .next()
                .unwrap_or_default();
            if !language.is_empty() {
                self.attribute("class", &format!("language-{language}"));
            }
        }
        self.push(">");
    }

    fn table_cell(&mut self) {
        self.push(if self.in_table_head { "<th" } else { "<td" });
        match self.alignments.get(self.column) {
            Some(Alignment::Left) => self.attribute("align", "left"),
            Some(Alignment::Center) => self.attribute("align", "center"),
            Some(Alignment::Right) => self.attribute("align", "right"),
            Some(Alignment::None) | None => {}
        }
        self.push(">");
    }
}
