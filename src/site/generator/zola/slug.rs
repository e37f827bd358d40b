//! Zola's slugs.

use deunicode::deunicode_char;

/// One of Zola's `slugify` strategies.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Strategy {
    /// Transliterated to ASCII letters and digits; everything else becomes a hyphen.
    #[default]
    On,
    /// Without the characters that Windows does not allow in names.
    Safe,
    /// Unchanged.
    Off,
}

impl Strategy {
    pub(super) fn named(name: &str) -> Option<Self> {
        match name {
            "on" => Some(Strategy::On),
            "safe" => Some(Strategy::Safe),
            "off" => Some(Strategy::Off),
            _ => None,
        }
    }

    pub(super) fn slug(self, name: &str) -> String {
        match self {
            Strategy::On => transliterated(name),
            Strategy::Safe => {
                let name = name.trim_end_matches([' ', '.']);
                name.replace(|c| "<>:\"/\\|?*".contains(c), "")
            }
            Strategy::Off => name.to_owned(),
        }
    }
}

fn transliterated(name: &str) -> String {
    let mut slug = String::new();
    for c in name.chars() {
        for c in deunicode_char(c).unwrap_or("-").chars() {
            match c.to_ascii_lowercase() {
                c @ ('a'..='z' | '0'..='9') => slug.push(c),
                _ if slug.is_empty() || slug.ends_with('-') => {}
                _ => slug.push('-'),
            }
        }
    }
    slug.truncate(slug.trim_end_matches('-').len());
    slug
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Tried on Zola 0.22.
    #[test]
    fn names() {
        for (name, on, safe) in [
            ("C#", "c", "C#"),
            ("C++", "c", "C++"),
            ("Node.js", "node-js", "Node.js"),
            (".NET", "net", ".NET"),
            ("Self Hosted", "self-hosted", "Self Hosted"),
            ("人工智能", "ren-gong-zhi-neng", "人工智能"),
            ("日本語", "ri-ben-yu", "日本語"),
            ("한국어", "hangugeo", "한국어"),
            ("Привет", "privet", "Привет"),
            ("été", "ete", "été"),
            ("TCP/IP", "tcp-ip", "TCPIP"),
            ("🎉", "tada", "🎉"),
            ("①", "1", "①"),
            ("№", "no", "№"),
            ("ＡＢ", "ab", "ＡＢ"),
            ("foo_bar", "foo-bar", "foo_bar"),
            ("a--b", "a-b", "a--b"),
            ("don't", "don-t", "don't"),
            ("x & y", "x-y", "x & y"),
            ("R&amp;D", "r-amp-d", "R&amp;D"),
            ("新闻，新语丝", "xin-wen-xin-yu-si", "新闻，新语丝"),
            ("  lead ", "lead", "  lead"),
            ("end. .", "end", "end"),
            ("a<b>c:d\"e|f?g*h\\i", "a-b-c-d-e-f-g-h-i", "abcdefghi"),
            ("a\u{85}b\u{a0}c", "ab-c", "a\u{85}b\u{a0}c"),
        ] {
            assert_eq!(Strategy::On.slug(name), on, "{name}");
            assert_eq!(Strategy::Safe.slug(name), safe, "{name}");
            assert_eq!(Strategy::Off.slug(name), name);
        }
    }
}
