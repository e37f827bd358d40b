//! Dublin Core Terms. <https://web.resource.org/rss/1.0/modules/dcterms/>

use crate::validate::check::{date, text};
use crate::validate::rules::DUPLICATE_SEMANTICS;
use crate::validate::table::{Element, Host, Module, many, text as holding};

const SPEC: &str = "RSS 1.0 module Dublin Core Terms";
const EVERYWHERE: Host = Host(Host::BOTH.0 | Host::MEDIA.0 | Host::IMAGE.0);
const BUT_CHANNEL: Host = Host(EVERYWHERE.0 & !Host::CHANNEL.0);

#[rustfmt::skip]
pub(in crate::validate) static DUBLIN_CORE_TERMS: Module = Module {
    prefix: "dcterms",
    elements: &[
        (Host::CHANNEL, many("dcterms:modified", &DATE, SPEC).twin_of("lastBuildDate", &DUPLICATE_SEMANTICS)),
        (BUT_CHANNEL, many("dcterms:modified", &DATE, SPEC)),
        (EVERYWHERE, many("dcterms:created", &DATE, SPEC)),
        (EVERYWHERE, many("dcterms:dateAccepted", &TEXT, SPEC)),
        (EVERYWHERE, many("dcterms:dateCopyrighted", &TEXT, SPEC)),
        (EVERYWHERE, many("dcterms:dateSubmitted", &TEXT, SPEC)),
        (EVERYWHERE, many("dcterms:issued", &DATE, SPEC)),
        (EVERYWHERE, many("dcterms:available", &TEXT, SPEC)),
        (EVERYWHERE, many("dcterms:valid", &TEXT, SPEC)),
        (EVERYWHERE, many("dcterms:temporal", &TEXT, SPEC)),
        (EVERYWHERE, many("dcterms:abstract", &TEXT, SPEC)),
        (EVERYWHERE, many("dcterms:accessRights", &TEXT, SPEC)),
        (EVERYWHERE, many("dcterms:accrualMethod", &TEXT, SPEC)),
        (EVERYWHERE, many("dcterms:accrualPeriodicity", &TEXT, SPEC)),
        (EVERYWHERE, many("dcterms:accrualPolicy", &TEXT, SPEC)),
        (EVERYWHERE, many("dcterms:instructionalMethod", &TEXT, SPEC)),
        (EVERYWHERE, many("dcterms:provenance", &TEXT, SPEC)),
        (EVERYWHERE, many("dcterms:alternative", &TEXT, SPEC)),
        (EVERYWHERE, many("dcterms:audience", &TEXT, SPEC)),
        (EVERYWHERE, many("dcterms:bibliographicCitation", &TEXT, SPEC)),
        (EVERYWHERE, many("dcterms:conformsTo", &TEXT, SPEC)),
        (EVERYWHERE, many("dcterms:contributor", &TEXT, SPEC)),
        (EVERYWHERE, many("dcterms:coverage", &TEXT, SPEC)),
        (EVERYWHERE, many("dcterms:creator", &TEXT, SPEC)),
        (EVERYWHERE, many("dcterms:date", &TEXT, SPEC)),
        (EVERYWHERE, many("dcterms:description", &TEXT, SPEC)),
        (EVERYWHERE, many("dcterms:educationLevel", &TEXT, SPEC)),
        (EVERYWHERE, many("dcterms:extent", &TEXT, SPEC)),
        (EVERYWHERE, many("dcterms:format", &TEXT, SPEC)),
        (EVERYWHERE, many("dcterms:hasFormat", &TEXT, SPEC)),
        (EVERYWHERE, many("dcterms:hasPart", &TEXT, SPEC)),
        (EVERYWHERE, many("dcterms:hasVersion", &TEXT, SPEC)),
        (EVERYWHERE, many("dcterms:identifier", &TEXT, SPEC)),
        (EVERYWHERE, many("dcterms:isFormatOf", &TEXT, SPEC)),
        (EVERYWHERE, many("dcterms:isPartOf", &TEXT, SPEC)),
        (EVERYWHERE, many("dcterms:isReferencedBy", &TEXT, SPEC)),
        (EVERYWHERE, many("dcterms:isReplacedBy", &TEXT, SPEC)),
        (EVERYWHERE, many("dcterms:isRequiredBy", &TEXT, SPEC)),
        (EVERYWHERE, many("dcterms:isVersionOf", &TEXT, SPEC)),
        (EVERYWHERE, many("dcterms:language", &TEXT, SPEC)),
        (EVERYWHERE, many("dcterms:license", &TEXT, SPEC)),
        (EVERYWHERE, many("dcterms:mediator", &TEXT, SPEC)),
        (EVERYWHERE, many("dcterms:medium", &TEXT, SPEC)),
        (EVERYWHERE, many("dcterms:publisher", &TEXT, SPEC)),
        (EVERYWHERE, many("dcterms:references", &TEXT, SPEC)),
        (EVERYWHERE, many("dcterms:relation", &TEXT, SPEC)),
        (EVERYWHERE, many("dcterms:replaces", &TEXT, SPEC)),
        (EVERYWHERE, many("dcterms:requires", &TEXT, SPEC)),
        (EVERYWHERE, many("dcterms:rights", &TEXT, SPEC)),
        (EVERYWHERE, many("dcterms:rightsHolder", &TEXT, SPEC)),
        (EVERYWHERE, many("dcterms:source", &TEXT, SPEC)),
        (EVERYWHERE, many("dcterms:spatial", &TEXT, SPEC)),
        (EVERYWHERE, many("dcterms:subject", &TEXT, SPEC)),
        (EVERYWHERE, many("dcterms:tableOfContents", &TEXT, SPEC)),
        (EVERYWHERE, many("dcterms:title", &TEXT, SPEC)),
        (EVERYWHERE, many("dcterms:type", &TEXT, SPEC)),
    ],
    attributes: &[],
};

static TEXT: Element = holding(text::ANY);
static DATE: Element = holding(&[date::w3cdtf]);
