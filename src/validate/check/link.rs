//! Atom links: relations, and a feed's own address.

use std::collections::HashSet;

use roxmltree::Node;

use super::uri;
use super::uri_syntax::UriError;
use crate::validate::DocumentFormat;
use crate::validate::context::Context;

use crate::validate::rules;
use crate::validate::value::{Value, quote};

/// The link relations registered with IANA, which include those of RFC 4287 and 5005.
#[rustfmt::skip]
const RELATIONS: &[&str] = &[
    "about", "acl", "alternate", "amphtml", "appendix", "apple-touch-icon", "archives", "author", "blocked-by",
    "bookmark", "canonical", "chapter", "cite-as", "collection", "contents", "convertedfrom", "copyright",
    "create-form", "current", "describedby", "describes", "disclosure", "dns-prefetch", "duplicate", "edit",
    "edit-form", "edit-media", "enclosure", "external", "first", "glossary", "help", "hosts", "hub", "icon",
    "index", "item", "last", "latest-version", "license", "linkset", "lrdd", "manifest", "mask-icon", "me",
    "media-feed", "memento", "micropub", "modulepreload", "monitor", "next", "next-archive", "nofollow",
    "noopener", "noreferrer", "opener", "original", "payment", "pingback", "preconnect", "predecessor-version",
    "prefetch", "preload", "prerender", "prev", "prev-archive", "preview", "previous", "privacy-policy",
    "profile", "publication", "related", "replies", "restconf", "ruleinput", "search", "section", "self",
    "service", "service-desc", "service-doc", "service-meta", "sponsored", "start", "status", "stylesheet",
    "subsection", "successor-version", "sunset", "tag", "terms-of-service", "timegate", "timemap", "type", "ugc",
    "up", "version-history", "via", "webmention", "working-copy", "working-copy-of",
];

/// The relations between the pages of a feed (RFC 5005).
const PAGING: [&str; 7] = [
    "current",
    "first",
    "last",
    "next",
    "next-archive",
    "prev-archive",
    "previous",
];

/// IANA's own spelling of a registered relation as an IRI.
const IANA: &str = "http://www.iana.org/assignments/relation/";

/// A link's attributes.
pub(super) struct Link<'a> {
    pub(super) node: Node<'a, 'a>,
    pub(super) rel: &'a str,
    pub(super) kind: &'a str,
    pub(super) language: &'a str,
    pub(super) href: Option<&'a str>,
}

/// The Atom links in `parent`.
pub(super) fn links<'a>(cx: &Context<'a>, parent: Node<'a, 'a>) -> Vec<Link<'a>> {
    parent
        .children()
        .filter(|node| {
            let name = cx.names.element(*node);
            node.is_element() && (name.is("atom:link") || (!cx.format.is_rss() && name.is("link")))
        })
        .map(|node| {
            let rel = node.attribute("rel").unwrap_or("alternate");
            Link {
                node,
                rel: rel.strip_prefix(IANA).unwrap_or(rel),
                kind: node.attribute("type").unwrap_or_default(),
                language: node.attribute("hreflang").unwrap_or_default(),
                href: node.attribute("href"),
            }
        })
        .collect()
}

/// The relation of a link.
pub(in crate::validate) fn relation(cx: &mut Context<'_>, value: &Value<'_>) {
    let rel = value.raw.strip_prefix(IANA).unwrap_or(&value.raw);
    let is_iri = uri::judge(
        rel,
        uri::UriKind {
            absolute: true,
            iri: true,
        },
    );
    if !RELATIONS.contains(&rel) && !matches!(is_iri, Ok(()) | Err(UriError::Scheme)) {
        let message = format!(
            "the relation is {}, which is neither registered nor an absolute IRI",
            quote(rel)
        );
        cx.raise(&rules::UNREGISTERED_ATOM_LINK_REL, value, message);
    }
    let in_entry = value
        .node()
        .and_then(|node| node.parent_element())
        .is_some_and(|parent| matches!(parent.tag_name().name(), "entry" | "item"));
    if PAGING.contains(&rel) && in_entry && !cx.format.is_rss() {
        let message =
            format!("a link with the relation `{rel}` belongs to the feed, not to an entry");
        cx.raise(&rules::FEED_HISTORY_REL_IN_ENTRY, value, message);
    }
}

/// The type of a link.
pub(in crate::validate) fn kind(cx: &mut Context<'_>, value: &Value<'_>) {
    const FEEDS: [&str; 3] = [
        "application/atom+xml",
        "application/rss+xml",
        "application/rdf+xml",
    ];
    let main = value.raw.split(';').next().unwrap_or_default().trim();
    if value.beside("rel") == Some("self")
        && super::mime::is_media_type(&value.raw)
        && !FEEDS.contains(&main)
    {
        let message = format!("the feed's own link has the type {}", quote(&value.raw));
        cx.raise(&rules::SELF_NOT_ATOM, value, message);
    }
}

/// The address of a link.
pub(in crate::validate) fn href(cx: &mut Context<'_>, value: &Value<'_>) {
    let kind = uri::UriKind {
        absolute: false,
        iri: true,
    };
    if !uri::check(cx, value, &value.raw, kind, &rules::INVALID_IRI) {
        return;
    }
    let Some(node) = value.node() else { return };
    let base = cx.base(node);
    let is_self = node.attribute("rel") == Some("self");
    let in_feed = node
        .parent_element()
        .is_some_and(|parent| matches!(parent.tag_name().name(), "feed" | "channel"));
    if is_self && in_feed {
        own_address(cx, value, node);
    } else if let Some(base) = base
        && !is_absolute(&value.raw)
        && cx
            .document_address(node)
            .is_none_or(|document| *document != base)
        && base
            .join(&value.raw)
            .is_ok_and(|joined| without_fragment(&joined) == without_fragment(&base))
    {
        let message = format!(
            "{} resolves to its own base `{base}`, which is not this document",
            quote(&value.raw)
        );
        cx.raise(&rules::SAME_DOCUMENT_REFERENCE, value, message);
    }
}

fn is_absolute(reference: &str) -> bool {
    url::Url::parse(reference).is_ok()
}

fn without_fragment(url: &url::Url) -> String {
    url.as_str()
        .split('#')
        .next()
        .unwrap_or_default()
        .to_owned()
}

fn own_address(cx: &mut Context<'_>, value: &Value<'_>, node: Node<'_, '_>) {
    let has_xml_base = node
        .ancestors()
        .any(|node| node.has_attribute((crate::validate::names::XML, "base")));
    if !is_absolute(&value.raw) && !has_xml_base {
        let message = format!(
            "the feed's own address is {}, which is relative",
            quote(&value.raw)
        );
        cx.raise(&rules::RELATIVE_SELF, value, message);
    }
    let Some(location) = cx.options.base.clone() else {
        return;
    };
    let own = cx.base(node).and_then(|base| base.join(&value.raw).ok());
    if own.is_none_or(|own| without_fragment(&own) != without_fragment(&location)) {
        let message = format!(
            "the feed's own address is {}, but it was found at `{location}`",
            quote(&value.raw)
        );
        cx.raise(&rules::SELF_DOESNT_MATCH_LOCATION, value, message);
    }
}

/// A feed gives its own address.
pub(in crate::validate) fn names_itself<'a>(cx: &mut Context<'a>, feed: Node<'a, 'a>) {
    // RSS 0.9x has no namespaces.
    let has_namespaces = !matches!(cx.format, DocumentFormat::Rss091 | DocumentFormat::Rss092);
    if !has_namespaces || links(cx, feed).iter().any(|link| link.rel == "self") {
        return;
    }
    let message = "no link with `rel=\"self\"` gives the feed's own address";
    let rule = if cx.format.is_rss() {
        &rules::MISSING_ATOM_SELF_LINK
    } else {
        &rules::MISSING_SELF
    };
    cx.raise_at(rule, feed, message);
}

/// There is at most one alternate link for each type and language.
pub(in crate::validate) fn alternates_differ<'a>(cx: &mut Context<'a>, parent: Node<'a, 'a>) {
    let mut seen = HashSet::new();
    for link in links(cx, parent)
        .iter()
        .filter(|link| link.rel == "alternate")
    {
        if !seen.insert((link.kind, link.language)) {
            let given = |what: &str, value: &str| match value {
                "" => format!("without a {what}"),
                value => format!("with the {what} `{value}`"),
            };
            let message = format!(
                "{} has two alternate links {} and {}",
                cx.name(parent),
                given("type", link.kind),
                given("language", link.language)
            );
            cx.raise_at(&rules::DUPLICATE_ATOM_LINK, link.node, message);
        }
    }
}

/// The pages of a feed are linked as in RFC 5005.
pub(in crate::validate) fn history<'a>(cx: &mut Context<'a>, feed: Node<'a, 'a>) {
    let links = links(cx, feed);
    let has = |name: &str| {
        feed.children()
            .any(|node| node.is_element() && cx.names.element(node).is(name))
    };
    let (is_complete, is_archive) = (has("fh:complete"), has("fh:archive"));
    let own: HashSet<&str> = links
        .iter()
        .filter(|link| link.rel == "self")
        .filter_map(|link| link.href)
        .chain(cx.options.base.as_ref().map(url::Url::as_str))
        .collect();
    let is_own = |link: &Link<'_>| link.href.is_some_and(|href| own.contains(href));
    if is_complete {
        for link in links.iter().filter(|link| PAGING.contains(&link.rel)) {
            if link.rel != "current" {
                let message = format!(
                    "the feed is complete, but has a link to its `{}` page",
                    link.rel
                );
                cx.raise_at(&rules::FEED_REL_IN_COMPLETE_FEED, link.node, message);
            } else if !is_own(link) {
                let message = "the feed is complete, but its `current` link leads elsewhere";
                cx.raise_at(
                    &rules::CURRENT_NOT_SELF_IN_COMPLETE_FEED,
                    link.node,
                    message,
                );
            }
        }
    }
    for (end, past) in [("first", "previous"), ("last", "next")] {
        let is_end = links.iter().any(|link| link.rel == end && is_own(link));
        if let (true, Some(link)) = (is_end, links.iter().find(|link| link.rel == past)) {
            let message = format!("this is the {end} page, but it has a link to the {past} one");
            cx.raise_at(&rules::LINK_PAST_END, link.node, message);
        }
    }
    if is_archive && !is_complete {
        let leads = |rels: &[&str]| links.iter().any(|link| rels.contains(&link.rel));
        // One that leads to the feed itself may be the only archive.
        if !leads(&["prev-archive", "next-archive", "current"]) {
            let message = "the archive has no link to the archive before or after it";
            cx.raise_at(&rules::ARCHIVE_INCOMPLETE, feed, message);
        }
        if !leads(&["current"]) {
            let message = "the archive has no link with `rel=\"current\"` to the feed itself";
            cx.raise_at(&rules::MISSING_CURRENT_IN_ARCHIVE, feed, message);
        }
    }
}

/// `thr:count` and `thr:updated` belong on links to replies.
pub(in crate::validate) fn of_replies(cx: &mut Context<'_>, value: &Value<'_>) {
    let rel = value.beside("rel").unwrap_or("alternate");
    if rel != "replies" {
        let message = format!(
            "{} is on a link with the relation `{rel}`, not `replies`",
            value.called(&cx.names)
        );
        cx.raise(&rules::UNEXPECTED_ATTRIBUTE, value, message);
    }
}

/// `thr:when` is from a draft.
pub(in crate::validate) fn no_when(cx: &mut Context<'_>, value: &Value<'_>) {
    cx.raise(
        &rules::NO_THR_WHEN,
        value,
        "`thr:when` is of a draft of RFC 4685; its name is `thr:updated` now",
    );
}
