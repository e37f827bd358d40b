//! Emoji by GitHub's names: `:heart:`.

use std::borrow::Cow;

/// `text` with its emoji.
pub(super) fn shown(text: &str) -> Cow<'_, str> {
    if !crate::text::holds(text, ":") {
        return Cow::Borrowed(text);
    }
    let mut shown = String::new();
    let mut at = 0;
    let mut from = 0;
    while let Some(begin) = text[from..].find(':').map(|begin| from + begin) {
        let name = &text[begin + 1..];
        let is_sign = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '+');
        let name = &name[..name.find(|c| !is_sign(c)).unwrap_or(name.len())];
        from = begin + 1 + name.len();
        if let Some(emoji) =
            emojis::get_by_shortcode(name).filter(|_| text[from..].starts_with(':'))
        {
            from += 1;
            shown.push_str(&text[at..begin]);
            shown.push_str(emoji.as_str());
            at = from;
        }
    }
    if at == 0 {
        return Cow::Borrowed(text);
    }
    shown.push_str(&text[at..]);
    Cow::Owned(shown)
}
