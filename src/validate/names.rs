//! Namespaces and their prefixes in the tables.

use roxmltree::Node;

/// Atom 1.0.
pub(super) const ATOM: &str = "http://www.w3.org/2005/Atom";
/// Atom 0.3.
pub(super) const ATOM_03: &str = "http://purl.org/atom/ns#";
/// XHTML.
pub(super) const XHTML: &str = "http://www.w3.org/1999/xhtml";
/// SVG.
pub(super) const SVG: &str = "http://www.w3.org/2000/svg";
/// MathML.
pub(super) const MATHML: &str = "http://www.w3.org/1998/Math/MathML";
/// XML's own attributes.
pub(super) const XML: &str = "http://www.w3.org/XML/1998/namespace";
/// RDF.
pub(super) const RDF: &str = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";
/// A common misspelling of Media RSS.
pub(super) const MEDIA_WITHOUT_SLASH: &str = "http://search.yahoo.com/mrss";

/// All known namespaces and their usual prefixes.
const KNOWN: &[(&str, &str)] = &[
    ("", ATOM),
    ("access", "http://www.bloglines.com/about/specs/fac-1.0"),
    ("admin", "http://webns.net/mvcb/"),
    ("ag", "http://purl.org/rss/1.0/modules/aggregation/"),
    ("annotate", "http://purl.org/rss/1.0/modules/annotate/"),
    ("app", "http://www.w3.org/2007/app"),
    ("audio", "http://media.tangent.org/rss/1.0/"),
    (
        "blogChannel",
        "http://backend.userland.com/blogChannelModule",
    ),
    ("blogger", "http://schemas.google.com/blogger/2008"),
    ("cc", "http://web.resource.org/cc/"),
    ("cf", "http://www.microsoft.com/schemas/rss/core/2005"),
    ("company", "http://purl.org/rss/1.0/modules/company"),
    ("content", "http://purl.org/rss/1.0/modules/content/"),
    (
        "conversationsNetwork",
        "http://conversationsnetwork.org/rssNamespace-1.0/",
    ),
    ("cp", "http://my.theinfo.org/changed/1.0/rss/"),
    (
        "creativeCommons",
        "http://backend.userland.com/creativeCommonsRssModule",
    ),
    ("dc", "http://purl.org/dc/elements/1.1/"),
    ("dcterms", "http://purl.org/dc/terms/"),
    ("email", "http://purl.org/rss/1.0/modules/email/"),
    ("ev", "http://purl.org/rss/1.0/modules/event/"),
    ("feedburner", "http://rssnamespace.org/feedburner/ext/1.0"),
    ("fh", "http://purl.org/syndication/history/1.0"),
    ("foaf", "http://xmlns.com/foaf/0.1/"),
    ("gd", "http://schemas.google.com/g/2005"),
    ("geo", "http://www.w3.org/2003/01/geo/wgs84_pos#"),
    ("geourl", "http://geourl.org/rss/module/"),
    ("georss", "http://www.georss.org/georss"),
    ("gml", "http://www.opengis.net/gml"),
    (
        "googleplay",
        "http://www.google.com/schemas/play-podcasts/1.0",
    ),
    ("icbm", "http://postneo.com/icbm"),
    ("image", "http://purl.org/rss/1.0/modules/image/"),
    ("indexing", "urn:atom-extension:indexing"),
    ("itunes", "http://www.itunes.com/dtds/podcast-1.0.dtd"),
    ("l", "http://purl.org/rss/1.0/modules/link/"),
    ("media", "http://search.yahoo.com/mrss/"),
    ("media", MEDIA_WITHOUT_SLASH),
    ("mathml", MATHML),
    ("opensearch", "http://a9.com/-/spec/opensearchrss/1.0/"),
    ("opensearch", "http://a9.com/-/spec/opensearch/1.1/"),
    ("og", "http://ogp.me/ns#"),
    ("opml", "http://www.opml.org/spec2"),
    (
        "pingback",
        "http://madskills.com/public/xml/rss/module/pingback/",
    ),
    ("podcast", "https://podcastindex.org/namespace/1.0"),
    (
        "podcast",
        "https://github.com/Podcastindex-org/podcast-namespace/blob/main/docs/1.0.md",
    ),
    ("prism", "http://prismstandard.org/namespaces/1.2/basic/"),
    ("prism", "http://prismstandard.org/namespaces/basic/2.0/"),
    ("psc", "http://podlove.org/simple-chapters"),
    ("rawvoice", "http://www.rawvoice.com/rawvoiceRssModule/"),
    ("rdf", RDF),
    ("rdfs", "http://www.w3.org/2000/01/rdf-schema#"),
    ("ref", "http://purl.org/rss/1.0/modules/reference/"),
    ("reqv", "http://purl.org/rss/1.0/modules/richequiv/"),
    ("rss090", "http://my.netscape.com/rdf/simple/0.9/"),
    ("rss091", "http://purl.org/rss/1.0/modules/rss091#"),
    ("rss1", "http://purl.org/rss/1.0/"),
    ("schema", "http://schema.org/"),
    ("schema", "https://schema.org/"),
    ("search", "http://purl.org/rss/1.0/modules/search/"),
    ("sioc", "http://rdfs.org/sioc/ns#"),
    ("sioct", "http://rdfs.org/sioc/types#"),
    ("skos", "http://www.w3.org/2004/02/skos/core#"),
    ("slash", "http://purl.org/rss/1.0/modules/slash/"),
    ("soap", "http://schemas.xmlsoap.org/soap/envelope/"),
    ("source", "http://source.scripting.com/"),
    ("ss", "http://purl.org/rss/1.0/modules/servicestatus/"),
    ("str", "http://hacks.benhammersley.com/rss/streaming/"),
    ("sub", "http://purl.org/rss/1.0/modules/subscription/"),
    ("svg", SVG),
    ("sx", "http://feedsync.org/2007/feedsync"),
    ("sy", "http://purl.org/rss/1.0/modules/syndication/"),
    ("taxo", "http://purl.org/rss/1.0/modules/taxonomy/"),
    ("thr", "http://purl.org/rss/1.0/modules/threading/"),
    ("thr", "http://purl.org/syndication/thread/1.0"),
    (
        "trackback",
        "http://madskills.com/public/xml/rss/module/trackback/",
    ),
    ("wfw", "http://wellformedweb.org/CommentAPI/"),
    ("wiki", "http://purl.org/rss/1.0/modules/wiki/"),
    ("wiki", WIKI_OLD),
    ("xhtml", XHTML),
    ("xlink", "http://www.w3.org/1999/xlink"),
    ("xml", XML),
    ("xsd", "http://www.w3.org/2001/XMLSchema#"),
];

/// The wiki module's former namespace.
pub(super) const WIKI_OLD: &str = "http://www.usemod.com/cgi-bin/mb.pl?ModWiki";

/// The usual prefix of `uri`; `atom` for Atom. `None` if the namespace is not known.
pub(super) fn prefix_of(uri: &str) -> Option<&'static str> {
    let prefix = KNOWN.iter().find(|(_, known)| *known == uri)?.0;
    Some(if prefix.is_empty() { "atom" } else { prefix })
}

/// The namespaces that `prefix` usually stands for.
pub(super) fn uris_of(prefix: &str) -> impl Iterator<Item = &'static str> {
    let prefix = if prefix == "atom" { "" } else { prefix };
    KNOWN
        .iter()
        .filter(move |(known, _)| *known == prefix)
        .map(|(_, uri)| *uri)
}

/// The known namespace that `uri` differs from only in case or final punctuation.
pub(super) fn near_miss(uri: &str) -> Option<&'static str> {
    let core = |uri: &str| {
        uri.trim_end_matches(|c: char| !c.is_ascii_alphanumeric())
            .to_ascii_lowercase()
    };
    let wanted = core(uri);
    let is_as_long = |known: &str| known.len().abs_diff(uri.len()) <= 3;
    (wanted.len() > 8)
        .then(|| {
            KNOWN
                .iter()
                .find(|(_, known)| is_as_long(known) && core(known) == wanted)
        })
        .flatten()
        .map(|(_, known)| *known)
}

/// Maps the names in a document to the names in the tables.
pub(super) struct Names<'a> {
    /// The namespace of the format itself.
    core: Option<&'a str>,
}

/// The name of an element or attribute as in the tables.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Name<'a> {
    /// The usual prefix; empty for the format itself, `None` if the namespace is not known.
    pub(super) prefix: Option<&'a str>,
    /// The local name.
    pub(super) local: &'a str,
}

impl Name<'_> {
    /// Whether this is the table's `name`.
    pub(super) fn is(&self, name: &str) -> bool {
        match (self.prefix, name.split_once(':')) {
            (Some(""), None) => self.local == name,
            (Some(prefix), Some((table_prefix, local))) => {
                prefix == table_prefix && self.local == local
            }
            _ => false,
        }
    }

    /// The name with its prefix.
    pub(super) fn text(&self) -> String {
        match self.prefix {
            None | Some("") => self.local.to_owned(),
            Some(prefix) => format!("{prefix}:{}", self.local),
        }
    }
}

impl<'a> Names<'a> {
    /// The names of a document whose root is in the namespace `core`.
    pub(super) fn new(core: Option<&'a str>) -> Self {
        Names { core }
    }

    /// The name of an element.
    pub(super) fn element(&self, node: Node<'a, 'a>) -> Name<'a> {
        let tag = node.tag_name();
        Name {
            prefix: self.prefix(namespace(node)),
            local: tag.name(),
        }
    }

    /// The name of an element as in the tables.
    pub(super) fn written(&self, node: Node<'_, '_>) -> String {
        let tag = node.tag_name();
        let prefix = self.prefix(namespace(node));
        match (prefix, namespace(node)) {
            (Some(""), _) | (None, None) => tag.name().to_owned(),
            (Some(prefix), _) => format!("{prefix}:{}", tag.name()),
            (None, Some(uri)) => match node.lookup_prefix(uri) {
                Some(prefix) => format!("{prefix}:{}", tag.name()),
                None => tag.name().to_owned(),
            },
        }
    }

    /// The usual prefix of a namespace in this document.
    fn prefix(&self, uri: Option<&str>) -> Option<&'static str> {
        if uri == self.core {
            return Some("");
        }
        prefix_of(uri?).or_else(|| near_miss(uri?).and_then(prefix_of))
    }
}

/// The namespace of an element; `xmlns=""` means none (Namespaces in XML, section 6.2).
pub(crate) fn namespace<'a>(node: Node<'a, '_>) -> Option<&'a str> {
    node.tag_name().namespace().filter(|uri| !uri.is_empty())
}

/// The name of an attribute: those in no namespace have no prefix.
pub(super) fn attribute_name<'a>(attribute: &roxmltree::Attribute<'a, 'a>) -> Name<'a> {
    Name {
        prefix: match attribute.namespace() {
            None => Some(""),
            Some(uri) => prefix_of(uri),
        },
        local: attribute.name(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn namespaces_have_their_usual_prefixes() {
        assert_eq!(prefix_of(ATOM), Some("atom"));
        assert_eq!(prefix_of("http://purl.org/dc/elements/1.1/"), Some("dc"));
        assert_eq!(prefix_of("http://example.org/"), None);
        assert_eq!(uris_of("thr").count(), 2);
    }

    #[test]
    fn a_namespace_that_is_nearly_right_is_recognised() {
        assert_eq!(near_miss("http://www.w3.org/2005/atom/"), Some(ATOM));
        assert_eq!(near_miss("http://example.org/"), None);
    }

    #[test]
    fn names_are_compared_with_their_prefix() {
        let name = Name {
            prefix: Some("dc"),
            local: "date",
        };
        assert!(name.is("dc:date") && !name.is("date"));
        assert_eq!(name.text(), "dc:date");
    }
}
