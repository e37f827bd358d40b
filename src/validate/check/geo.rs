//! Locations: degrees and lists of them.

use super::number;
use crate::diagnostic::Rule;
use crate::validate::context::Context;
use crate::validate::rules;
use crate::validate::value::{Value, quote};

/// A latitude in degrees north.
pub(in crate::validate) fn latitude(cx: &mut Context<'_>, value: &Value<'_>) {
    degrees(cx, value, 90.0, &rules::INVALID_LATITUDE);
}

/// A longitude in degrees east.
pub(in crate::validate) fn longitude(cx: &mut Context<'_>, value: &Value<'_>) {
    degrees(cx, value, 180.0, &rules::INVALID_LONGITUDE);
}

fn degrees(cx: &mut Context<'_>, value: &Value<'_>, most: f64, rule: &'static Rule) {
    if !within(value.text(), most) {
        let message = format!(
            "{} is {}; it must be a number from -{most} to {most}",
            value.called(&cx.names),
            quote(value.text())
        );
        cx.raise(rule, value, message);
    }
}

/// Whether `text` is a number from -`most` to `most`.
pub(super) fn within(text: &str, most: f64) -> bool {
    number::is_float(text)
        && text
            .parse::<f64>()
            .is_ok_and(|degrees| degrees.abs() <= most)
}

/// Whether `text` is at least the required number of pairs of latitude and longitude.
fn pairs(text: &str) -> Option<Vec<(&str, &str)>> {
    let numbers: Vec<&str> = text.split_ascii_whitespace().collect();
    let pairs: Vec<_> = numbers
        .chunks_exact(2)
        .map(|pair| (pair[0], pair[1]))
        .collect();
    let all_valid = pairs
        .iter()
        .all(|(latitude, longitude)| within(latitude, 90.0) && within(longitude, 180.0));
    (numbers.len().is_multiple_of(2) && all_valid).then_some(pairs)
}

/// Whether the coordinates are declared to be in another system than degrees.
fn is_of_other_system(value: &Value<'_>) -> bool {
    value
        .node()
        .into_iter()
        .flat_map(|node| node.ancestors().take(5))
        .any(|node| node.has_attribute("srsName"))
}

/// A point.
pub(in crate::validate) fn point(cx: &mut Context<'_>, value: &Value<'_>) {
    if is_of_other_system(value) {
        return;
    }
    let text = uncommaed(cx, value);
    if pairs(&text).is_none_or(|pairs| pairs.len() != 1) {
        let message = format!(
            "the place is {}; write latitude, space, longitude",
            quote(value.text())
        );
        cx.raise(&rules::INVALID_COORD, value, message);
    }
}

/// A box: its lower and its upper corner.
pub(in crate::validate) fn corners(cx: &mut Context<'_>, value: &Value<'_>) {
    let is_box = |pairs: &[(&str, &str)]| pairs.len() == 2;
    list(cx, value, is_box, "two pairs of latitude and longitude");
}

/// A line, of two points or more.
pub(in crate::validate) fn line(cx: &mut Context<'_>, value: &Value<'_>) {
    let is_line = |pairs: &[(&str, &str)]| pairs.len() >= 2;
    list(
        cx,
        value,
        is_line,
        "2 or more pairs of latitude and longitude",
    );
}

/// A polygon, of four points or more, the last of which is the first.
pub(in crate::validate) fn polygon(cx: &mut Context<'_>, value: &Value<'_>) {
    let is_polygon = |pairs: &[(&str, &str)]| pairs.len() >= 4 && pairs.first() == pairs.last();
    let expected = "4 or more pairs of latitude and longitude, the last the same as the first";
    list(cx, value, is_polygon, expected);
}

fn list(
    cx: &mut Context<'_>,
    value: &Value<'_>,
    has_shape: fn(&[(&str, &str)]) -> bool,
    expected: &str,
) {
    if is_of_other_system(value) {
        return;
    }
    let text = uncommaed(cx, value);
    if pairs(&text).is_none_or(|pairs| !has_shape(&pairs)) {
        let message = format!(
            "{} is {}; write {expected}",
            value.called(&cx.names),
            quote(value.text())
        );
        cx.raise(&rules::INVALID_COORD_LIST, value, message);
    }
}

/// A circle: a latitude, a longitude and a radius in metres.
pub(in crate::validate) fn circle(cx: &mut Context<'_>, value: &Value<'_>) {
    if is_of_other_system(value) {
        return;
    }
    let text = uncommaed(cx, value);
    let is_circle = text.trim().rsplit_once(char::is_whitespace);
    let is_circle = is_circle.is_some_and(|(centre, radius)| {
        pairs(centre).is_some_and(|pairs| pairs.len() == 1) && is_radius(radius)
    });
    if !is_circle {
        let message = format!(
            "the circle is {}; write latitude, longitude and radius with spaces between them",
            quote(value.text())
        );
        cx.raise(&rules::INVALID_COORD, value, message);
    }
}

fn is_radius(text: &str) -> bool {
    number::is_float(text) && text.parse::<f64>().is_ok_and(|radius| radius >= 0.0)
}

/// A radius in metres.
pub(in crate::validate) fn radius(cx: &mut Context<'_>, value: &Value<'_>) {
    if !is_radius(value.text()) {
        let message = format!(
            "the radius is {}; it must be a number of metres, 0 or more",
            quote(value.text())
        );
        cx.raise(&rules::INVALID_FLOAT, value, message);
    }
}

/// The text with commas replaced by spaces; reports the commas.
fn uncommaed(cx: &mut Context<'_>, value: &Value<'_>) -> String {
    if value.text().contains(',') {
        let message = format!(
            "{} is {}; write spaces, not commas",
            value.called(&cx.names),
            quote(value.text())
        );
        cx.raise(&rules::COORD_COMMA, value, message);
    }
    value.text().replace(',', " ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn degrees_have_limits() {
        assert!(within("45.256", 90.0) && within("-180", 180.0));
        assert!(!within("91.048", 90.0) && !within("north", 90.0));
    }

    #[test]
    fn coordinates_come_in_pairs() {
        assert_eq!(
            pairs("45.2 -110.4\n46.4 -109.4").map(|pairs| pairs.len()),
            Some(2)
        );
        assert!(pairs("45.2 -110.4 46.4").is_none());
        assert!(pairs("-110.4 45.2").is_none());
    }
}
