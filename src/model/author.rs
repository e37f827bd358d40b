//! Who wrote an article, or speaks in it.

use super::text::Text;
use super::url::AbsoluteUrl;

/// `text` as an e-mail address (RFC 5322, section 3.4.1, without its obsolete forms); `None` if it
/// is not one.
pub fn email(text: &str) -> Option<String> {
    let address = text.trim();
    let (local, domain) = address.rsplit_once('@')?;
    let is_atext = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+-/=?^_`{|}~.".contains(c);
    let is_label = |label: &str| {
        !label.is_empty()
            && label.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    let valid = !local.is_empty()
        && local.chars().all(is_atext)
        && !local.starts_with('.')
        && !local.ends_with('.')
        && domain.contains('.')
        && domain.split('.').all(is_label);
    valid.then(|| address.to_owned())
}

/// A person.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Author {
    /// The name, never blank.
    pub name: Text,
    /// The e-mail address.
    pub email: Option<String>,
    /// The person's page.
    pub url: Option<AbsoluteUrl>,
}
