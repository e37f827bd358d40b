//! CSS in `style` attributes: what feed readers keep.

use super::vocabulary::{SAFE_KEYWORDS, SAFE_PROPERTIES};

/// The first part of `style` that readers remove.
pub(super) fn unsafe_part(style: &str) -> Option<String> {
    if !style.chars().all(is_plain) || !functions_are_harmless(style) {
        return Some(style.trim().to_owned());
    }
    for declaration in style.split(';') {
        if declaration.trim().is_empty() {
            continue;
        }
        let Some((property, value)) = declaration.split_once(':') else {
            return Some(declaration.trim().to_owned());
        };
        let (property, value) = (
            property.trim().to_ascii_lowercase(),
            value.trim().to_ascii_lowercase(),
        );
        if !SAFE_PROPERTIES.contains(&property.as_str()) {
            return Some(property);
        }
        let is_box = ["background", "border", "margin", "padding"]
            .iter()
            .any(|name| property.split('-').next() == Some(name));
        if is_box && let Some(word) = value_words(&value).find(|word| !is_safe_word(word)) {
            return Some(word.to_owned());
        }
    }
    None
}

fn is_plain(c: char) -> bool {
    c.is_ascii_alphanumeric() || c.is_ascii_whitespace() || ":,;#%.!-_'\"()".contains(c)
}

/// `rgb(1, 2, 3)` is allowed; `url(…)` and `expression(…)` are not.
fn functions_are_harmless(style: &str) -> bool {
    let mut inside = false;
    style.chars().all(|c| match c {
        '(' if !inside => {
            inside = true;
            true
        }
        ')' => {
            inside = false;
            true
        }
        c => !inside || c.is_ascii_digit() || c.is_ascii_whitespace() || ",.%".contains(c),
    })
}

/// The words of a value; parentheses belong to the word before.
fn value_words(value: &str) -> impl Iterator<Item = &str> {
    let mut depth = 0_u32;
    value
        .split(move |c: char| {
            match c {
                '(' => depth += 1,
                ')' => depth = depth.saturating_sub(1),
                _ => {}
            }
            depth == 0 && c.is_ascii_whitespace()
        })
        .filter(|word| !word.is_empty())
}

fn is_safe_word(word: &str) -> bool {
    SAFE_KEYWORDS.contains(&word) || is_colour(word) || is_length(word)
}

fn is_colour(word: &str) -> bool {
    word.strip_prefix('#')
        .is_some_and(|hex| !hex.is_empty() && hex.bytes().all(|b| b.is_ascii_hexdigit()))
        || word.starts_with("rgb(")
        || word.starts_with("rgba(")
}

/// A number below 10,000 with a unit: huge margins could cover the reader's own interface.
fn is_length(word: &str) -> bool {
    const UNITS: [&str; 12] = [
        "cm", "em", "ex", "in", "mm", "pc", "pt", "px", "rem", "vw", "%", "",
    ];
    let word = word.strip_prefix('-').unwrap_or(word);
    let end = word
        .find(|c: char| !c.is_ascii_digit() && c != '.')
        .unwrap_or(word.len());
    let (number, unit) = word.split_at(end);
    let whole = number.split('.').next().unwrap_or_default();
    !number.is_empty()
        && number.matches('.').count() <= 1
        && whole.len() <= 4
        && UNITS.contains(&unit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn usual_styles_are_safe() {
        for style in [
            "border: 1px solid rgb(0, 0, 0);",
            "margin: 5px auto",
            "font-family: 'Lucida Console', arial,sans-serif;",
            "border: none !important;",
            "TEXT-INDENT: 0.5in;",
            "color: #999999; ",
            "",
        ] {
            assert_eq!(unsafe_part(style), None, "{style}");
        }
    }

    #[test]
    fn what_could_do_harm_is_not() {
        for (style, part) in [
            ("position: fixed", "position"),
            (
                "background: url(http://example.org/a.png)",
                "background: url(http://example.org/a.png)",
            ),
            ("margin: 99999em", "99999em"),
            ("mso-highlight: yellow;", "mso-highlight"),
            ("bogus", "bogus"),
            ("width: expression(alert(1))", "width: expression(alert(1))"),
        ] {
            assert_eq!(unsafe_part(style).as_deref(), Some(part), "{style}");
        }
    }
}
