//! `titlecase: true`: the titles of posts as the package `titlecase` writes them.

/// Words that stay small inside a title.
const SMALL: &[&str] = &[
    "a", "an", "and", "as", "at", "but", "by", "en", "for", "if", "in", "nor", "of", "on", "or",
    "per", "the", "to", "v", "v.", "vs", "vs.", "via",
];

/// Each word with a capital, but for small words in the middle and words that have capitals or dots already.
pub(super) fn title_case(title: &str) -> String {
    let chars: Vec<char> = title.chars().collect();
    let is_word = |c: char| c.is_ascii_alphanumeric() || ('\u{c0}'..='\u{ff}').contains(&c);
    let mut cased = String::with_capacity(title.len());
    let mut at = 0;
    while at < chars.len() {
        if !is_word(chars[at]) {
            cased.push(chars[at]);
            at += 1;
            continue;
        }
        let rest = &chars[at..];
        let length = rest.iter().position(|&c| c.is_whitespace() || c == '-');
        let end = at + length.unwrap_or(rest.len());
        let word: String = chars[at..end].iter().collect();
        let before = |distance: usize| at.checked_sub(distance).map(|index| chars[index]);
        let is_inside = at > 0 && end < chars.len();
        let is_small = is_inside
            && SMALL.contains(&&*word.to_lowercase())
            && before(2) != Some(':')
            && (chars[end] != '-' || before(1) == Some('-'))
            && before(1).is_none_or(|c| c.is_whitespace() || c == '-');
        let mut letters = word.chars();
        let first = letters.next().into_iter();
        let keeps = letters
            .clone()
            .zip(letters.clone().skip(1).map(Some).chain([None]))
            .any(|(c, next)| c.is_ascii_uppercase() || c == '.' && next.is_some());
        if is_small {
            cased.push_str(&word.to_lowercase());
        } else if keeps {
            cased.push_str(&word);
        } else {
            cased.extend(first.flat_map(char::to_uppercase));
            cased.push_str(letters.as_str());
        }
        at = end;
    }
    cased
}

#[cfg(test)]
mod tests {
    use super::title_case;

    /// The values are those of the package.
    #[test]
    fn titles() {
        for (title, expected) in [
            (
                "hello the world of a vue.js iOS and x-ray from here",
                "Hello the World of a vue.js iOS and X-Ray From Here",
            ),
            (
                "NASA list - an API for v1.2, e.g. foo/bar @home 'quoted' the",
                "NASA List - an API for v1.2, e.g. Foo/bar @Home 'Quoted' The",
            ),
            ("中文 abc（the end）", "中文 Abc（the End）"),
        ] {
            assert_eq!(title_case(title), expected);
        }
    }
}
