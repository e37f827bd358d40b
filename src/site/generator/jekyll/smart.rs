//! Typographic quotes, dashes and dots in titles, as by kramdown (`smartify`).

/// `text` with typographic signs.
pub(super) fn typographic(text: &str) -> String {
    let signs = ['"', '\'', '-', '.', '<', '>'];
    if !text.contains(signs) {
        return text.to_owned();
    }
    let text: Vec<char> = text.chars().collect();
    let mut set = String::new();
    let mut at = 0;
    while at < text.len() {
        let (signs, length) = next(&text, at);
        set.push_str(&signs);
        at += length;
    }
    set
}

/// The replacement for the characters at `at`, and how many characters it replaces.
fn next(text: &[char], at: usize) -> (String, usize) {
    let char_at = |at: usize| text.get(at).copied();
    let here = text[at];
    let is_quote = |c: Option<char>| matches!(c, Some('"' | '\''));
    // A quote is matched together with the character before it.
    if is_quote(Some(here)) || (here != '\\' && is_quote(char_at(at + 1))) {
        return quote(text, at);
    }
    let rest: String = text[at..].iter().take(3).collect();
    for (sign, set) in SIGNS {
        if rest.starts_with(sign) {
            return ((*set).to_owned(), sign.chars().count());
        }
    }
    if here == '<'
        && let Some(length) = tag_length(&text[at..])
    {
        return (text[at..at + length].iter().collect(), length);
    }
    (here.to_string(), 1)
}

/// The first match wins.
const SIGNS: &[(&str, &str)] = &[
    ("---", "—"),
    ("--", "–"),
    ("...", "…"),
    ("\\<<", "<<"),
    ("\\>>", ">>"),
    ("<< ", "«\u{a0}"),
    (" >>", "\u{a0}»"),
    ("<<", "«"),
    (">>", "»"),
];

/// The length of the HTML tag that starts here, if one does; its quotes are kept.
fn tag_length(text: &[char]) -> Option<usize> {
    let name = text.get(1)?;
    if !(name.is_ascii_alphabetic() || *name == '/') {
        return None;
    }
    text.iter().position(|c| *c == '>').map(|end| end + 1)
}

/// A quote at `at` or behind the character there, by the rules of SmartyPants in their order.
fn quote(text: &[char], at: usize) -> (String, usize) {
    let char_at = |at: usize| text.get(at).copied();
    let here = text[at];
    let is_quote = |c: char| matches!(c, '"' | '\'');
    let is_space = |c: char| matches!(c, ' ' | '\t'..='\r');
    let is_word = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric() || c == '_');
    let left = |quote: char| if quote == '"' { '“' } else { '‘' };
    let right = |quote: char| if quote == '"' { '”' } else { '’' };
    if is_quote(here) {
        let after = char_at(at + 1);
        let stars = text[at + 1..].iter().take(2);
        let stars = stars.take_while(|c| matches!(c, '_' | '*')).count();
        let emphasis =
            (1..=stars).any(|stars| char_at(at + 1 + stars).is_some_and(|c| !is_space(c)));
        if emphasis {
            return (left(here).to_string(), 1);
        }
        let dots = char_at(at + 2) == Some('.') && char_at(at + 3) == Some('.');
        let is_inside = match after {
            Some('_') => is_wide_word(char_at(at + 2)),
            _ => !is_wide_word(char_at(at + 2)),
        };
        if after.is_some_and(|c| c.is_ascii_punctuation() && c != '&') && !dots && is_inside {
            return (right(here).to_string(), 1);
        }
    }
    // A space, if there is one, and what follows it.
    let (space, first) = if is_space(here) {
        (here.to_string(), at + 1)
    } else {
        (String::new(), at)
    };
    let spaced = |signs: &str, length: usize| (format!("{space}{signs}"), first - at + length);
    match (char_at(first), char_at(first + 1)) {
        (Some('"'), Some('\'')) if is_word(char_at(first + 2)) => return spaced("“‘", 2),
        (Some('\''), Some('"')) if is_word(char_at(first + 2)) => return spaced("‘“", 2),
        (Some('\''), Some(a)) if a.is_ascii_digit() => {
            let is_digit = char_at(first + 2).is_some_and(|b| b.is_ascii_digit());
            if is_digit && char_at(first + 3) == Some('s') {
                return spaced("’", 1);
            }
        }
        _ => {}
    }
    let behind = char_at(at + 1).filter(|c| is_quote(*c));
    if let Some(quote) = behind {
        if is_space(here) && is_word(char_at(at + 2)) {
            return (format!("{here}{}", left(quote)), 2);
        }
        if !matches!(
            here,
            ' ' | '\\' | '\t' | '\r' | '\n' | '[' | '{' | '(' | '-'
        ) {
            return (format!("{here}{}", right(quote)), 2);
        }
    }
    if is_quote(here) {
        let after = char_at(at + 1);
        let is_s = after == Some('s') && !is_wide_word(char_at(at + 2));
        if after.is_none_or(is_space) || is_s {
            return (right(here).to_string(), 1);
        }
    }
    // All remaining quotes are opening ones, the single ones first.
    match behind {
        Some('\'') => (format!("{here}‘"), 2),
        _ if here == '\'' => ("‘".to_owned(), 1),
        Some(_) => (format!("{here}“"), 2),
        None => ("“".to_owned(), 1),
    }
}

/// Whether `c` is a letter or digit of any script, for word boundaries.
fn is_wide_word(c: Option<char>) -> bool {
    c.is_some_and(|c| c.is_alphanumeric() || c == '_')
}

#[cfg(test)]
mod tests {
    /// Inputs and the output of Jekyll's `smartify`.
    #[test]
    fn signs_are_set_as_kramdown_sets_them() {
        for (written, set) in [
            ("plain", "plain"),
            ("It's \"quoted\"", "It’s “quoted”"),
            ("'single' and \"double\"", "‘single’ and “double”"),
            ("\"'Quoted' words\"", "“‘Quoted’ words”"),
            ("the '80s", "the ’80s"),
            ("the '80x", "the ‘80x"),
            ("说\"中文\"的", "说”中文”的"),
            ("\"中文\"", "“中文”"),
            ("a -- b --- c...", "a – b — c…"),
            ("<< a >> <<b>>", "«\u{a0}a\u{a0}» «b»"),
            ("\\<<", "<<"),
            ("<a title='x'>y</a>'s", "<a title='x'>y</a>’s"),
            ("\"*x*\" (\"y\")", "“*x*” (“y”)"),
        ] {
            assert_eq!(super::typographic(written), set, "{written}");
        }
    }
}
