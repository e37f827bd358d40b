//! Values of Media RSS.

use roxmltree::Node;

use super::{html, text, uri};
use crate::validate::context::Context;
use crate::validate::rules;
use crate::validate::value::{Value, quote};

/// The roles of the European Broadcasting Union, and those that Media RSS gives as examples.
#[rustfmt::skip]
const ROLES: &[&str] = &[
    "actor", "adaptor", "anchor person", "animal trainer", "animator", "announcer", "armourer", "art director",
    "artist", "artist/performer", "assistant camera", "assistant chief lighting technician",
    "assistant director", "assistant producer", "assistant visual editor", "author", "broadcast assistant",
    "broadcast journalist", "camera operator", "carpenter", "casting", "causeur", "chief lighting technician",
    "choir", "choreographer", "clapper loader", "commentary or commentator", "commissioning broadcaster",
    "composer", "computer programmer", "conductor", "consultant", "continuity checker", "correspondent",
    "costume designer", "dancer", "dialogue coach", "director", "director of photography", "distribution company",
    "draughtsman", "dresser", "dubber", "editor/producer", "editor", "editor-in-chief", "editor-of-the-day",
    "ensemble", "executive producer", "expert", "fight director", "floor manager", "focus puller", "foley artist",
    "foley editor", "foley mixer", "graphic assistant", "graphic designer", "greensman", "grip", "hairdresser",
    "illustrator", "interviewed guest", "interviewer", "key character", "key grip", "key talents", "leadman",
    "librettist", "lighting director", "lighting technician", "location manager", "lyricist", "make up artist",
    "manufacturer", "matte artist", "music arranger", "music group", "musician", "news reader", "orchestra",
    "participant", "photographer", "post", "producer", "production assistant", "production company",
    "production department", "production manager", "production secretary", "programme production researcher",
    "property manager", "publishing company", "puppeteer", "pyrotechnician", "reporter", "rigger",
    "runner", "scenario", "scenic operative", "script supervisor", "second assistant camera",
    "second assistant director", "second unit director", "set designer", "set dresser", "sign language", "singer",
    "sound designer", "sound mixer", "sound recordist", "special effects", "stunts", "subtitles",
    "technical director", "term", "translation", "transportation manager", "treatment/programme proposal",
    "vision mixer", "visual editor", "visual effects", "wardrobe", "witness", "owner",
];

/// A title, description or text, plain unless it says that it is HTML.
pub(in crate::validate) fn words(cx: &mut Context<'_>, value: &Value<'_>) {
    match value.beside("type").unwrap_or("plain") {
        "html" => html::html(cx, value),
        "plain" => text::plain_or(cx, value, &rules::CONTAINS_UNDECLARED_HTML),
        _ => {}
    }
}

/// The role of a person or company.
pub(in crate::validate) fn role(cx: &mut Context<'_>, value: &Value<'_>) {
    let role = value.raw.as_ref();
    let lower = role.to_lowercase();
    let is_ebu = value
        .beside("scheme")
        .is_none_or(|scheme| scheme == "urn:ebu");
    let why = if role != lower {
        format!("must be in lower case: `{lower}`")
    } else if is_ebu && !ROLES.contains(&role) {
        "is not one of the EBU's".to_owned()
    } else {
        return;
    };
    let message = format!("the role is {}; it {why}", quote(role));
    cx.raise(&rules::INVALID_CREDIT_ROLE, value, message);
}

/// A scheme: one defined by Media RSS, or an address.
pub(in crate::validate) fn scheme(cx: &mut Context<'_>, value: &Value<'_>) {
    const NAMED: [&str; 6] = [
        "urn:ebu",
        "urn:icra",
        "urn:mpaa",
        "urn:simple",
        "urn:v-chip",
        "urn:yvs",
    ];
    if !NAMED.contains(&value.raw.as_ref()) {
        uri::full_exact(cx, value);
    }
}

/// A checksum.
pub(in crate::validate) fn hash(cx: &mut Context<'_>, value: &Value<'_>) {
    let algorithm = value.beside("algo").unwrap_or("md5");
    let digits = match algorithm {
        "md5" => 32,
        "sha-1" => 40,
        other => {
            let message = format!(
                "the algorithm is {}; it must be `md5` or `sha-1`",
                quote(other)
            );
            return cx.raise(&rules::INVALID_MEDIA_HASH, value, message);
        }
    };
    let text = value.text();
    if text.len() != digits || !text.bytes().all(|b| b.is_ascii_hexdigit()) {
        let message = format!(
            "a hash of {algorithm} has {digits} hexadecimal digits, and this is {}",
            quote(text)
        );
        cx.raise(&rules::INVALID_MEDIA_HASH, value, message);
    }
}

/// The audience of a content.
pub(in crate::validate) fn rating(cx: &mut Context<'_>, value: &Value<'_>) {
    let allowed: &[&str] = match value.beside("scheme").unwrap_or("urn:simple") {
        "urn:simple" => &["adult", "nonadult"],
        "urn:mpaa" => &["g", "m", "nc-17", "pg", "pg-13", "r", "x"],
        "urn:v-chip" => &[
            "14+", "18+", "c", "c8", "g", "pg", "tv-14", "tv-g", "tv-ma", "tv-pg", "tv-y", "tv-y7",
            "tv-y7-fv",
        ],
        "urn:icra" => {
            if !is_icra(value.text()) {
                let message = format!(
                    "the rating is {}; ICRA's are like `r (cz 1 lz 1 nz 1 oz 1 vz 1)`",
                    quote(value.text())
                );
                cx.raise(&rules::INVALID_MEDIA_RATING, value, message);
            }
            return;
        }
        _ => return,
    };
    text::one_of(cx, value, allowed, &rules::INVALID_MEDIA_RATING);
}

/// Whether `text` is a PICS label of ICRA: descriptors of chat, language, nudity, other topics, sex,
/// violence and context, each with 0 or 1.
fn is_icra(text: &str) -> bool {
    let labels = text
        .strip_prefix("r (")
        .and_then(|rest| rest.strip_suffix(')'));
    let words: Vec<&str> = labels.unwrap_or_default().split(' ').collect();
    let is_label = |pair: &[&str]| {
        let [name, value] = pair else { return false };
        name.len() == 2
            && name.starts_with(['c', 'l', 'n', 'o', 's', 'v', 'x'])
            && name.bytes().all(|b| b.is_ascii_lowercase())
            && matches!(*value, "0" | "1")
    };
    words.chunks(2).all(is_label)
}

/// The countries of ISO 3166-1.
#[rustfmt::skip]
const COUNTRIES: &str = "ad ae af ag ai al am ao aq ar as at au aw ax az ba bb bd be bf bg bh bi bj bl bm bn bo bq \
    br bs bt bv bw by bz ca cc cd cf cg ch ci ck cl cm cn co cr cu cv cw cx cy cz de dj dk dm do dz ec ee eg eh er \
    es et fi fj fk fm fo fr ga gb gd ge gf gg gh gi gl gm gn gp gq gr gs gt gu gw gy hk hm hn hr ht hu id ie il im \
    in io iq ir is it je jm jo jp ke kg kh ki km kn kp kr kw ky kz la lb lc li lk lr ls lt lu lv ly ma mc md me mf \
    mg mh mk ml mm mn mo mp mq mr ms mt mu mv mw mx my mz na nc ne nf ng ni nl no np nr nu nz om pa pe pf pg ph pk \
    pl pm pn pr ps pt pw py qa re ro rs ru rw sa sb sc sd se sg sh si sj sk sl sm sn so sr ss st sv sx sy sz tc td \
    tf tg th tj tk tl tm tn to tr tt tv tw tz ua ug um us uy uz va vc ve vg vi vn vu wf ws ye yt za zm zw";

/// The countries in which a content may be shown.
pub(in crate::validate) fn restriction(cx: &mut Context<'_>, value: &Value<'_>) {
    let text = value.text();
    if text.is_empty() {
        return;
    }
    match value.beside("type") {
        Some("country") => {
            let is_code = |code: &str| COUNTRIES.split(' ').any(|c| c.eq_ignore_ascii_case(code));
            if let Some(country) = text.split_whitespace().find(|code| !is_code(code)) {
                let message = format!("{} is not a country code such as `de`", quote(country));
                cx.raise(&rules::INVALID_COUNTRY_CODE, value, message);
            }
        }
        Some("uri") => {
            let kind = uri::UriKind {
                absolute: true,
                iri: true,
            };
            for address in text.split_whitespace() {
                uri::check(cx, value, address, kind, &rules::INVALID_FULL_LINK);
            }
        }
        Some(_) => {}
        None if matches!(text, "all" | "none") => {}
        None => {
            let message = format!(
                "the restriction is {}; without a `type` it must be `all` or `none`",
                quote(text)
            );
            cx.raise(&rules::INVALID_MEDIA_RESTRICTION, value, message);
        }
    }
}

/// A currency of ISO 4217.
pub(in crate::validate) fn currency(cx: &mut Context<'_>, value: &Value<'_>) {
    let text = value.token();
    if text.len() != 3 || !text.bytes().all(|b| b.is_ascii_uppercase()) {
        let message = format!(
            "{} is {}; write a code of three letters such as `EUR`",
            value.called(&cx.names),
            quote(text)
        );
        cx.raise(&rules::INVALID_MEDIA_VALUE, value, message);
    }
}

/// Whether `text` is a time in a medium (RFC 2326, section 3.6).
fn is_npt(text: &str) -> bool {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let is_number = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    let parts: Vec<&str> = whole.split(':').collect();
    text == "now"
        || (fraction.bytes().all(|b| b.is_ascii_digit())
            && parts.len() <= 3
            && parts.iter().all(|part| is_number(part))
            && parts[1..]
                .iter()
                .all(|part| part.len() <= 2 && part.parse::<u8>().is_ok_and(|n| n < 60)))
}

/// A time in a medium.
pub(in crate::validate) fn npt(cx: &mut Context<'_>, value: &Value<'_>) {
    if !is_npt(value.text()) {
        let message = format!(
            "{} is {}; write seconds, `HH:MM:SS` or `now`",
            value.called(&cx.names),
            quote(value.text())
        );
        cx.raise(&rules::INVALID_NPT_TIME, value, message);
    }
}

/// A group contains several versions.
pub(in crate::validate) fn has_alternatives<'a>(cx: &mut Context<'a>, group: Node<'a, 'a>) {
    let contents = group
        .children()
        .filter(|node| node.is_element() && cx.names.element(*node).is("media:content"))
        .count();
    if contents < 2 {
        let message = format!("the group holds {contents} `media:content`; it needs two or more");
        cx.raise_at(&rules::MEDIA_GROUP_WITHOUT_ALTERNATIVES, group, message);
    }
}

/// A content has an address, or a player that has one.
pub(in crate::validate) fn leads_somewhere<'a>(cx: &mut Context<'a>, content: Node<'a, 'a>) {
    let has_player = content
        .children()
        .any(|node| node.is_element() && cx.names.element(node).is("media:player"));
    if !content.has_attribute("url") && !has_player {
        let message = "`media:content` needs a `url`, or a `media:player` in it";
        cx.raise_at(&rules::MISSING_ATTRIBUTE, content, message);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ratings_of_icra_are_labels_with_a_number_each() {
        assert!(is_icra("r (cz 1 lz 1 nz 1 oz 0 vz 1)") && is_icra("r (nz 1)"));
        for text in ["", "r ()", "r (nz)", "r (nz 2)", "r (qz 1)", "nz 1"] {
            assert!(!is_icra(text), "{text}");
        }
    }

    #[test]
    fn times_are_seconds_or_clock_time() {
        for text in ["now", "17", "17.5", "0:15", "00:00:17", "1:02:03.25"] {
            assert!(is_npt(text), "{text}");
        }
        for text in ["", "+17sec", "1:2:3:4", "00:61:00", "a:b:c", "1.x"] {
            assert!(!is_npt(text), "{text}");
        }
    }
}
