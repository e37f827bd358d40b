//! Places: W3C Basic Geo, GeoRSS Simple, and the part of GML that GeoRSS takes.
//! <http://www.w3.org/2003/01/geo/>, <http://www.georss.org/>

use crate::validate::check::geo;
use crate::validate::check::number::{self, float};
use crate::validate::check::text::ANY;
use crate::validate::rules::MISSING_ELEMENT;
use crate::validate::table::{
    Element, FOREIGN, Host, Module, many, once, one, optional, parent, text,
};

const BASIC: &str = "W3C Basic Geo Vocabulary";
const SIMPLE: &str = "GeoRSS Simple";
const GML: &str = "GeoRSS GML";

pub(in crate::validate) static GEO: Module = Module {
    prefix: "geo",
    elements: &[
        (Host::BOTH, once("geo:lat", &LATITUDE, BASIC)),
        (Host::BOTH, once("geo:long", &LONGITUDE, BASIC)),
        (Host::BOTH, once("geo:alt", &ALTITUDE, BASIC)),
        (Host::BOTH, many("geo:Point", &BASIC_POINT, BASIC)),
    ],
    attributes: &[],
};

pub(in crate::validate) static GEORSS: Module = Module {
    prefix: "georss",
    elements: &[
        (Host::BOTH, many("georss:point", &POINT, SIMPLE)),
        (Host::BOTH, many("georss:line", &LINE, SIMPLE)),
        (Host::BOTH, many("georss:polygon", &POLYGON, SIMPLE)),
        (Host::BOTH, many("georss:box", &BOX, SIMPLE)),
        (Host::BOTH, many("georss:circle", &CIRCLE, SIMPLE)),
        (Host::BOTH, many("georss:where", &WHERE, GML)),
        (Host::BOTH, many("georss:elev", &NUMBER, SIMPLE)),
        (Host::BOTH, many("georss:floor", &FLOOR, SIMPLE)),
        (Host::BOTH, many("georss:radius", &RADIUS, SIMPLE)),
        (Host::BOTH, many("georss:featurename", &FREE, SIMPLE)),
        (Host::BOTH, many("georss:featureName", &FREE, SIMPLE)),
        (Host::BOTH, many("georss:featuretypetag", &FREE, SIMPLE)),
        (Host::BOTH, many("georss:featureTypeTag", &FREE, SIMPLE)),
        (Host::BOTH, many("georss:relationshiptag", &FREE, SIMPLE)),
        (Host::BOTH, many("georss:relationshipTag", &FREE, SIMPLE)),
    ],
    attributes: &[],
};

#[rustfmt::skip]
pub(in crate::validate) static ICBM: Module = Module {
    prefix: "icbm",
    elements: &[
        (Host::BOTH, once("icbm:latitude", &LATITUDE, "ICBM RSS module")),
        (Host::BOTH, once("icbm:longitude", &LONGITUDE, "ICBM RSS module")),
    ],
    attributes: &[],
};

#[rustfmt::skip]
pub(in crate::validate) static GEOURL: Module = Module {
    prefix: "geourl",
    elements: &[
        (Host::BOTH, once("geourl:latitude", &LATITUDE, "GeoURL RSS module")),
        (Host::BOTH, once("geourl:longitude", &LONGITUDE, "GeoURL RSS module")),
    ],
    attributes: &[],
};

static BASIC_POINT: Element = parent(&[
    once("geo:lat", &LATITUDE, BASIC),
    once("geo:long", &LONGITUDE, BASIC),
    once("geo:alt", &ALTITUDE, BASIC),
]);
pub(super) static WHERE: Element = parent(&[
    once("gml:Point", &GML_POINT, GML),
    once("gml:LineString", &GML_LINE, GML),
    once("gml:Polygon", &GML_POLYGON, GML),
    once("gml:Envelope", &GML_ENVELOPE, GML),
]);
static GML_POINT: Element =
    parent(&[one("gml:pos", &POINT, &MISSING_ELEMENT, GML)]).with(&[optional("srsName", &[])]);
static GML_LINE: Element =
    parent(&[one("gml:posList", &LINE, &MISSING_ELEMENT, GML)]).with(&[optional("srsName", &[])]);
static GML_POLYGON: Element = parent(&[
    one("gml:exterior", &GML_RING_AROUND, &MISSING_ELEMENT, GML),
    many("gml:interior", &FOREIGN, GML),
])
.with(&[optional("srsName", &[])]);
static GML_RING_AROUND: Element =
    parent(&[one("gml:LinearRing", &GML_RING, &MISSING_ELEMENT, GML)]);
static GML_RING: Element = parent(&[one("gml:posList", &POLYGON, &MISSING_ELEMENT, GML)])
    .with(&[optional("srsName", &[])]);
static GML_ENVELOPE: Element = parent(&[
    one("gml:lowerCorner", &POINT, &MISSING_ELEMENT, GML),
    one("gml:upperCorner", &POINT, &MISSING_ELEMENT, GML),
])
.with(&[optional("srsName", &[])]);

static LATITUDE: Element = text(&[geo::latitude]);
static LONGITUDE: Element = text(&[geo::longitude]);
static ALTITUDE: Element = text(&[float]);
static POINT: Element = text(&[geo::point]).with(SHAPE);
static LINE: Element = text(&[geo::line]).with(SHAPE);
static BOX: Element = text(&[geo::corners]).with(SHAPE);
static POLYGON: Element = text(&[geo::polygon]).with(SHAPE);
static NUMBER: Element = text(&[float]);
static CIRCLE: Element = text(&[geo::circle]).with(SHAPE);
static FLOOR: Element = text(&[number::whole]);
static RADIUS: Element = text(&[geo::radius]);
static FREE: Element = text(ANY);

/// The attributes of GeoRSS Simple's shapes.
const SHAPE: &[crate::validate::table::Attribute] = &[
    optional("elev", &[float]),
    optional("floor", &[number::whole]),
    optional("radius", &[geo::radius]),
    optional("featuretypetag", &[]),
    optional("featureTypeTag", &[]),
    optional("relationshiptag", &[]),
    optional("relationshipTag", &[]),
    optional("featurename", &[]),
    optional("featureName", &[]),
    optional("dimension", &[]),
    optional("srsName", &[]),
];
