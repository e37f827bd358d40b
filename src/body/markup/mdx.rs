//! MDX: JavaScript and JSX among Markdown. Of an element of the site's own what has an address or text
//! stays, of an expression a literal text; all else goes.

use std::borrow::Cow;
use std::fmt::Write;

use super::super::code::Code;
use super::super::fragment::is_summary_marker;
use super::Edits;
use super::raw_text;
use crate::text::{self, escape_attribute};

/// What of MDX `body` may have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mdx {
    Nothing,
    /// Comments in braces, and elements with attributes in braces.
    Elements,
    /// Expressions and modules too: the file is called so, or begins like that.
    All,
}

impl Mdx {
    /// That of `body`, in a file at `path`.
    pub(super) fn new(body: &str, path: &str) -> Self {
        let begins_with_module = module_length(body.trim_start()).is_some();
        if begins_with_module || path.ends_with(".mdx") || text::holds(body, FENCE) {
            Mdx::All
        } else if text::holds(body, "{/*") || text::holds(body, "={") {
            Mdx::Elements
        } else {
            Mdx::Nothing
        }
    }
}

/// The fence of what other Markdown tools are to take for code.
const FENCE: &str = "```mdx-code-block";

/// `body` without the fences around MDX.
pub(super) fn unfence(body: &str) -> Cow<'_, str> {
    if !text::holds(body, FENCE) {
        return Cow::Borrowed(body);
    }
    let mut bare = String::with_capacity(body.len());
    let mut is_open = false;
    for line in body.split_inclusive('\n') {
        let text = line.trim();
        let is_fence = match is_open {
            true => text == "```",
            false => text == FENCE,
        };
        is_open ^= is_fence;
        bare.push_str(if is_fence { "\n" } else { line });
    }
    Cow::Owned(bare)
}

/// Finds what is JavaScript or JSX in `body`.
pub(super) fn find(body: &str, code: &Code, mdx: Mdx, edits: &mut Edits) {
    let mut scanner = Scanner {
        body,
        steps: body.len() * 8 + 100_000,
    };
    let last_end = body.rfind("*/}");
    let mut from = 0;
    while let Some(next) = body[from..].find(['{', '<', '\n']) {
        // Modules begin with a line.
        let at = from + next;
        let line = match (from, body.as_bytes()[at]) {
            (0, _) if mdx == Mdx::All && module_length(body).is_some() => Some(0),
            (_, b'\n') => Some(at + 1),
            _ => None,
        };
        from = at + 1;
        if let Some(code) = code.at(at) {
            from = code.range.end.max(from);
            continue;
        }
        if let Some(start) = line {
            let is_module = mdx == Mdx::All && code.at(start).is_none();
            if let Some(length) = is_module.then(|| module_length(&body[start..])).flatten() {
                edits.remove(start..start + length);
                // The line end may precede another one.
                from = start + length - usize::from(body[..start + length].ends_with('\n'));
            }
            continue;
        }
        let found = match body.as_bytes()[at] {
            b'<' => scanner.element(at, mdx),
            _ if body[at..].starts_with("{/*") => {
                // None is looked for in vain.
                let ends = last_end.is_some_and(|end| end > at);
                ends.then(|| comment(&body[at..])).flatten()
            }
            _ if mdx == Mdx::All && !body[..at].ends_with(['(', '\\']) => scanner.expression(at),
            _ => None,
        };
        if let Some((length, with)) = found {
            edits.replace(at..at + length, with);
            from = at + length;
        }
        if scanner.steps == 0 {
            return;
        }
    }
}

/// How long the comment is that `text` begins with, and the marker that it may be.
fn comment(text: &str) -> Option<(usize, String)> {
    let end = text.find("*/}")?;
    let comment = &text["{/*".len()..end];
    let marker = if is_summary_marker(comment) {
        format!("<!--{comment}-->")
    } else {
        String::new()
    };
    Some((end + "*/}".len(), marker))
}

/// How long the import or export is that `text` begins with: to the end of the line in which its
/// brackets are closed.
fn module_length(text: &str) -> Option<usize> {
    let is_export = [
        "const ",
        "let ",
        "var ",
        "default ",
        "function ",
        "async ",
        "class ",
        "{",
        "* ",
    ]
    .iter()
    .any(|word| {
        text.strip_prefix("export ")
            .is_some_and(|rest| rest.starts_with(word))
    });
    if !is_export && !text.starts_with("import ") {
        return None;
    }
    let mut depth = 0_usize;
    let mut at = 0;
    let text = &text[..text::floor_char_boundary(text, LONGEST)];
    let end = loop {
        let Some(next) = text[at..].find(['(', '[', '{', ')', ']', '}', '\n', '"', '\'', '`'])
        else {
            break text.len();
        };
        at += next;
        match text.as_bytes()[at] {
            b'\n' if depth == 0 => break at + 1,
            b'\n' => {}
            b'(' | b'[' | b'{' => depth += 1,
            b')' | b']' | b'}' => depth = depth.saturating_sub(1),
            _ => at += quoted(&text[at..]).unwrap_or(1) - 1,
        }
        at += 1;
    };
    let statement = text[..end].trim_end().trim_end_matches(';');
    let names_module = statement.ends_with(['"', '\'']);
    (is_export || names_module && depth == 0).then_some(end)
}

/// The longest expression, element or module, in bytes.
const LONGEST: usize = 8192;

/// How long the quoted text is that `text` begins with.
fn quoted(text: &str) -> Option<usize> {
    let quote = text.chars().next()?;
    let mut escaped = false;
    for (at, c) in text.char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '\n' if quote != '`' => return None,
            _ if c == quote => return Some(at + 1),
            _ => {}
        }
    }
    None
}

struct Scanner<'b> {
    body: &'b str,
    /// How many bytes may still be read.
    steps: usize,
}

/// An attribute: its name, and its value if that is known.
type Attribute<'b> = (&'b str, Option<Cow<'b, str>>);

impl<'b> Scanner<'b> {
    /// Takes note that `bytes` more were read.
    fn spend(&mut self, bytes: usize) {
        self.steps = self.steps.saturating_sub(bytes);
    }

    /// The text from `at` on, not to its end.
    fn window(&self, at: usize) -> &'b str {
        let rest = &self.body[at..];
        &rest[..text::floor_char_boundary(rest, LONGEST)]
    }

    /// How long the braces at `at` are, with what they hold.
    fn braces(&mut self, at: usize) -> Option<usize> {
        let text = self.window(at);
        let mut depth = 0_usize;
        let mut end = 0;
        while let Some(next) = text[end..].find(['{', '}', '"', '\'', '`']) {
            end += next;
            match text.as_bytes()[end] {
                b'{' => depth += 1,
                b'}' if depth == 1 => {
                    self.spend(end);
                    return Some(end + 1);
                }
                b'}' => depth -= 1,
                _ => end += quoted(&text[end..]).unwrap_or(1) - 1,
            }
            end += 1;
        }
        self.spend(text.len());
        None
    }

    /// The expression at `at`: how long it is, and what it says.
    fn expression(&mut self, at: usize) -> Option<(usize, String)> {
        let length = self.braces(at)?;
        let inner = &self.body[at + 1..at + length - 1];
        // `{#id}` of a heading.
        if inner.starts_with('#') {
            return None;
        }
        let text = literal(inner).map(|text| raw_text(&text));
        Some((length, text.unwrap_or_default()))
    }

    /// The tag at `at`, if HTML has none such: how long it is, and what takes its place.
    fn element(&mut self, at: usize, mdx: Mdx) -> Option<(usize, String)> {
        let text = self.window(at);
        let is_close = text.starts_with("</");
        let start = if is_close { 2 } else { 1 };
        let length =
            text[start..].find(|c: char| !(c.is_ascii_alphanumeric() || "._-".contains(c)))?;
        let name = &text[start..start + length];
        let is_component = name.is_empty()
            || name.contains('.')
            || name.starts_with(|c: char| c.is_ascii_uppercase());
        let mut end = start + length;
        let mut attributes = Vec::new();
        let mut has_braces = false;
        loop {
            end += text[end..].len() - text[end..].trim_start().len();
            let rest = &text[end..];
            if rest.starts_with("/>") {
                end += 2;
                break;
            } else if rest.starts_with('>') {
                end += 1;
                break;
            } else if rest.starts_with('{') {
                end += self.braces(at + end)?;
                has_braces = true;
                continue;
            }
            let length = rest.find(|c: char| c.is_whitespace() || "=/>{}<\"'".contains(c))?;
            if length == 0 {
                self.spend(end);
                return None;
            }
            let attribute = &rest[..length];
            end += length;
            let Some(value) = text[end..].trim_start().strip_prefix('=') else {
                attributes.push((attribute, Some(Cow::Borrowed(""))));
                continue;
            };
            let value = value.trim_start();
            end = text.len() - value.len();
            let length = match value.as_bytes().first()? {
                b'{' => {
                    has_braces = true;
                    self.braces(at + end)?
                }
                // Lines may end in it.
                quote @ (b'"' | b'\'') => value[1..].find(char::from(*quote))? + 2,
                _ => value.find(|c: char| c.is_whitespace() || c == '>')?,
            };
            let value = &value[..length];
            attributes.push((
                attribute,
                match value.strip_prefix('{') {
                    Some(expression) => literal(&expression[..expression.len() - 1]),
                    None => Some(Cow::Borrowed(unquoted(value))),
                },
            ));
            end += length;
        }
        self.spend(end);
        let is_closed = text[..end].ends_with("/>");
        let is_jsx = has_braces || mdx == Mdx::All && (is_component || text[..end].contains('\n'));
        is_jsx.then(|| {
            let with = match (is_component, is_close) {
                (true, true) if is_link(name) => "</a>".to_owned(),
                (true, true) => String::new(),
                (true, false) => component(name, &attributes),
                (false, _) => tag(name, &attributes, is_closed),
            };
            (end, with)
        })
    }
}

/// The text that an expression is, if it is one: of a `require` the path.
fn literal(expression: &str) -> Option<Cow<'_, str>> {
    let expression = expression.trim();
    let expression = match expression.strip_prefix("require(") {
        Some(path) => path.trim_end_matches(".default").strip_suffix(')')?.trim(),
        None => expression,
    };
    let is_number = !expression.is_empty() && expression.bytes().all(|b| b.is_ascii_digit());
    if is_number {
        return Some(Cow::Borrowed(expression));
    }
    if !expression.starts_with(['"', '\'', '`']) || quoted(expression)? != expression.len() {
        return None;
    }
    let inner = &expression[1..expression.len() - 1];
    (!inner.contains("${")).then_some(Cow::Borrowed(inner))
}

/// An attribute's value without its quotes.
fn unquoted(value: &str) -> &str {
    match value.starts_with(['"', '\'']) {
        true => &value[1..value.len() - 1],
        false => value,
    }
}

/// Whether components of that name lead elsewhere.
fn is_link(name: &str) -> bool {
    matches!(name, "Link" | "A")
}

/// What a component shows: a picture, a link, a label.
fn component(name: &str, attributes: &[Attribute<'_>]) -> String {
    let get = |keys: &[&str]| {
        let mut found = attributes.iter().filter(|(key, _)| keys.contains(key));
        found.find_map(|(_, value)| value.as_deref().filter(|value| !value.trim().is_empty()))
    };
    if is_link(name) {
        let address = get(&["to", "href"]).map(|address| ("href", Some(Cow::Borrowed(address))));
        return tag("a", address.as_slice(), false);
    }
    let alt = get(&["alt"]);
    if let Some(source) = get(&["src", "img", "image"])
        && (alt.is_some() || name.contains("Im") || name.contains("Fig"))
    {
        let pairs = [
            ("src", Some(source.into())),
            ("alt", Some(alt.unwrap_or_default().into())),
        ];
        return tag("img", &pairs, false);
    }
    let label = get(&["title", "label", "summary", "caption", "heading"]).or(alt);
    match (label, get(&["href", "to", "url", "src"])) {
        (Some(label), Some(address)) => {
            let open = tag("a", &[("href", Some(address.into()))], false);
            format!("{open}{}</a>", raw_text(label))
        }
        (Some(label), None) => format!("<strong>{}</strong> ", raw_text(label)),
        (None, _) => String::new(),
    }
}

/// A tag of HTML, on one line.
fn tag(name: &str, attributes: &[Attribute<'_>], is_closed: bool) -> String {
    let mut html = format!("<{name}");
    for (key, value) in attributes {
        if let Some(value) = value {
            let value = value.replace('\n', " ");
            let _ = write!(html, " {key}=\"{}\"", escape_attribute(&value));
        }
    }
    html.push_str(if is_closed { " />" } else { ">" });
    html
}

#[cfg(test)]
mod tests {
    use super::super::tests::expanded;
    use crate::model::Templates;

    #[test]
    fn javascript_goes() {
        for (body, left) in [
            (
                "import A from '@site/a';\nimport \"b.css\"\nimport {\n  C,\n} from 'c'\n\nexport const c = {\n  d: 1,\n};\nx\n\nimport d",
                "\nx\n\nimport d",
            ),
            (
                "a\n\n{/* truncate */}\n\nb {/* c */}d",
                "a\n\n<!-- truncate -->\n\nb d",
            ),
            ("`{/* a */}` {/* b */}", "`{/* a */}` "),
            ("{/* never closed", "{/* never closed"),
            ("import and export are words", "import and export are words"),
            ("a\n\nimport A from 'a'\n", "a\n\nimport A from 'a'\n"),
            (
                "import A from 'a'\n\nb {c.d} {'e'} `{f}` {\"x\": {y}} # {#id}",
                "\nb  e `{f}`  # {#id}",
            ),
            ("a {b} {1,2}", "a {b} {1,2}"),
            (
                "import A from 'a'\n\n```mdx-code-block\n<B>\n```\n*b*\n```mdx-code-block\n</B>\n```\n",
                "\n\n\n\n*b*\n\n\n\n",
            ),
        ] {
            assert_eq!(expanded(body, Templates::Unknown), left, "{body}");
        }
    }

    #[test]
    fn of_elements_addresses_and_texts_stay() {
        for (body, left) in [
            ("<X style={{color: 'red'}}/> a", " a"),
            (
                "<Image src={hero} alt=\"A hero\"/>",
                "<strong>A hero</strong> ",
            ),
            (
                "<Image\n  src={require('./a.png').default}\n  alt='b \"c\"'\n  width={3} />",
                "<img src=\"./a.png\" alt=\"b &quot;c&quot;\">",
            ),
            (
                "<a href={'https://x.org'} b={c}>d</a>",
                "<a href=\"https://x.org\">d</a>",
            ),
            ("<B onClick={() => c('>')}>d</B>", "d</B>"),
            (
                "import A from 'a'\n\n<A.B label=\"c\" />\n<Link to=\"/d\">e</Link>\n<>f</>",
                "\n<strong>c</strong> \n<a href=\"/d\">e</a>\nf",
            ),
            (
                "<p>a</p> <b c=\"d\">e</b> 1 < 2 <A>",
                "<p>a</p> <b c=\"d\">e</b> 1 < 2 <A>",
            ),
            ("a ={ <b c={ d", "a ={ <b c={ d"),
        ] {
            assert_eq!(expanded(body, Templates::Unknown), left, "{body}");
        }
    }
}
