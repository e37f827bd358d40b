//! Codes for XML: well-formedness, encodings, namespaces, the root element.

use crate::diagnostic::rules;

rules! {
    SAX_ERROR = Error "sax-error" {
        summary: "The document is not well-formed XML.",
        why: "XML parsers must stop at the first such error, so subscribers get nothing at all.",
        remedy: "Correct it where the feed is written; a library for XML makes no such errors.",
        before: "<title>Fish & Chips</title>", after: "<title>Fish &amp; Chips</title>",
        spec: "XML 1.0, section 2.1",
    }
    UNDEFINED_NAMED_ENTITY = Error "undefined-named-entity" {
        summary: "A named entity is used that XML does not define.",
        why: "XML knows only amp, lt, gt, quot and apos; HTML's names such as `&nbsp;` stop an XML parser.",
        remedy: "If it is meant as HTML, escape the `&` too: `&amp;nbsp;`.",
        before: "<title>Caf&eacute;</title>", after: "<title>Café</title>",
        spec: "XML 1.0, section 4.1",
    }
    MISSING_NAMESPACE = Error "missing-namespace" {
        summary: "A namespace prefix is not declared, or an Atom document is in no namespace.",
        why: "Without the namespace parsers stop, or do not see Atom at all.",
        remedy: "Declare it on the root element: `<feed xmlns=\"http://www.w3.org/2005/Atom\">`, `<rss xmlns:dc=\"…\">`.",
        before: "<feed><title>News</title></feed>",
        after: "<feed xmlns=\"http://www.w3.org/2005/Atom\"><title>News</title></feed>",
        spec: "Namespaces in XML 1.0, section 5; RFC 4287, section 1.2",
    }
    INVALID_NAMESPACE = Error "invalid-namespace" {
        summary: "The feed is in a namespace that is not a feed format's.",
        why: "Readers recognise the format by its namespace, and do not know this one.",
        remedy: "Write `<feed xmlns=\"http://www.w3.org/2005/Atom\">`; `<rss>` has no `xmlns=\"…\"`.",
        before: "<feed xmlns=\"http://www.w3.org/2005/atom/\">",
        after: "<feed xmlns=\"http://www.w3.org/2005/Atom\">",
        spec: "RFC 4287, section 1.2",
    }
    OBSOLETE_NAMESPACE = Error "obsolete-namespace" {
        summary: "The feed is in the namespace of a draft of Atom.",
        why: "Atom 0.3 was replaced by Atom 1.0 in 2005; readers drop its support.",
        remedy: "Move to Atom 1.0: new namespace, and `updated`, `published`, `rights` instead of `modified`, `issued`, `copyright`.",
        before: "<feed version=\"0.3\" xmlns=\"http://purl.org/atom/ns#\">",
        after: "<feed xmlns=\"http://www.w3.org/2005/Atom\">",
        spec: "RFC 4287, section 1.2",
    }
    NOT_IN_A_NAMESPACE = Error "not-in-a-namespace" {
        summary: "An element inside an extension of RSS is in no namespace.",
        why: "RSS may only be extended by elements in a namespace; others may conflict with RSS elements.",
        remedy: "Give the element the prefix of its extension.",
        before: "<x:photo><date>today</date></x:photo>",
        after: "<x:photo><x:date>today</x:date></x:photo>",
        spec: "RSS 2.0, Extending RSS",
    }
    UNICODE_ERROR = Error "unicode-error" {
        summary: "The bytes are not text in the encoding that the document declares.",
        why: "Parsers stop, or show a wrong character instead of the byte.",
        remedy: "Save the feed as UTF-8 and declare that, or nothing.",
        before: "<?xml version=\"1.0\" encoding=\"us-ascii\"?> … café",
        after: "<?xml version=\"1.0\" encoding=\"utf-8\"?> … café",
        spec: "XML 1.0, section 4.3.3",
    }
    UNKNOWN_ENCODING = Error "unknown-encoding" {
        summary: "The declared encoding is not known.",
        why: "A parser that does not know the encoding must not read the document.",
        remedy: "Save the feed as UTF-8 and declare `encoding=\"utf-8\"`.",
        before: "<?xml version=\"1.0\" encoding=\"x-mine\"?>",
        after: "<?xml version=\"1.0\" encoding=\"utf-8\"?>",
        spec: "XML 1.0, section 4.3.3",
    }
    OBSCURE_ENCODING = Warning "obscure-encoding" {
        summary: "The declared encoding is one that few parsers know.",
        why: "XML parsers only have to know UTF-8 and UTF-16.",
        remedy: "Save the feed as UTF-8.",
        before: "<?xml version=\"1.0\" encoding=\"mac-cyrillic\"?>",
        after: "<?xml version=\"1.0\" encoding=\"utf-8\"?>",
        spec: "XML 1.0, section 4.3.3",
    }
    NONSTD_ENCODING = Info "nonstd-encoding" {
        summary: "The encoding is common, but not one that XML parsers must know.",
        why: "XML parsers only have to know UTF-8 and UTF-16.",
        remedy: "Save the feed as UTF-8.",
        before: "<?xml version=\"1.0\" encoding=\"iso-8859-1\"?>",
        after: "<?xml version=\"1.0\" encoding=\"utf-8\"?>",
        spec: "XML 1.0, section 4.3.3",
    }
    MISSING_ENCODING = Info "missing-encoding" {
        summary: "No encoding is declared.",
        why: "It defaults to UTF-8, but some tools guess, and a server may declare something else.",
        remedy: "Begin the feed with `<?xml version=\"1.0\" encoding=\"utf-8\"?>`.",
        before: "<rss version=\"2.0\">", after: "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<rss version=\"2.0\">",
        spec: "XML 1.0, section 4.3.3",
    }
    BAD_XML_VERSION = Error "bad-xml-version" {
        summary: "The XML declaration names a version other than 1.0.",
        why: "Feed parsers read XML 1.0; most reject a document that declares another version.",
        remedy: "Write `<?xml version=\"1.0\" encoding=\"utf-8\"?>`.",
        before: "<?xml version=\"2.0\"?>", after: "<?xml version=\"1.0\"?>",
        spec: "XML 1.0, section 2.8",
    }
    WP_BLANK_LINE = Error "wp-blank-line" {
        summary: "There is text before the XML declaration.",
        why: "The declaration must begin at the first byte; even a blank line before it stops every strict parser.",
        remedy: "Remove what is before `<?xml`: often a blank line at the start or end of an included PHP file.",
        before: "\\n<?xml version=\"1.0\"?>", after: "<?xml version=\"1.0\"?>",
        spec: "XML 1.0, section 2.8",
    }
    INVALID_DOCTYPE = Error "invalid-doctype" {
        summary: "The document type is RSS 0.91's, but the feed is not RSS 0.91.",
        why: "Validating parsers check the feed against the wrong DTD.",
        remedy: "Remove the DOCTYPE.",
        before: "<!DOCTYPE rss PUBLIC \"-//Netscape Communications//DTD RSS 0.91//EN\" \"http://www.rssboard.org/rss-0.91.dtd\">\n<rss version=\"2.0\">",
        after: "<rss version=\"2.0\">",
        spec: "RSS 0.91 (Netscape)",
    }
    DEPRECATED_DTD = Error "deprecated-dtd" {
        summary: "The DTD's address at my.netscape.com is gone.",
        why: "Parsers that fetch the DTD fail to read the feed.",
        remedy: "Remove the DOCTYPE.",
        before: "<!DOCTYPE rss PUBLIC \"…\" \"http://my.netscape.com/publish/formats/rss-0.91.dtd\">",
        after: "<rss version=\"0.91\">",
        spec: "RSS 0.91 (Netscape)",
    }
    CONTAINS_SYSTEM_ENTITY = Info "contains-system-entity" {
        summary: "The document declares an entity or a DTD that lies outside of it.",
        why: "Most readers never fetch it, so what it stands for is missing; those that do can be made to read private files.",
        remedy: "Put the text itself into the feed and remove the declaration.",
        before: "<!DOCTYPE rss [<!ENTITY note SYSTEM \"note.txt\">]>", after: "<rss version=\"2.0\">",
        spec: "XML 1.0, section 4.2.2",
    }
    AVOID_NAMESPACE_PREFIX = Warning "avoid-namespace-prefix" {
        summary: "Atom or XHTML is written with a namespace prefix.",
        why: "Some readers look for `feed` and `div`, not for the names in their namespace.",
        remedy: "Make it the default namespace where it is used.",
        before: "<a:feed xmlns:a=\"http://www.w3.org/2005/Atom\">",
        after: "<feed xmlns=\"http://www.w3.org/2005/Atom\">",
        spec: "RFC 4287, section 1.2",
    }
    NONSTD_PREFIX = Info "nonstd-prefix" {
        summary: "A well-known namespace has another prefix than the usual one.",
        why: "It is correct XML, but readers that search for the text `dc:date` do not find it.",
        remedy: "Use the prefix that the extension's own page uses.",
        before: "xmlns:dublin=\"http://purl.org/dc/elements/1.1/\"",
        after: "xmlns:dc=\"http://purl.org/dc/elements/1.1/\"",
        spec: "Namespaces in XML 1.0, section 3",
    }
    RESERVED_PREFIX = Warning "reserved-prefix" {
        summary: "The prefix of a well-known namespace stands for another one.",
        why: "Readers that go by prefix take the element for what it is not.",
        remedy: "Choose another prefix, or correct the namespace.",
        before: "xmlns:dc=\"http://example.org/mine\"",
        after: "xmlns:dc=\"http://purl.org/dc/elements/1.1/\"",
        spec: "Namespaces in XML 1.0, section 3",
    }
    MEDIA_RSS_NAMESPACE = Error "media-rss-namespace" {
        summary: "The namespace of Media RSS lacks its final slash.",
        why: "It is another namespace to a parser, and every media element is lost.",
        remedy: "Write `xmlns:media=\"http://search.yahoo.com/mrss/\"`.",
        before: "xmlns:media=\"http://search.yahoo.com/mrss\"",
        after: "xmlns:media=\"http://search.yahoo.com/mrss/\"",
        spec: "Media RSS 1.5.1, Namespace declaration",
    }
    OBSOLETE_WIKI_NAMESPACE = Warning "obsolete-wiki-namespace" {
        summary: "The wiki module is declared under its former namespace.",
        why: "Readers look for the present one, and the wiki elements are lost.",
        remedy: "Write `xmlns:wiki=\"http://purl.org/rss/1.0/modules/wiki/\"`.",
        before: "xmlns:wiki=\"http://www.usemod.com/cgi-bin/mb.pl?ModWiki\"",
        after: "xmlns:wiki=\"http://purl.org/rss/1.0/modules/wiki/\"",
        spec: "RSS module Wiki",
    }
    UNKNOWN_NAMESPACE = Warning "unknown-namespace" {
        summary: "An extension is used that is not known here.",
        why: "It is allowed and nothing in it was judged; a misspelt namespace looks just like this.",
        remedy: "Compare the namespace with the extension's own page; if it is right, allow this code.",
        before: "xmlns:itunes=\"http://www.itunes.com/DTDs/Podcast-1.0.dtd/v2\"",
        after: "xmlns:itunes=\"http://www.itunes.com/dtds/podcast-1.0.dtd\"",
        spec: "RFC 4287, section 6.3; RSS 2.0, Extending RSS",
    }
    UNDETERMINABLE_VOCABULARY = Warning "undeterminable-vocabulary" {
        summary: "An element in an Atom document is in no namespace.",
        why: "Nobody can tell what it means, and Atom processors skip it.",
        remedy: "Put it in a namespace, or remove `xmlns=\"\"`.",
        before: "<note xmlns=\"\">draft</note>", after: "<x:note xmlns:x=\"http://example.org/ns\">draft</x:note>",
        spec: "RFC 4287, section 6.1",
    }
    BAD_CHARACTERS = Warning "bad-characters" {
        summary: "The text holds characters that come from a wrong encoding.",
        why: "Readers show `Ã©`, boxes or question marks instead of what was meant.",
        remedy: "Read the source in its true encoding (often windows-1252) and write the feed as UTF-8.",
        before: "isn\u{c2}\u{92}t", after: "isn’t",
        spec: "XML 1.0, section 2.2",
    }
    NOT_UTF8 = Warning "not-utf8" {
        summary: "A podcast feed is not encoded in UTF-8.",
        why: "Apple Podcasts asks for UTF-8; other encodings may be refused.",
        remedy: "Save the feed as UTF-8.",
        before: "<?xml version=\"1.0\" encoding=\"iso-8859-1\"?>", after: "<?xml version=\"1.0\" encoding=\"utf-8\"?>",
        spec: "A Podcaster's Guide to RSS",
    }
    UNSUPPORTED_FORMAT = Warning "unsupported-format" {
        summary: "The document is a feed of a format that is not judged here.",
        why: "RSS 1.0 and RSS 0.90 are RDF vocabularies; only their XML was looked at.",
        remedy: "Publish RSS 2.0 or Atom 1.0, which every reader takes.",
        before: "<rdf:RDF xmlns=\"http://purl.org/rss/1.0/\">", after: "<rss version=\"2.0\">",
        spec: "RSS 2.0; RFC 4287",
    }
    VALIDATOR_LIMIT = Error "validator-limit" {
        summary: "The document is larger or more entangled than a feed may be here.",
        why: "Readers bound what they fetch and parse too: such a feed is cut off or dropped.",
        remedy: "Keep fewer entries in the feed, shorten them, and define no entities.",
        before: "a feed of 200 MB", after: "the newest entries; older ones in archives (RFC 5005)",
        spec: "RFC 5005, section 4",
    }
    MORE_OF_THE_SAME = Info "more-of-the-same" {
        summary: "Further findings of one code are counted, not listed.",
        why: "A fault of the template is in every entry; one example is enough to fix it.",
        remedy: "Fix the findings that are listed and validate again.",
        before: "the same finding 5,000 times", after: "the first of them, and how many more there are",
        spec: "feedmill",
    }
}
