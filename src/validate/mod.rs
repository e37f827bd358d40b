//! Judges feeds: bytes in, findings out; no file, no network, no clock.
//!
//! ```
//! use feedmill::validate::{Format, Options, validate};
//!
//! let feed = br#"<rss version="2.0"><channel><title>News</title></channel></rss>"#;
//! let report = validate(feed, &Options::default());
//! assert_eq!(report.format, Format::Rss20);
//! assert!(!report.valid());
//! assert!(report.diagnostics.iter().any(|found| found.rule.code == "missing-link"));
//! ```
//!
//! # How it is built
//!
//! `rss`, `atom` and one file for each extension in `modules` are tables: which element may stand
//! where, how often, holding what, by which specification. `walk` compares a document with them;
//! `check` are the data types and the few rules between elements that no table can say; `encoding`,
//! `xml`, `markup` and `namespaces` judge the document as XML; `findings` are placed in the end. Codes and what
//! is said of them are in [`rules`]. `lenient` judges nothing: it reads as forgiving readers do, for
//! [`compare`](crate::compare). The parser, [`roxmltree`], is none that an emitter uses, and neither does this room
//! use an emitter.
//!
//! # Where it differs from the W3C feed validator
//!
//! Codes, severities and verdicts are those of the W3C's validator, whose suite is a test. On purpose:
//!
//! - Relative addresses in Atom content are found (`relative-link`), and in RSS (`contains-rel-ref`)
//!   whichever attribute stands first, in `srcset`, `poster`, `audio` and `video`, too.
//! - `24:00:00` is no time (`hour-out-of-range`), and neither is `25:61`.
//! - Link relations that IANA registered since, such as `prev` and `start`, are known.
//! - `srcset`, `loading`, `role`, `aria-…`, `data-…` and microdata are no security risk.
//! - White space alone is blank (`not-blank`).
//! - What is not well-formed is told as `missing-namespace`, `undefined-named-entity` or
//!   `sax-error`, with what stands before it; an HTML page is told to be one, and nothing else.
//! - Nothing is fetched: an address is compared with the feed's own only if the caller names it.

mod atom;
mod check;
mod context;
mod encoding;
mod findings;
mod format;
pub(crate) mod lenient;
mod markup;
mod modules;
mod names;
mod namespaces;
mod rss;
pub mod rules;
mod table;
mod value;
mod walk;
mod xml;

use std::borrow::Cow;

use roxmltree::{Document, Node, ParsingOptions};

use context::Context;
pub use context::Options;
pub use format::Format;
pub use rules::RULES;

use crate::diagnostic::{Diagnostic, Severity, Subject};

/// The largest document that is looked at, in bytes.
pub const MAX_BYTES: usize = 64 << 20;
/// The largest number of nodes in one; memory is bounded by it.
const MAX_NODES: u32 = 4_000_000;

/// What was found in one document.
#[derive(Debug, Clone)]
pub struct Report {
    /// What kind of document it is.
    pub format: Format,
    /// The findings in the order of the document; places have no path.
    pub diagnostics: Vec<Diagnostic>,
}

impl Report {
    /// Whether nothing is an error.
    pub fn valid(&self) -> bool {
        self.diagnostics
            .iter()
            .all(|found| found.severity < Severity::Error)
    }
}

/// Judges a document.
pub fn validate(bytes: &[u8], options: &Options) -> Report {
    if bytes.len() > MAX_BYTES {
        let message = format!("the document is larger than {} MB", MAX_BYTES >> 20);
        return Report {
            format: Format::Unknown,
            diagnostics: vec![Diagnostic::new(&rules::VALIDATOR_LIMIT, message)],
        };
    }
    let decoded = encoding::decode(bytes);
    let text = decoded.text.as_str();
    let body = text.trim_start();
    let blanked = xml::blank_late_declaration(text);
    let parsed_text = blanked.as_ref();
    let prolog = xml::prolog(parsed_text);
    let mut cx = Context::new(text, format::by_name(prolog.root), options, None);
    cx.utf8 = decoded.utf8;
    for (rule, offset, message) in decoded.findings {
        cx.raise_offset(rule, offset, message);
    }
    if matches!(blanked, Cow::Owned(_)) {
        let message = "white space stands before the XML declaration";
        cx.raise_offset(&rules::WP_BLANK_LINE, 0, message);
    } else {
        xml_version(&mut cx, text);
    }
    let netscape = match prolog
        .doctype
        .map(|doctype| xml::judge_doctype(doctype, parsed_text))
    {
        Some(xml::Doctype::Bomb) => {
            let message = "the entities that are declared stand for more text than a feed may have";
            cx.raise_offset(&rules::VALIDATOR_LIMIT, 0, message);
            return finish(cx);
        }
        Some(xml::Doctype::External) if cx.format != Format::Html => {
            let message = "something outside of the document is declared; it was not fetched";
            cx.raise_offset(&rules::CONTAINS_SYSTEM_ENTITY, 0, message);
            false
        }
        Some(xml::Doctype::Netscape { gone }) => {
            if gone {
                let message = "the DTD at my.netscape.com is gone";
                cx.raise_offset(&rules::DEPRECATED_DTD, 0, message);
            }
            true
        }
        _ => false,
    };
    if cx.format == Format::Html {
        not_a_feed(
            &mut cx,
            prolog.root_at,
            "html",
            "this is an HTML page; its `<link rel=\"alternate\">` may name the feed",
        );
        return finish(cx);
    }
    let declarations = markup::declarations(parsed_text);
    if markup::is_entangled(parsed_text, &declarations) {
        let message = "the document has more attributes or namespaces than a feed may have here";
        cx.raise_offset(&rules::VALIDATOR_LIMIT, 0, message);
        return finish(cx);
    }
    match parse(parsed_text) {
        Ok(document) => {
            if let Some((offset, message)) = markup::overlooked(parsed_text) {
                cx.raise_offset(&rules::SAX_ERROR, offset, message);
            }
            judge(cx, &document, &declarations, text, netscape)
        }
        Err(error) => {
            let (rule, offset, message) = xml::explain(&error, text);
            let offset = offset.unwrap_or_else(|| xml::offset_of(text, error.pos()));
            let message = match prolog.root {
                None if !text.trim().is_empty() && !body.starts_with('<') => {
                    format!(
                        "this is not XML; it begins with {}",
                        value::quote(&body.chars().take(40).collect::<String>())
                    )
                }
                _ => message,
            };
            cx.raise_offset(rule, offset, message);
            if let (Format::Unknown, Some(root)) = (cx.format, prolog.root) {
                let message = format!("`{root}` is the root of no feed");
                not_a_feed(&mut cx, prolog.root_at, root, &message);
            }
            namespaces::judge(&mut cx, &declarations);
            if cx.format == Format::Unknown {
                return finish(cx);
            }
            // What stands before the fault is judged as well, so that one run tells it all.
            let sound = markup::before(parsed_text, offset);
            let Some((sound, open)) = sound.map(|sound| (sound.text, sound.open)) else {
                return finish(cx);
            };
            match parse(&sound) {
                Ok(document) => {
                    cx.disbelieve(open);
                    judge(cx, &document, &[], text, netscape)
                }
                Err(_) => finish(cx),
            }
        }
    }
}

/// Parses strictly, with nothing in place of what lies outside of the document.
fn parse(text: &str) -> Result<Document<'_>, roxmltree::Error> {
    let parsing = ParsingOptions {
        allow_dtd: true,
        nodes_limit: MAX_NODES,
        entity_resolver: Some(&|_, _| Ok(Some(""))),
    };
    Document::parse_with_options(text, parsing)
}

/// Judges a well-formed document by what its root is.
fn judge<'a>(
    before: Context<'_>,
    document: &'a Document<'a>,
    declarations: &[markup::Declaration<'_>],
    text: &'a str,
    netscape: bool,
) -> Report {
    let root = document.root_element();
    let namespace = root.tag_name().namespace();
    let format = format::of(root);
    let options = before.options;
    let core = match format {
        Format::Unknown => None,
        _ => namespace,
    };
    let mut cx = before.continued(text, format, options, core);
    namespaces::judge(&mut cx, declarations);
    walk::characters(&mut cx, root);
    match format {
        Format::Rss20 | Format::Rss091 | Format::Rss092 => {
            version(&mut cx, root, netscape);
            walk::element(&mut cx, root, &rss::RSS);
        }
        Format::Atom10 | Format::Atom10Entry => {
            atom_namespace(&mut cx, root);
            let table = if format == Format::Atom10 {
                &atom::FEED
            } else {
                &atom::ENTRY
            };
            walk::element(&mut cx, root, table);
        }
        Format::Atom03 => {
            let message = "this is a draft of Atom that Atom 1.0 replaced in 2005";
            cx.raise_at(&rules::OBSOLETE_NAMESPACE, root, message);
        }
        Format::Rss10 => {
            let message = "this is RSS 1.0 or 0.90, of which only the XML is judged";
            cx.raise_at(&rules::UNSUPPORTED_FORMAT, root, message);
        }
        Format::Html | Format::Unknown => {
            let message = format!("`{}` is the root of no feed", root.tag_name().name());
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

fn not_a_feed(cx: &mut Context<'_>, offset: usize, root: &str, message: &str) {
    let subject = Subject {
        element: root.to_owned(),
        parent: "root".to_owned(),
        value: None,
    };
    cx.raise_about(&rules::UNDEFINED_ELEMENT, offset, subject, message);
}

fn xml_version(cx: &mut Context<'_>, text: &str) {
    let Some(declaration) = text
        .strip_prefix("<?xml")
        .and_then(|rest| rest.split("?>").next())
    else {
        return;
    };
    let version = declaration.split_once("version").and_then(|(_, rest)| {
        let value = rest.trim_start().strip_prefix('=')?.trim_start();
        let quote = value.chars().next()?;
        value[quote.len_utf8()..].split(quote).next()
    });
    if let Some(version) = version.filter(|version| *version != "1.0") {
        let message = format!("the XML declaration says version `{version}`; it must be `1.0`");
        cx.raise_offset(&rules::BAD_XML_VERSION, 0, message);
    }
}

/// The version of RSS, and the namespace that a few put it in.
fn version<'a>(cx: &mut Context<'a>, root: Node<'a, 'a>, netscape: bool) {
    /// Namespaces in which RSS 2.0 was put for a while.
    const RSS_NAMESPACES: [&str; 3] = [
        "http://backend.userland.com/rss2",
        "http://blogs.law.harvard.edu/tech/rss",
        "http://www.rssboard.org/rss-specification",
    ];
    if let Some(uri) = root
        .tag_name()
        .namespace()
        .filter(|uri| !RSS_NAMESPACES.contains(uri))
    {
        let message = format!("`rss` is in the namespace `{uri}`; RSS is in none");
        cx.raise_at(&rules::INVALID_NAMESPACE, root, message);
    }
    let Some(version) = root.attribute("version").map(str::trim) else {
        return;
    };
    if netscape && version != "0.91" {
        let message = format!("the DOCTYPE is that of RSS 0.91, and the version is `{version}`");
        cx.raise_at(&rules::INVALID_DOCTYPE, root, message);
    }
    match version {
        "2.0" | "2.0.1" | "2.00" | "2.0.11" => {}
        "0.91" | "0.92" | "0.93" | "0.94" => {
            let message = format!("this is RSS {version}, which RSS 2.0 replaced in 2002");
            cx.raise_at(&rules::OBSOLETE_VERSION, root, message);
        }
        other => {
            let message = format!("there is no `rss` of the version `{other}`");
            cx.raise_at(&rules::INVALID_RSS_VERSION, root, message);
        }
    }
}

fn atom_namespace<'a>(cx: &mut Context<'a>, root: Node<'a, 'a>) {
    match root.tag_name().namespace() {
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
