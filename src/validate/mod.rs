//! Validates feeds: bytes in, findings out, without access to files, network or clock.
//!
//! ```
//! use feedmill::validate::{DocumentFormat, Options, validate};
//!
//! let feed = br#"<rss version="2.0"><channel><title>News</title></channel></rss>"#;
//! let report = validate(feed, &Options::default());
//! assert_eq!(report.format, DocumentFormat::Rss20);
//! assert!(!report.valid());
//! assert!(report.diagnostics.iter().any(|found| found.rule.code == "missing-link"));
//! ```
//!
//! # How it is built
//!
//! `encoding` turns bytes into text. `not_a_feed` recognises other documents, and what stands around a
//! feed. `wellformed` reads the text by the grammar of XML; [`roxmltree`], which is not the XML library that
//! writes feeds, then makes the tree. `rss`, `atom` and one file for each extension in `modules` are
//! tables: which element can stand where, how often, with what content, by which specification. `walk`
//! compares a tree with them; `check` has the data types, and the rules between elements that no table can
//! express. `findings` gives each finding its line. The codes are in [`rules`]. `lenient` reads as forgiving
//! readers do, for [`compare`](crate::compare).
//!
//! `docs/validate.md` lists the differences from the W3C feed validator.

mod atom;
mod check;
mod context;
mod encoding;
mod findings;
mod format;
pub(crate) mod json_feed;
pub(crate) mod lenient;
mod modules;
pub(crate) mod names;
mod namespaces;
mod not_a_feed;
mod rss;
pub mod rules;
mod table;
mod value;
mod walk;
mod wellformed;
mod xml;

use std::borrow::Cow;

use roxmltree::{Document, Node};

use context::Context;
pub use context::Options;
pub use format::DocumentFormat;
pub use rules::RULES;

use crate::diagnostic::{Diagnostic, Severity, Subject};

/// The largest document that is validated, in bytes.
pub const MAX_BYTES: usize = 64 << 20;

/// The result of validating a document.
#[derive(Debug, Clone)]
pub struct Report {
    /// What kind of document it is.
    pub format: DocumentFormat,
    /// The findings in the order of the document; their positions have no path.
    pub diagnostics: Vec<Diagnostic>,
}

impl Report {
    /// Whether no finding is an error.
    pub fn valid(&self) -> bool {
        self.diagnostics
            .iter()
            .all(|found| found.severity < Severity::Error)
    }
}

/// Validates a document.
pub fn validate(bytes: &[u8], options: &Options) -> Report {
    if bytes.len() > MAX_BYTES {
        let message = format!("the document is larger than {} MB", MAX_BYTES >> 20);
        return Report {
            format: DocumentFormat::Unknown,
            diagnostics: vec![Diagnostic::new(&rules::VALIDATOR_LIMIT, message)],
        };
    }
    let decoded = encoding::decode(bytes);
    let source = decoded.text.as_str();
    let first = xml::prolog(source);
    let beginning = not_a_feed::beginning(source, &first);
    let text = without_beginning(source, beginning);
    let prolog = if beginning == 0 {
        first
    } else {
        xml::prolog(&text)
    };
    let mut cx = Context::new(source, format::by_name(prolog.root), options, None);
    cx.utf8 = decoded.utf8;
    for (offset, found) in decoded.findings {
        cx.add(offset, found);
    }
    if beginning > 0 {
        let has_declaration = source[beginning..].starts_with("<?xml");
        let rule = if has_declaration {
            &rules::WP_BLANK_LINE
        } else {
            &rules::SAX_ERROR
        };
        let message = not_a_feed::before_beginning(&source[..beginning], has_declaration);
        cx.raise_offset(rule, 0, message);
    }
    if cx.format == DocumentFormat::Html {
        let message = "this is an HTML page; its `<link rel=\"alternate\">` may name the feed";
        raise_root(&mut cx, prolog.root_at, "html", message);
        return finish(cx);
    }
    if json_feed::is_json_feed(source) {
        cx.format = DocumentFormat::JsonFeed;
        if !decoded.utf8 || bytes.starts_with(b"\xef\xbb\xbf") {
            let message = "JSON must be UTF-8 without a byte order mark; save it so";
            cx.raise_offset(&rules::ILL_FORMED_JSON, 0, message);
        }
        json_feed::judge(&mut cx);
        return finish(cx);
    }
    if prolog.root.is_none()
        && let Some(message) = not_a_feed::not_xml(source)
    {
        cx.raise_offset(&rules::SAX_ERROR, 0, message);
        return finish(cx);
    }
    let document = wellformed::read(&text);
    let netscape = doctype(&mut cx, &document, &text);
    let parsed = match &document.declaration {
        Some(broken) => {
            cx.raise_offset(broken.rule, broken.offset, broken.message.as_str());
            Cow::Owned(xml::blank(&text, document.declaration_end))
        }
        None => Cow::Borrowed(text.as_ref()),
    };
    let Some(violation) = &document.violation else {
        let plain;
        let parsed = document.with_replacement_texts(&parsed);
        let tree = match xml::parse(&parsed) {
            Err(error) if xml::explain(&error, &text).is_none() => {
                plain = document.without_entities(&parsed);
                xml::parse(&plain)
            }
            tree => tree,
        };
        return match tree {
            Ok(tree) => judge(cx, &tree, &document.declarations, source, netscape),
            Err(error) => {
                let (rule, offset, message) = xml::explain(&error, &text).unwrap_or((
                    &rules::VALIDATOR_LIMIT,
                    0,
                    "the document has more nested entities than a feed may have".to_owned(),
                ));
                cx.raise_offset(rule, offset, message);
                finish(cx)
            }
        };
    };
    cx.raise_offset(violation.rule, violation.offset, violation.message.as_str());
    if let (DocumentFormat::Unknown, Some(root)) = (cx.format, prolog.root) {
        let message = not_a_feed::other_root(root);
        raise_root(&mut cx, prolog.root_at, root, &message);
    }
    namespaces::judge(&mut cx, &document.declarations);
    if cx.format == DocumentFormat::Unknown || std::ptr::eq(violation.rule, &rules::VALIDATOR_LIMIT)
    {
        return finish(cx);
    }
    // The part before the error is validated as well, so that one run reports everything.
    let sound = document.sound_part(&document.with_replacement_texts(&parsed));
    match xml::parse(&sound) {
        Ok(tree) => {
            cx.unclosed = document.open.last().map(|open| open.offset);
            cx.disbelieve(document.open.iter().map(|open| open.offset).collect());
            judge(cx, &tree, &[], source, netscape)
        }
        Err(_) => finish(cx),
    }
}

/// `source` with everything before `beginning` replaced by spaces, and with it a late XML declaration,
/// which is only valid at the very start.
fn without_beginning(source: &str, beginning: usize) -> Cow<'_, str> {
    if beginning == 0 {
        return Cow::Borrowed(source);
    }
    let rest = &source[beginning..];
    let declaration = match rest.find("?>") {
        Some(end) if rest.starts_with("<?xml") => end + 2,
        _ => 0,
    };
    Cow::Owned(xml::blank(source, beginning + declaration))
}

/// Checks the DOCTYPE; returns whether it is Netscape's for RSS 0.91.
fn doctype(cx: &mut Context<'_>, document: &wellformed::Document<'_>, text: &str) -> bool {
    let doctype = &text[document.doctype.clone()];
    let is_netscape = doctype.contains("-//Netscape Communications//DTD RSS 0.91//EN");
    if is_netscape && doctype.contains("my.netscape.com") {
        let message = "the DTD at my.netscape.com is gone";
        cx.raise_offset(&rules::DEPRECATED_DTD, 0, message);
    } else if document.is_external && !is_netscape {
        let message = "an external entity or DTD is declared; it was not fetched";
        cx.raise_offset(&rules::CONTAINS_SYSTEM_ENTITY, 0, message);
    }
    is_netscape
}

/// Validates a well-formed document by its root element.
fn judge<'a>(
    before: Context<'_>,
    document: &'a Document<'a>,
    declarations: &[wellformed::Declaration<'_>],
    text: &'a str,
    netscape: bool,
) -> Report {
    let root = document.root_element();
    let namespace = names::namespace(root);
    let format = format::detect(root);
    let options = before.options;
    let core = match format {
        DocumentFormat::Unknown => None,
        _ => namespace,
    };
    let mut cx = before.continued(text, format, options, core);
    if format != DocumentFormat::Unknown {
        namespaces::judge(&mut cx, declarations);
    }
    walk::characters(&mut cx, root);
    match format {
        DocumentFormat::Rss20 | DocumentFormat::Rss091 | DocumentFormat::Rss092 => {
            version(&mut cx, root, netscape);
            walk::element(&mut cx, root, &rss::RSS);
        }
        DocumentFormat::Atom10 | DocumentFormat::Atom10Entry => {
            atom_namespace(&mut cx, root);
            let table = if format == DocumentFormat::Atom10 {
                &atom::FEED
            } else {
                &atom::ENTRY
            };
            walk::element(&mut cx, root, table);
        }
        DocumentFormat::Atom03 => {
            let message = "this is a draft of Atom that Atom 1.0 replaced in 2005";
            cx.raise_at(&rules::OBSOLETE_NAMESPACE, root, message);
        }
        DocumentFormat::Rss10 => {
            let message = "this is RSS 1.0 or 0.90, of which only the XML is checked";
            cx.raise_at(&rules::UNSUPPORTED_FORMAT, root, message);
        }
        DocumentFormat::Html | DocumentFormat::JsonFeed | DocumentFormat::Unknown => {
            let message = not_a_feed::other_root(root.tag_name().name());
            cx.raise_at(&rules::UNDEFINED_ELEMENT, root, message);
        }
    }
    finish(cx)
}

fn finish(cx: Context<'_>) -> Report {
    Report {
        format: cx.format,
        diagnostics: cx.finish(),
    }
}

fn raise_root(cx: &mut Context<'_>, offset: usize, root: &str, message: &str) {
    let subject = Subject {
        element: root.to_owned(),
        parent: "root".to_owned(),
        value: None,
    };
    cx.raise_about(&rules::UNDEFINED_ELEMENT, offset, subject, message);
}

/// Checks the version of RSS, and the namespace that some feeds give it.
fn version<'a>(cx: &mut Context<'a>, root: Node<'a, 'a>, netscape: bool) {
    if let Some(uri) = names::namespace(root) {
        let message = format!("`rss` is in the namespace `{uri}`; RSS has no namespace");
        cx.raise_at(&rules::INVALID_NAMESPACE, root, message);
    }
    let Some(version) = root.attribute("version") else {
        return;
    };
    if netscape && version != "0.91" {
        let message = format!("the DOCTYPE is RSS 0.91's, but the version is `{version}`");
        cx.raise_at(&rules::INVALID_DOCTYPE, root, message);
    }
    match version {
        "2.0" | "2.0.1" | "2.00" | "2.0.11" => {}
        "0.91" | "0.92" | "0.93" | "0.94" => {
            let message = format!("this is RSS {version}, which RSS 2.0 replaced in 2002");
            cx.raise_at(&rules::OBSOLETE_VERSION, root, message);
        }
        other => {
            let message = format!(
                "the RSS version is {}; it must be `2.0`",
                value::quote(other)
            );
            cx.raise_at(&rules::INVALID_RSS_VERSION, root, message);
        }
    }
}

fn atom_namespace<'a>(cx: &mut Context<'a>, root: Node<'a, 'a>) {
    match names::namespace(root) {
        Some(names::ATOM) => {}
        None => {
            let message = format!("Atom must be in its namespace, `{}`", names::ATOM);
            cx.raise_at(&rules::MISSING_NAMESPACE, root, message);
        }
        Some(uri) => {
            let message = format!(
                "the feed is in the namespace `{uri}`; Atom's is `{}`",
                names::ATOM
            );
            cx.raise_at(&rules::INVALID_NAMESPACE, root, message);
        }
    }
}

#[cfg(test)]
mod tests;
