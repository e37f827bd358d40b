//! References to characters and entities: productions 66 to 68.

use super::scan::{Violation, XmlScanner, is_char};
use crate::validate::rules;
use crate::validate::value::quote;

/// What an `&` begins.
pub(super) enum Reference<'t> {
    Character(char),
    Entity(&'t str),
}

/// Production 67, `Reference`; the scanner stands at the `&`.
pub(super) fn reference<'t>(scanner: &mut XmlScanner<'t>) -> Result<Reference<'t>, Violation> {
    let start = scanner.at;
    if scanner.is_at("&#") {
        return character(scanner).map(Reference::Character);
    }
    scanner.at += 1;
    let name = scanner.name();
    if let Some(name) = name.filter(|_| scanner.eat(";")) {
        return if name.contains(':') {
            scanner.at = start;
            Err(scanner.fail(format!(
                "the name in `&{name};` has a colon, and an entity's cannot"
            )))
        } else {
            Ok(Reference::Entity(name))
        };
    }
    scanner.at = start;
    if scanner.text.len() - start < 12 && scanner.rest()[1..].chars().all(char::is_alphanumeric) {
        return Err(scanner.fail_at_end("the document ends inside a reference; it was cut off"));
    }
    let shown = scanner.next(24);
    let shown = shown.split(['<', '>', '"', '\n']).next().unwrap_or(shown);
    Err(scanner.fail(match name {
        Some(name) => format!(
            "`&{name}` is not followed by `;`; write `&amp;{name}` if a plain `&` is meant, or `&{name};` for a reference"
        ),
        None => format!("an `&` stands alone in {}; write `&amp;`", quote(shown)),
    }))
}

/// Production 66, `CharRef`, and the constraint Legal Character.
fn character(scanner: &mut XmlScanner<'_>) -> Result<char, Violation> {
    let start = scanner.at;
    match code(scanner) {
        Some(number) => {
            if let Some(c) = char::from_u32(number).filter(|c| is_char(*c)) {
                return Ok(c);
            }
            let written = scanner.text[start..scanner.at].to_owned();
            let message = match number {
                0xd800..=0xdbff => match code(scanner) {
                    Some(low @ 0xdc00..=0xdfff) => {
                        let whole = 0x10000 + ((number - 0xd800) << 10) + (low - 0xdc00);
                        let c = char::from_u32(whole).unwrap_or(char::REPLACEMENT_CHARACTER);
                        format!(
                            "`{}` is one character written in two halves; write `{c}` or `&#{whole};`",
                            &scanner.text[start..scanner.at]
                        )
                    }
                    _ => format!(
                        "`{written}` is half of a character (a surrogate); write the whole character"
                    ),
                },
                0xdc00..=0xdfff => format!(
                    "`{written}` is half of a character (a surrogate); write the whole character"
                ),
                0x11_0000.. => format!(
                    "`{written}` is beyond the last character of Unicode, `&#x10FFFF;`; remove it"
                ),
                _ => format!(
                    "`{written}` stands for the control character U+{number:04X}, which XML does not allow; remove it"
                ),
            };
            scanner.at = start;
            Err(Violation {
                rule: &rules::SAX_ERROR,
                ..scanner.fail(message)
            })
        }
        None => {
            let rest = scanner.rest();
            let digits = rest[2..].trim_start_matches('x');
            if rest.len() < 12 && digits.bytes().all(|b| b.is_ascii_hexdigit()) {
                return Err(
                    scanner.fail_at_end("the document ends inside a reference; it was cut off")
                );
            }
            let shown = scanner.next(16);
            let end = shown
                .find(|c: char| c == ';' || c == '<' || c.is_whitespace())
                .map_or(shown.len(), |end| {
                    end + usize::from(shown[end..].starts_with(';'))
                });
            Err(scanner.fail(format!(
                "`{}` is not a character reference; write `&#` and a decimal number, or `&#x` and a hexadecimal one, and `;`",
                &shown[..end]
            )))
        }
    }
}

/// The number in a character reference; too large ones are `u32::MAX`.
fn code(scanner: &mut XmlScanner<'_>) -> Option<u32> {
    let rest = scanner.rest().strip_prefix("&#")?;
    let (digits, radix) = match rest.strip_prefix('x') {
        Some(digits) => (digits, 16),
        None => (rest, 10),
    };
    let end = digits.find(|c: char| !c.is_digit(radix))?;
    if end == 0 || !digits[end..].starts_with(';') {
        return None;
    }
    scanner.at = scanner.text.len() - digits.len() + end + 1;
    Some(u32::from_str_radix(&digits[..end], radix).unwrap_or(u32::MAX))
}

/// What to write in place of an entity that is not declared.
pub(super) fn undefined_entity(name: &str) -> String {
    let html = crate::text::resolve_entities(&format!("&{name};")).into_owned();
    let mut characters = html.chars();
    match (characters.next(), characters.next()) {
        (Some(c), None)
            if c.is_whitespace() || c.is_control() || ('\u{200b}'..='\u{200f}').contains(&c) =>
        {
            format!(
                "XML does not define `&{name};`; write `&#{};`",
                u32::from(c)
            )
        }
        (Some(c), None) => {
            format!(
                "XML does not define `&{name};`; write `{c}` or `&#{};`",
                u32::from(c)
            )
        }
        _ => {
            format!("`&{name};` is not defined; write `&amp;{name};` if these characters are meant")
        }
    }
}
