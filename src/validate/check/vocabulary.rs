//! Names in HTML, MathML, SVG and CSS.
//!
//! The lists of safe names follow the sanitisers of feed readers.

/// The attributes of HTML that readers keep.
#[rustfmt::skip]
pub(super) static SAFE_ATTRIBUTES: &[&str] = &[
    "abbr", "accept", "accept-charset", "accesskey", "action", "align", "allow",
    "allowfullscreen", "alt", "aria", "autocomplete", "autofocus", "autoplay", "axis",
    "background", "balance", "bgcolor", "bgproperties", "border", "bordercolor",
    "bordercolordark", "bordercolorlight", "bottompadding", "cellpadding", "cellspacing", "ch",
    "challenge", "char", "charoff", "charset", "checked", "choff", "cite", "class", "clear",
    "color", "cols", "colspan", "compact", "content", "contenteditable", "controls", "coords",
    "crossorigin", "data", "datafld", "datapagesize", "datasrc", "datetime", "decoding",
    "default", "delay", "dir", "disabled", "draggable", "dynsrc", "enctype", "end", "face",
    "fetchpriority", "for", "form", "frame", "galleryimg", "gutter", "headers", "height",
    "hidden", "hidefocus", "high", "href", "hreflang", "hspace", "icon", "id", "inputmode",
    "ismap", "itemid", "itemprop", "itemref", "itemscope", "itemtype", "keytype", "kind",
    "label", "lang", "leftspacing", "list", "loading", "longdesc", "loop", "loopcount",
    "loopend", "loopstart", "low", "lowsrc", "max", "maxlength", "media", "method", "min",
    "multiple", "muted", "name", "nohref", "noshade", "nowrap", "open", "optimum", "pattern",
    "ping", "playsinline", "point-size", "poster", "pqg", "preload", "prompt", "property",
    "radiogroup", "readonly", "referrerpolicy", "rel", "repeat-max", "repeat-min", "replace",
    "required", "resource", "rev", "reversed", "rightspacing", "role", "rows", "rowspan",
    "rules", "scope", "selected", "shape", "size", "sizes", "span", "src", "srclang", "srcset",
    "start", "step", "summary", "suppress", "tabindex", "target", "template", "title",
    "toppadding", "translate", "type", "typeof", "unselectable", "urn", "usemap", "valign",
    "value", "variable", "volume", "vrml", "vspace", "width", "wrap", "xmlns",
];

/// The elements of MathML.
#[rustfmt::skip]
pub(super) static MATHML_ELEMENTS: &[&str] = &[
    "annotation", "annotation-xml", "maction", "maligngroup", "malignmark", "math", "menclose",
    "merror", "mfenced", "mfrac", "mglyph", "mi", "mlabeledtr", "mlongdiv", "mmultiscripts",
    "mn", "mo", "mover", "mpadded", "mphantom", "mprescripts", "mroot", "mrow", "ms",
    "mscarries", "mscarry", "msgroup", "msline", "mspace", "msqrt", "msrow", "mstack", "mstyle",
    "msub", "msubsup", "msup", "mtable", "mtd", "mtext", "mtr", "munder", "munderover", "none",
    "semantics",
];

/// The attributes of MathML.
#[rustfmt::skip]
pub(super) static MATHML_ATTRIBUTES: &[&str] = &[
    "accent", "accentunder", "actiontype", "align", "alignmentscope", "altimg", "altimg-height",
    "altimg-valign", "altimg-width", "alttext", "bevelled", "charalign", "class", "close",
    "columnalign", "columnlines", "columnspacing", "columnspan", "columnwidth", "crossout",
    "decimalpoint", "definitionURL", "denomalign", "depth", "dir", "display", "displaystyle",
    "edge", "encoding", "equalcolumns", "equalrows", "fence", "fontstyle", "fontweight", "form",
    "frame", "framespacing", "groupalign", "height", "href", "id", "indentalign", "indentshift",
    "infixlinebreakstyle", "largeop", "length", "linebreak", "linebreakmultchar",
    "linebreakstyle", "lineleading", "linethickness", "location", "longdivstyle", "lquote",
    "lspace", "mathbackground", "mathcolor", "mathsize", "mathvariant", "maxsize", "maxwidth",
    "minlabelspacing", "minsize", "mode", "movablelimits", "notation", "numalign", "open",
    "other", "overflow", "position", "rowalign", "rowlines", "rowspacing", "rowspan", "rquote",
    "rspace", "scriptlevel", "scriptminsize", "scriptsizemultiplier", "selection", "separator",
    "separators", "shift", "side", "src", "stackalign", "stretchy", "style", "subscriptshift",
    "superscriptshift", "symmetric", "voffset", "width", "xmlns",
];

/// The elements of SVG that readers show.
#[rustfmt::skip]
pub(super) static SVG_ELEMENTS: &[&str] = &[
    "a", "animate", "animateColor", "animateMotion", "animateTransform", "circle", "clipPath",
    "defs", "desc", "ellipse", "feComposite", "feFlood", "feGaussianBlur", "feMerge",
    "feMergeNode", "feOffset", "filter", "font-face", "font-face-name", "font-face-src", "g",
    "glyph", "hkern", "image", "line", "linearGradient", "marker", "mask", "metadata",
    "missing-glyph", "mpath", "path", "pattern", "polygon", "polyline", "radialGradient",
    "rect", "set", "stop", "svg", "switch", "symbol", "text", "textPath", "title", "tspan",
    "use", "view",
];

/// The attributes of SVG that readers keep.
#[rustfmt::skip]
pub(super) static SVG_ATTRIBUTES: &[&str] = &[
    "accent-height", "accumulate", "additive", "alphabetic", "arabic-form", "ascent",
    "attributeName", "attributeType", "baseProfile", "bbox", "begin", "by", "calcMode",
    "cap-height", "class", "clip-path", "clip-rule", "clipPathUnits", "color",
    "color-interpolation-filters", "color-rendering", "content", "cx", "cy", "d", "descent",
    "display", "dur", "dx", "dy", "end", "fill", "fill-opacity", "fill-rule", "filter",
    "filterUnits", "font-family", "font-size", "font-stretch", "font-style", "font-variant",
    "font-weight", "from", "fx", "fy", "g1", "g2", "glyph-name", "gradientTransform",
    "gradientUnits", "hanging", "height", "horiz-adv-x", "horiz-origin-x", "href", "id",
    "ideographic", "in", "in2", "k", "keyPoints", "keySplines", "keyTimes", "lang",
    "marker-end", "marker-mid", "marker-start", "markerHeight", "markerUnits", "markerWidth",
    "mask", "maskContentUnits", "maskUnits", "mathematical", "max", "min", "name", "offset",
    "opacity", "orient", "origin", "overline-position", "overline-thickness", "panose-1",
    "path", "pathLength", "patternContentUnits", "patternTransform", "patternUnits", "points",
    "preserveAspectRatio", "primitiveUnits", "r", "refX", "refY", "repeatCount", "repeatDur",
    "requiredExtensions", "requiredFeatures", "restart", "result", "rotate", "rx", "ry",
    "slope", "spreadMethod", "stdDeviation", "stemh", "stemv", "stop-color", "stop-opacity",
    "strikethrough-position", "strikethrough-thickness", "stroke", "stroke-dasharray",
    "stroke-dashoffset", "stroke-linecap", "stroke-linejoin", "stroke-miterlimit",
    "stroke-opacity", "stroke-width", "style", "systemLanguage", "target", "text-anchor", "to",
    "transform", "type", "u1", "u2", "underline-position", "underline-thickness", "unicode",
    "unicode-range", "units-per-em", "values", "version", "viewBox", "visibility", "width",
    "widths", "x", "x-height", "x1", "x2", "xmlns", "y", "y1", "y2", "zoomAndPan",
];

/// The properties of CSS that readers keep.
#[rustfmt::skip]
pub(super) static SAFE_PROPERTIES: &[&str] = &[
    "azimuth", "background", "background-color", "border", "border-bottom",
    "border-bottom-color", "border-bottom-style", "border-bottom-width", "border-collapse",
    "border-color", "border-left", "border-left-color", "border-left-style",
    "border-left-width", "border-radius", "border-right", "border-right-color",
    "border-right-style", "border-right-width", "border-spacing", "border-style", "border-top",
    "border-top-color", "border-top-style", "border-top-width", "border-width", "clear",
    "color", "cursor", "direction", "display", "elevation", "float", "font", "font-family",
    "font-size", "font-style", "font-variant", "font-weight", "height", "letter-spacing",
    "line-height", "list-style", "list-style-type", "margin", "margin-bottom", "margin-left",
    "margin-right", "margin-top", "max-height", "max-width", "min-height", "min-width",
    "overflow", "padding", "padding-bottom", "padding-left", "padding-right", "padding-top",
    "pause", "pause-after", "pause-before", "pitch", "pitch-range", "richness", "speak",
    "speak-header", "speak-numeral", "speak-punctuation", "speech-rate", "stress", "text-align",
    "text-decoration", "text-indent", "text-transform", "unicode-bidi", "vertical-align",
    "voice-family", "volume", "white-space", "width", "word-spacing",
];

/// The keywords of CSS that readers keep in borders, margins, paddings and backgrounds.
#[rustfmt::skip]
pub(super) static SAFE_KEYWORDS: &[&str] = &[
    "!important", "aqua", "auto", "black", "block", "blue", "bold", "both", "bottom", "brown",
    "center", "collapse", "dashed", "dotted", "double", "fuchsia", "gray", "green", "groove",
    "inherit", "inset", "italic", "left", "lime", "maroon", "medium", "navy", "none", "normal",
    "nowrap", "olive", "outset", "pointer", "purple", "red", "ridge", "right", "silver",
    "solid", "teal", "thick", "thin", "top", "transparent", "underline", "white", "yellow",
];

/// The named entities of HTML 4.
#[rustfmt::skip]
pub(super) static HTML_ENTITIES: &[&str] = &[
    "AElig", "Aacute", "Acirc", "Agrave", "Alpha", "Aring", "Atilde", "Auml", "Beta", "Ccedil",
    "Chi", "Dagger", "Delta", "ETH", "Eacute", "Ecirc", "Egrave", "Epsilon", "Eta", "Euml",
    "Gamma", "Iacute", "Icirc", "Igrave", "Iota", "Iuml", "Kappa", "Lambda", "Mu", "Ntilde",
    "Nu", "OElig", "Oacute", "Ocirc", "Ograve", "Omega", "Omicron", "Oslash", "Otilde", "Ouml",
    "Phi", "Pi", "Prime", "Psi", "Rho", "Scaron", "Sigma", "THORN", "Tau", "Theta", "Uacute",
    "Ucirc", "Ugrave", "Upsilon", "Uuml", "Xi", "Yacute", "Yuml", "Zeta", "aacute", "acirc",
    "acute", "aelig", "agrave", "alefsym", "alpha", "amp", "and", "ang", "aring", "asymp",
    "atilde", "auml", "bdquo", "beta", "brvbar", "bull", "cap", "ccedil", "cedil", "cent",
    "chi", "circ", "clubs", "cong", "copy", "crarr", "cup", "curren", "dArr", "dagger", "darr",
    "deg", "delta", "diams", "divide", "eacute", "ecirc", "egrave", "empty", "emsp", "ensp",
    "epsilon", "equiv", "eta", "eth", "euml", "euro", "exist", "fnof", "forall", "frac12",
    "frac14", "frac34", "frasl", "gamma", "ge", "gt", "hArr", "harr", "hearts", "hellip",
    "iacute", "icirc", "iexcl", "igrave", "image", "infin", "int", "iota", "iquest", "isin",
    "iuml", "kappa", "lArr", "lambda", "lang", "laquo", "larr", "lceil", "ldquo", "le",
    "lfloor", "lowast", "loz", "lrm", "lsaquo", "lsquo", "lt", "macr", "mdash", "micro",
    "middot", "minus", "mu", "nabla", "nbsp", "ndash", "ne", "ni", "not", "notin", "nsub",
    "ntilde", "nu", "oacute", "ocirc", "oelig", "ograve", "oline", "omega", "omicron", "oplus",
    "or", "ordf", "ordm", "oslash", "otilde", "otimes", "ouml", "para", "part", "permil",
    "perp", "phi", "pi", "piv", "plusmn", "pound", "prime", "prod", "prop", "psi", "quot",
    "rArr", "radic", "rang", "raquo", "rarr", "rceil", "rdquo", "real", "reg", "rfloor", "rho",
    "rlm", "rsaquo", "rsquo", "sbquo", "scaron", "sdot", "sect", "shy", "sigma", "sigmaf",
    "sim", "spades", "sub", "sube", "sum", "sup", "sup1", "sup2", "sup3", "supe", "szlig",
    "tau", "there4", "theta", "thetasym", "thinsp", "thorn", "tilde", "times", "trade", "uArr",
    "uacute", "uarr", "ucirc", "ugrave", "uml", "upsih", "upsilon", "uuml", "weierp", "xi",
    "yacute", "yen", "yuml", "zeta", "zwj", "zwnj",
];
