//! Findings for people, in the style of a compiler.
//!
//! ```text
//! posts/a.md:3:7: error[invalid-date]: `date` cannot be used: there is no month 13
//!   |
//! 3 | date: 2021-13-01
//!   |       ^
//!   = help: Write the date as `2025-05-18` or `2025-05-18T21:36:22+08:00`.
//! ```
//!
//! Text from an article cannot control the terminal: control characters are shown as pictures (`␛`),
//! those that change the direction of text as `�`.

use std::borrow::Cow;
use std::collections::HashSet;
use std::fmt::Write as _;
use std::io::{self, Write};

use anstyle::{AnsiColor, Style};
use feedmill::diagnostic::{Diagnostic, Severity};
use unicode_width::UnicodeWidthChar;

use super::format::FindingFormat;

/// How many columns of a source line are shown.
const WINDOW: usize = 100;

/// What a tab is shown as.
const TAB: &str = "    ";

/// The format for people.
pub(super) struct Human {
    color: bool,
    /// The codes whose remedy has been shown.
    explained: HashSet<&'static str>,
    /// Whether a remedy was left out because it had been shown.
    left_out: bool,
}

impl Human {
    pub(super) fn new(color: bool) -> Self {
        Human {
            color,
            explained: HashSet::new(),
            left_out: false,
        }
    }

    /// How a remark on the findings begins.
    pub(super) fn note(&self) -> Cow<'static, str> {
        self.paint(Style::new().bold(), "note")
    }

    /// `text` in `style`.
    fn paint<'a>(&self, style: Style, text: &'a str) -> Cow<'a, str> {
        if self.color && !text.is_empty() {
            Cow::Owned(format!("{style}{text}{style:#}"))
        } else {
            Cow::Borrowed(text)
        }
    }

    pub(super) fn render(&mut self, finding: &Diagnostic) -> String {
        let mut text = String::new();
        let bold = Style::new().bold();
        let frame = Style::new().fg_color(Some(AnsiColor::Blue.into())).bold();
        let loud = Style::new()
            .fg_color(Some(severity_color(finding.severity).into()))
            .bold();

        if let Some(place) = &finding.position {
            let _ = write!(text, "{}: ", harmless(&place.to_string()));
        }
        let code = format!("{}[{}]", finding.severity, finding.rule.code);
        let _ = writeln!(
            text,
            "{}: {}",
            self.paint(loud, &code),
            self.paint(bold, &harmless(&finding.message))
        );

        let place = finding.position.as_ref();
        let line = place.and_then(|at| at.line);
        let number = line.map(|line| line.to_string()).unwrap_or_default();
        let gutter = " ".repeat(number.len());
        let bar = self.paint(frame, "|");
        if let Some(source) = finding.source_line.as_deref() {
            let excerpt = Excerpt::new(source, place.and_then(|place| place.column));
            let number = self.paint(frame, &number);
            let _ = writeln!(text, "{gutter} {bar}");
            let _ = writeln!(text, "{number} {bar} {}", excerpt.text);
            if let Some(column) = excerpt.caret {
                let space = " ".repeat(column);
                let _ = writeln!(text, "{gutter} {bar} {space}{}", self.paint(loud, "^"));
            }
        }
        if self.explained.insert(finding.rule.code) {
            let sign = self.paint(frame, "=");
            let help = self.paint(bold, "help");
            let _ = writeln!(text, "{gutter} {sign} {help}: {}", finding.rule.remedy);
        } else {
            self.left_out = true;
        }
        text
    }
}

impl FindingFormat for Human {
    fn finding(&mut self, finding: &Diagnostic, out: &mut dyn Write) -> io::Result<()> {
        let text = self.render(finding);
        out.write_all(text.as_bytes())
    }

    fn finish(&mut self, out: &mut dyn Write) -> io::Result<()> {
        if !self.left_out {
            return Ok(());
        }
        writeln!(
            out,
            "{}: each help is shown once; `feedmill explain CODE` says more",
            self.note()
        )
    }
}

fn severity_color(severity: Severity) -> AnsiColor {
    match severity {
        Severity::Error => AnsiColor::Red,
        Severity::Warning => AnsiColor::Yellow,
        Severity::Info => AnsiColor::Cyan,
    }
}

/// The part of a source line that is shown.
struct Excerpt {
    text: String,
    /// The number of columns before the caret.
    caret: Option<usize>,
}

impl Excerpt {
    /// The part of `source` around its character `column` (from one).
    fn new(source: &str, column: Option<u32>) -> Self {
        let source = source.trim_end_matches(['\r', '\n']);
        let caret_at = column.map(|column| {
            let mut characters = source.char_indices().skip(column.max(1) as usize - 1);
            characters.next().map_or(source.len(), |(index, _)| index)
        });
        let start = caret_at.map_or(0, |caret| window_start(&source[..caret]));

        let mut text = String::new();
        if start > 0 {
            text.push('…');
        }
        let mut width = text.chars().count();
        let mut caret = None;
        for (index, c) in source[start..].char_indices() {
            if caret_at == Some(start + index) {
                caret = Some(width);
            }
            let (shown, columns) = cell(c);
            if width + columns > WINDOW {
                text.push('…');
                return Excerpt { text, caret };
            }
            text.push_str(&shown);
            width += columns;
        }
        if caret_at.is_some() {
            // The caret may stand behind the last character.
            caret = caret.or(Some(width));
        }
        Excerpt { text, caret }
    }
}

/// Where the excerpt starts so that the end of `before` is visible: at the start of the line if that
/// is near, otherwise half a window before the end.
fn window_start(before: &str) -> usize {
    let mut start = before.len();
    let mut width = 0;
    for (index, c) in before.char_indices().rev() {
        width += cell(c).1;
        if width <= WINDOW / 2 {
            start = index;
        }
        if width >= WINDOW {
            return start;
        }
    }
    0
}

/// A character as it is shown in a source line, and its width in columns.
fn cell(c: char) -> (Cow<'static, str>, usize) {
    match c {
        '\t' => (Cow::Borrowed(TAB), TAB.len()),
        c => {
            let c = picture(c);
            (Cow::Owned(c.to_string()), c.width().unwrap_or(0))
        }
    }
}

/// `text` without control characters.
pub(crate) fn harmless(text: &str) -> Cow<'_, str> {
    if text.chars().all(|c| picture(c) == c) {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(text.chars().map(picture).collect())
    }
}

/// What is shown in place of `c`.
fn picture(c: char) -> char {
    match c {
        '\0'..='\u{1f}' => char::from_u32(0x2400 + u32::from(c)).unwrap_or('\u{fffd}'),
        '\u{7f}' => '\u{2421}',
        // C1 controls; what sets the direction of text; line and paragraph separators.
        '\u{80}'..='\u{9f}'
        | '\u{61c}'
        | '\u{200e}'
        | '\u{200f}'
        | '\u{2028}'..='\u{202e}'
        | '\u{2066}'..='\u{2069}' => '\u{fffd}',
        c => c,
    }
}
