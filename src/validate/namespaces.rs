//! The namespaces that a document declares, and under which prefixes.

use std::collections::HashSet;

use super::check::uri;
use super::check::uri_syntax::UriError;
use super::context::Context;
use super::names::{self, ATOM, ATOM_03, MEDIA_WITHOUT_SLASH, WIKI_OLD, XHTML};
use super::rules;
use super::wellformed::Declaration;
use crate::diagnostic::{Rule, Subject};

/// Checks the namespace declarations, each pair of prefix and namespace once.
pub(super) fn judge(cx: &mut Context<'_>, declarations: &[Declaration<'_>]) {
    let mut seen = HashSet::new();
    for declaration in declarations {
        if !declaration.uri.is_empty() && seen.insert((declaration.prefix, declaration.uri)) {
            is_a_uri(cx, declaration);
            is_usual(cx, declaration);
        }
    }
}

fn raise(
    cx: &mut Context<'_>,
    rule: &'static Rule,
    declaration: &Declaration<'_>,
    message: String,
) {
    let subject = Subject {
        element: match declaration.prefix {
            "" => "xmlns".to_owned(),
            prefix => format!("xmlns:{prefix}"),
        },
        parent: String::new(),
        value: Some(declaration.uri.to_owned()),
    };
    cx.raise_about(rule, declaration.offset, subject, message);
}

fn is_a_uri(cx: &mut Context<'_>, declaration: &Declaration<'_>) {
    let kind = uri::UriKind {
        absolute: false,
        iri: true,
    };
    let rule = match uri::judge(declaration.uri, kind) {
        Err(UriError::Character(_)) => &rules::INVALID_URI_CHAR,
        Err(UriError::Tag) => &rules::INVALID_TAG,
        Err(UriError::Urn) => &rules::INVALID_URN,
        Err(UriError::Uuid) => &rules::INVALID_UUID,
        _ => return,
    };
    let message = format!("the namespace `{}` is not a valid URI", declaration.uri);
    raise(cx, rule, declaration, message);
}

fn is_usual(cx: &mut Context<'_>, declaration: &Declaration<'_>) {
    let Declaration { prefix, uri, .. } = *declaration;
    if uri == MEDIA_WITHOUT_SLASH {
        let message = format!("the namespace `{uri}` lacks its final slash");
        return raise(cx, &rules::MEDIA_RSS_NAMESPACE, declaration, message);
    }
    if uri == WIKI_OLD {
        let message = format!("the namespace `{uri}` was replaced");
        return raise(cx, &rules::OBSOLETE_WIKI_NAMESPACE, declaration, message);
    }
    let usual = names::prefix_of(uri);
    let is_reserved = !prefix.is_empty() && names::uris_of(prefix).next().is_some();
    if usual.is_none() && !is_reserved && names::near_miss(uri).is_none() && uri != ATOM_03 {
        let message = format!("unknown namespace `{uri}`; its elements are not checked");
        raise(cx, &rules::UNKNOWN_NAMESPACE, declaration, message);
    }
    if prefix.is_empty() {
        return;
    }
    if is_reserved && usual != Some(prefix) {
        let known = names::uris_of(prefix).next().unwrap_or_default();
        let message =
            format!("the prefix `{prefix}` usually stands for `{known}`, here for `{uri}`");
        return raise(cx, &rules::RESERVED_PREFIX, declaration, message);
    }
    let Some(usual) = usual else { return };
    if usual != prefix {
        let message = format!("the usual prefix of `{uri}` is `{usual}`, not `{prefix}`");
        raise(cx, &rules::NONSTD_PREFIX, declaration, message);
    }
    if matches!(uri, ATOM | XHTML) && !cx.format.is_rss() {
        let message =
            format!("`{prefix}:` is declared for `{uri}`; make it the default namespace instead");
        raise(cx, &rules::AVOID_NAMESPACE_PREFIX, declaration, message);
    }
}
