//! Mathematics in TeX to MathML, with its source in an annotation.

use std::ops::Range;

use pulldown_latex::config::DisplayMode;
use pulldown_latex::mathml::push_mathml;
use pulldown_latex::{Parser, RenderConfig, Storage};

use super::super::code::{Code, CodeRange};
use super::{Edits, lines, raw_text};
use crate::text::html;

/// The longest formula, in bytes.
const LONGEST: usize = 4096;

/// How deep its groups may be nested, and the elements that are made of it.
const DEEPEST: usize = 32;

/// How many commands it may have: each may hold all that follow it, and the parser is recursive.
const MOST_COMMANDS: usize = 100;

/// What the parser is not given: macros may repeat themselves without end, and `\charé` makes it panic.
const REFUSED: &[&str] = &[
    "\\char",
    "\\def",
    "\\let",
    "\\newcommand",
    "\\providecommand",
    "\\renewcommand",
];

/// `tex` as MathML; `None` if it is not understood.
pub(in crate::body) fn to_mathml(tex: &str, is_display: bool) -> Option<String> {
    let tex = tex.trim();
    let is_refused = REFUSED.iter().any(|command| tex.contains(command));
    let commands = tex.split('\\').skip(1);
    let commands = commands.filter(|rest| rest.starts_with(|c: char| c.is_ascii_alphabetic()));
    if tex.len() > LONGEST || is_refused || commands.count() > MOST_COMMANDS || depth(tex) > DEEPEST
    {
        return None;
    }
    let storage = Storage::new();
    let events: Result<Vec<_>, _> = Parser::new(tex, &storage).collect();
    let events = events.ok()?;
    let config = RenderConfig {
        display_mode: if is_display {
            DisplayMode::Block
        } else {
            DisplayMode::Inline
        },
        annotation: Some(tex),
        ..RenderConfig::default()
    };
    let mut mathml = String::new();
    let events = events.into_iter().map(Ok::<_, pulldown_latex::ParserError>);
    push_mathml(&mut mathml, events, config).ok()?;
    (element_depth(&mathml) <= DEEPEST * 2).then_some(mathml)
}

fn element_depth(mathml: &str) -> usize {
    let (mut depth, mut deepest) = (0_usize, 0);
    for tag in mathml.split('<').skip(1) {
        if tag.starts_with('/') {
            depth = depth.saturating_sub(1);
        } else if !tag.split('>').next().unwrap_or_default().ends_with('/') {
            depth += 1;
        }
        deepest = deepest.max(depth);
    }
    deepest
}

/// How deep groups and environments are nested in `tex`, at most.
fn depth(tex: &str) -> usize {
    let (mut depth, mut deepest) = (0_usize, 0);
    let bytes = tex.as_bytes();
    for (at, byte) in bytes.iter().enumerate() {
        let is_command = |name: &str| tex[at..].starts_with(name);
        match byte {
            b'{' => depth += 1,
            b'}' => depth = depth.saturating_sub(1),
            b'\\' if is_command("\\left") || is_command("\\begin") => depth += 1,
            b'\\' if is_command("\\right") || is_command("\\end") => {
                depth = depth.saturating_sub(1)
            }
            _ => continue,
        }
        deepest = deepest.max(depth);
    }
    deepest
}

/// Finds `\(x\)` and `\[x\]` in Markdown, which would lose its signs, and also `\\(x\\)`, as it is
/// written for parsers that take one backslash away.
pub(super) fn find(body: &str, code: &Code, edits: &mut Edits) {
    for (open, close) in [("\\(", "\\)"), ("\\[", "\\]")] {
        let mut from = 0;
        while let Some(at) = body[from..].find(open).map(|at| from + at) {
            let is_doubled = body[..at].ends_with('\\');
            let start = at + open.len();
            from = start;
            let begin = at - usize::from(is_doubled);
            if body[..begin].ends_with('\\') || code.at(at).is_some() {
                continue;
            }
            let Some(end) = body[start..].find(close).map(|end| start + end) else {
                break;
            };
            let tex = &body[start..end];
            let is_one = !tex.contains("\n\n")
                && !tex.trim().is_empty()
                && tex.ends_with('\\') == is_doubled;
            if !is_one {
                continue;
            }
            from = end + close.len();
            let tex = if is_doubled {
                &tex[..tex.len() - 1]
            } else {
                tex
            };
            edits.replace(begin..from, in_markdown(tex, open, close));
        }
    }
}

/// Joins the lines of each `$$` block, one of which Markdown may take for a list or a heading.
pub(super) fn find_blocks(body: &str, code: &Code, edits: &mut Edits) {
    // What parts the lines of the block that is open.
    let mut block: Option<Vec<Range<usize>>> = None;
    for (start, line) in lines(body) {
        let text = line.trim();
        let Some(breaks) = &mut block else {
            let begins = text.starts_with("$$") && !text[2..].contains("$$");
            let place = start + line.len() - line.trim_start().len();
            if begins && code.at(place).is_none_or(|piece| piece.is_span) {
                block = Some(Vec::new());
            }
            continue;
        };
        let space = line.len() - line.trim_start().len();
        breaks.push(start - 1..start + space);
        let is_end = text.ends_with("$$");
        if is_end {
            for range in breaks.drain(..) {
                edits.replace(range, " ".to_owned());
            }
        }
        if is_end || text.is_empty() || text.contains("$$") {
            block = None;
        }
    }
}

/// The longest text between two `$` that is looked at, in bytes.
const FARTHEST: usize = 1024;

/// Whether there may be text between `$` that is not a formula.
pub(super) fn is_text_likely(body: &str) -> bool {
    let mut before: Option<usize> = None;
    memchr::memchr_iter(b'$', body.as_bytes()).any(|at| {
        let between = before
            .replace(at)
            .map_or("", |before| &body[before + 1..at]);
        between.len() <= FARTHEST && holds_markup(between)
    })
}

/// Takes the meaning from the signs of a paragraph in which two of them enclose what cannot be TeX:
/// `$HOME/**x** and [y](z$a)`.
pub(super) fn find_text(body: &str, code: &Code, edits: &mut Edits) {
    // A block of code may begin with a prompt.
    let is_formula = |piece: &CodeRange| {
        let text = &body[piece.range.clone()];
        piece.is_span && text.starts_with('$') && !text.starts_with("$$")
    };
    // How far the body is read.
    let mut from = 0;
    for piece in code.iter() {
        let is_text = is_formula(piece) && holds_markup(&body[piece.range.clone()]);
        if piece.range.start < from || !is_text {
            continue;
        }
        let begin = body[from..piece.range.start]
            .rfind("\n\n")
            .map_or(from, |at| from + at);
        let end = body[piece.range.end..]
            .find("\n\n")
            .map_or(body.len(), |at| piece.range.end + at);
        from = end;
        for at in memchr::memchr_iter(b'$', &body.as_bytes()[begin..end]).map(|at| begin + at) {
            let is_code = code.at(at).is_some_and(|piece| !is_formula(piece));
            if !is_code && !body[..at].ends_with(['\\', '$']) && !body[at + 1..].starts_with('$') {
                edits.replace(at..at, "\\".to_owned());
            }
        }
    }
}

/// Whether `text` holds signs of Markdown or tags.
fn holds_markup(text: &str) -> bool {
    let is_tag = |(at, _)| html::tag_start(&text[at..]).is_some();
    text.contains('>') && text.match_indices('<').any(is_tag)
        || ["](", "**", "`", "</"]
            .iter()
            .any(|sign| text.contains(sign))
}

/// A formula as HTML that Markdown leaves alone: MathML, else its source between its signs.
fn in_markdown(tex: &str, open: &str, close: &str) -> String {
    let tex = tex.trim();
    match to_mathml(tex, open == "\\[") {
        Some(mathml) => armoured_text(&mathml),
        None => raw_text(&format!("{open}{tex}{close}")),
    }
}

/// `html` whose text cannot be taken for Markdown.
fn armoured_text(html: &str) -> String {
    let mut armoured = String::with_capacity(html.len() * 2);
    for (index, part) in html.split('<').enumerate() {
        if index == 0 {
            armoured.push_str(&raw_text(part));
            continue;
        }
        let (tag, text) = part.split_once('>').unwrap_or((part, ""));
        armoured.push('<');
        armoured.push_str(tag);
        armoured.push('>');
        armoured.push_str(&raw_text(&crate::text::resolve_entities(text)));
    }
    armoured
}

#[cfg(test)]
mod tests {
    use super::super::super::{Context, render};
    use super::*;
    use crate::model::{AbsoluteUrl, MarkdownExtensions, Syntax, Templates};

    fn html(body: &str, templates: Templates, math: bool) -> String {
        let page = AbsoluteUrl::parse("https://e.org/p/").unwrap();
        let context = Context {
            templates,
            markdown: MarkdownExtensions {
                math: Some(math),
                ..MarkdownExtensions::default()
            },
            ..Context::new(Syntax::Markdown, &page)
        };
        render(body, &context).unwrap().html.unwrap().to_string()
    }

    #[test]
    fn formulas_become_mathml() {
        let x = "<semantics><mrow><mi>x</mi></mrow><annotation encoding=\"application/x-tex\">x</annotation></semantics></math>";
        for (body, shown) in [
            (
                "a $x$ b",
                format!("<p>a <math display=\"inline\">{x} b</p>\n"),
            ),
            ("$$\nx\n$$", format!("<p><math display=\"block\">{x}</p>\n")),
            (
                "a \\(x\\) b",
                format!("<p>a <math display=\"inline\">{x} b</p>\n"),
            ),
            (
                "a \\\\(x\\\\) b",
                format!("<p>a <math display=\"inline\">{x} b</p>\n"),
            ),
            ("\\[x\\]", format!("<p><math display=\"block\">{x}</p>\n")),
            (
                "`\\(x\\)` $5 and $6",
                "<p><code>\\(x\\)</code> $5 and $6</p>\n".to_owned(),
            ),
            (
                "a \\(\\def\\a{*b*}\\) *c*",
                "<p>a \\(\\def\\a{*b*}\\) <em>c</em></p>\n".to_owned(),
            ),
            ("$\\foo_1 * b_2$", "<p>$\\foo_1 * b_2$</p>\n".to_owned()),
        ] {
            assert_eq!(html(body, Templates::Hugo, true), shown, "{body}");
        }
        for is_on in [true, false] {
            assert_eq!(
                html(
                    "$a/**b** $5`c`$ [d](e$f) $g<i>$h</i>",
                    Templates::Hugo,
                    is_on
                ),
                "<p>$a/<strong>b</strong> $5<code>c</code>$ <a href=\"https://e.org/p/e$f\">d</a> $g<i>$h</i></p>\n",
                "{is_on}"
            );
        }
        let off = "<p>a $x_1$ $$y_1$$</p>\n";
        assert_eq!(html("a $x_1$ $$y_1$$", Templates::Hugo, false), off);
        // As kramdown 2.4 shows them.
        assert_eq!(
            html("a $x_1$ $$y_1$$\n\n$$z$$", Templates::Liquid, false),
            "<p>a $x_1$ \\(y_1\\)</p>\n<div>\\[z\\]</div>\n"
        );
        assert_eq!(
            html("$$\na\n  + b\n$$", Templates::Liquid, false),
            "<div>\\[a + b\\]</div>\n"
        );
    }

    #[test]
    fn prompts_in_code_stay() {
        let code = "```\n```\n    $ a\n    `b`\n    $ c";
        let shown = html(code, Templates::Hugo, true);
        assert!(shown.ends_with("$ a\n`b`\n$ c</code></pre>\n"), "{shown}");
    }

    #[test]
    fn no_formula_takes_long_or_nests_deep() {
        for tex in [
            "{".repeat(5_000),
            format!("{}x{}", "\\frac{1}{".repeat(300), "}".repeat(300)),
            "\\hat ".repeat(600) + "x",
            "\\char\u{E9}".to_owned(),
        ] {
            assert_eq!(to_mathml(&tex, true), None, "{tex:.20}");
        }
        let bodies = ["$x$ ", "\\(x ", "\\\\(x\\\\) ", "\\[", "$$"];
        for body in bodies {
            assert!(!html(&body.repeat(2_000), Templates::Hugo, true).is_empty());
        }
    }
}
