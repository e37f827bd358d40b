//! Code blocks.

use std::borrow::Cow;
use std::fmt::Write;

use super::{Shower, armour, push_armoured};
use crate::body::template::args::Word;
use crate::body::template::tags::{Form, Meaning};

impl Shower<'_, '_> {
    pub(super) fn code(&self, content: &str) -> String {
        let (language, title) = match self.call.meaning {
            Meaning::CodeOfItsName => (self.call.name.to_owned(), String::new()),
            _ => self.language(),
        };
        let content = plain_code(self.call.form, content);
        let mut html = String::from("<pre><code");
        let is_name = |c: char| c.is_alphanumeric() || "+-#._".contains(c);
        if !language.is_empty() && language.chars().all(is_name) {
            let _ = write!(html, " class=\"language-{}\"", language.to_lowercase());
        }
        html.push('>');
        push_armoured(&mut html, trimmed_code(&content));
        html.push_str("</code></pre>");
        if title.is_empty() {
            html
        } else {
            format!(
                "<figure><figcaption>{}</figcaption>{html}</figure>",
                armour(&title)
            )
        }
    }

    /// The language of a code block, and its title.
    fn language(&self) -> (String, String) {
        if self.call.form == Form::Tag && self.call.name != "highlight" {
            // Hexo's `Title lang:js https://e.org/x.js`.
            let words = self.args.words();
            let language = words
                .iter()
                .find_map(|word| word.value.strip_prefix("lang:"));
            let is_title = |word: &&Word<'_>| {
                word.key.is_none() && (word.is_quoted || !word.value.contains(':'))
            };
            let title: Vec<&str> = words
                .iter()
                .filter(is_title)
                .map(|word| &*word.value)
                .collect();
            return (language.unwrap_or_default().to_owned(), title.join(" "));
        }
        let language = self.args.get(&["lang", "language", "type"], 0);
        (language.unwrap_or_default().to_owned(), String::new())
    }
}

/// The code without the escapes that hide it from a template engine.
fn plain_code(form: Form, content: &str) -> Cow<'_, str> {
    let escapes: &[(&str, &str)] = match form {
        Form::Shortcode => &[
            ("{{</*", "{{<"),
            ("*/>}}", ">}}"),
            ("{{%/*", "{{%"),
            ("*/%}}", "%}}"),
        ],
        _ => &[("{% raw %}", ""), ("{% endraw %}", "")],
    };
    let mut content = Cow::Borrowed(content);
    for (escape, meant) in escapes {
        if content.contains(escape) {
            content = Cow::Owned(content.replace(escape, meant));
        }
    }
    content
}

/// `code` without blank lines around it.
fn trimmed_code(code: &str) -> &str {
    let mut code = code.trim_end();
    while let Some((line, rest)) = code.split_once('\n') {
        if !line.trim().is_empty() {
            break;
        }
        code = rest;
    }
    code
}
