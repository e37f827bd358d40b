//! The parts of a file name that match the pattern `new_post_name`.

/// A placeholder for a part of the slug or the date rather than a header key.
pub(super) const KEPT: &[&str] = &["title", "year", "month", "day", "i_month", "i_day", "hash"];

enum Segment<'p> {
    Literal(&'p str),
    Field(&'p str),
}

/// The values of the placeholders of `pattern`, as in `:year-:month-:day-:title.md`, in the path
/// `stem`; empty if it does not match.
pub(super) fn parse<'s>(pattern: &'s str, stem: &'s str) -> Vec<(&'s str, &'s str)> {
    let name = pattern.rsplit('/').next().unwrap_or(pattern);
    let extension = name.rfind('.').filter(|dot| *dot > 0);
    let extension = extension.map_or(0, |dot| name.len() - dot);
    let mut rest = &pattern[..pattern.len() - extension];
    let mut parts = Vec::new();
    while let Some((literal, after)) = rest.split_once(':') {
        let is_name = |c: char| c.is_ascii_alphanumeric() || c == '_';
        let length = after.find(|c| !is_name(c)).unwrap_or(after.len());
        let name = after[..length].trim_end_matches('_');
        parts.extend([Segment::Literal(literal), Segment::Field(name)]);
        rest = &after[name.len()..];
    }
    parts.push(Segment::Literal(rest));
    let mut found = Vec::new();
    if capture(&parts, stem, &mut found) {
        found
    } else {
        Vec::new()
    }
}

fn capture<'s>(parts: &[Segment<'s>], text: &'s str, found: &mut Vec<(&'s str, &'s str)>) -> bool {
    let Some((part, others)) = parts.split_first() else {
        return text.is_empty();
    };
    let name = match part {
        Segment::Literal(literal) => {
            return text
                .strip_prefix(literal)
                .is_some_and(|rest| capture(others, rest, found));
        }
        Segment::Field(name) => *name,
    };
    let all = |text: &str, is_it: fn(char) -> bool| text.chars().all(is_it);
    let is_digit = |c: char| c.is_ascii_digit();
    let is_hex = |c: char| matches!(c, '0'..='9' | 'a'..='f');
    let fits = |value: &str| match name {
        "year" => value.len() == 4 && all(value, is_digit),
        "month" | "day" => value.len() == 2 && all(value, is_digit),
        "i_month" | "i_day" => value.len() <= 2 && all(value, is_digit),
        "hash" => value.len() == 12 && all(value, is_hex),
        _ => true,
    };
    let mut ends: Vec<usize> = text
        .char_indices()
        .map(|(at, c)| at + c.len_utf8())
        .collect();
    if name.starts_with("i_") {
        ends.reverse();
    }
    for end in ends {
        let (value, rest) = text.split_at(end);
        if fits(value) {
            found.push((name, value));
            if capture(others, rest, found) {
                return true;
            }
            found.pop();
        }
    }
    false
}

/// The date in them.
pub(super) fn date(found: &[(&str, &str)]) -> Option<String> {
    let one_of = |names: &[&str]| {
        let (_, value) = found.iter().find(|(name, _)| names.contains(name))?;
        Some(*value)
    };
    let (year, month) = (one_of(&["year"])?, one_of(&["month", "i_month"])?);
    Some(format!("{year}-{month}-{}", one_of(&["day", "i_day"])?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_by_patterns() {
        for (pattern, stem, expected) in [
            (
                ":title.md",
                "sub/In_Sub.V1",
                &[("title", "sub/In_Sub.V1")][..],
            ),
            (
                ":year-:month-:day-:title.md",
                "2020-01-02-a-b",
                &[
                    ("year", "2020"),
                    ("month", "01"),
                    ("day", "02"),
                    ("title", "a-b"),
                ],
            ),
            (":year-:month-:day-:title.md", "sub/2020-01-02-a", &[]),
            (":year-:month-:day-:title.md", "2020-1-02-a", &[]),
            (
                ":year/:i_month-:i_day_:title.md",
                "2020/1-12_a",
                &[
                    ("year", "2020"),
                    ("i_month", "1"),
                    ("i_day", "12"),
                    ("title", "a"),
                ],
            ),
            (
                ":lang/:title.md",
                "zh/a/b",
                &[("lang", "zh"), ("title", "a/b")],
            ),
        ] {
            assert_eq!(parse(pattern, stem), expected, "{pattern} {stem}");
        }
        assert_eq!(
            date(&parse(":year-:i_month-:day-:title.md", "2020-1-02-a")).as_deref(),
            Some("2020-1-02")
        );
        assert_eq!(date(&parse(":year-:title.md", "2020-a")), None);
    }
}
