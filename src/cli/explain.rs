//! `feedmill explain`: what a code means, why it matters, and what to do.

use std::fmt::Write as _;

use feedmill::diagnostic::Rule;
use unicode_width::UnicodeWidthStr;

use super::report;

/// The width of the text, in columns.
const WIDTH: usize = 80;

/// Explains the rule with `code`.
///
/// # Errors
///
/// If no rule has that code.
pub(crate) fn explain(code: &str, rules: &[&'static Rule]) -> Result<String, String> {
    let code = code.trim();
    // As a finding prints it: `error[invalid-date]`.
    let bracketed = code.trim_end_matches(':').strip_suffix(']');
    let code = match bracketed.and_then(|code| code.split_once('[')) {
        Some((_, inside)) => inside,
        None => code,
    };
    let rule = report::rule(&code.to_ascii_lowercase(), rules)?;
    let mut text = format!("{}[{}]\n\n", rule.severity, rule.code);
    paragraph(&mut text, rule.summary);
    paragraph(&mut text, &format!("Why: {}", rule.why));
    paragraph(&mut text, &format!("What to do: {}", rule.remedy));
    if let Some(example) = rule.example {
        sample(&mut text, "Before", example.before);
        sample(&mut text, "After", example.after);
    }
    if let Some(spec) = rule.spec {
        paragraph(&mut text, &format!("See {spec}."));
    }
    text.truncate(text.trim_end().len());
    text.push('\n');
    Ok(text)
}

/// Every code with its severity and meaning, in alphabetical order.
pub(crate) fn list(rules: &[&'static Rule]) -> String {
    let mut rules = rules.to_vec();
    rules.sort_by_key(|rule| rule.code);
    let longest = rules.iter().map(|rule| rule.code.len()).max().unwrap_or(0);
    let indent = longest + "  warning  ".len();

    let mut text = String::new();
    for rule in rules {
        let lines = wrap(rule.summary, WIDTH.saturating_sub(indent));
        let head = format!("{:longest$}  {:7}  ", rule.code, rule.severity);
        for (index, line) in lines.iter().enumerate() {
            let before = if index == 0 { head.as_str() } else { "" };
            let _ = writeln!(text, "{before:indent$}{line}");
        }
    }
    text
}

/// Appends `words`, wrapped, and a blank line.
fn paragraph(text: &mut String, words: &str) {
    for line in wrap(words, WIDTH) {
        let _ = writeln!(text, "{line}");
    }
    text.push('\n');
}

/// Appends `lines` as they are, indented below a heading.
fn sample(text: &mut String, heading: &str, lines: &str) {
    let _ = writeln!(text, "{heading}:");
    for line in lines.lines() {
        let _ = writeln!(text, "{}", format!("    {line}").trim_end());
    }
    text.push('\n');
}

/// Wraps `text` at white space into lines of at most `width` columns; a longer word gets its own line.
fn wrap(text: &str, width: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        match lines.last_mut() {
            Some(line) if line.width() + 1 + word.width() <= width => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use feedmill::diagnostic::{Example, Severity};

    static DATE: Rule = Rule {
        code: "date-impossible",
        module: "",
        severity: Severity::Error,
        summary: "A date is one that the calendar does not have.",
        why: "Readers sort by date, and one without a date takes the hour at which the feed was \
              fetched.",
        remedy: "write a date that exists",
        example: Some(Example {
            before: "---\ndate: 2021-02-30\n\n---",
            after: "---\ndate: 2021-02-28\n\n---",
        }),
        spec: Some("RFC 3339, section 5.7"),
    };
    static TAG: Rule = Rule {
        code: "tag-empty",
        module: "",
        severity: Severity::Warning,
        summary: "A tag is empty once it is trimmed, and no feed can be written for it, nor can any \
                  category name it.",
        why: "It names nothing.",
        remedy: "remove it",
        example: None,
        spec: None,
    };
    static RULES: &[&Rule] = &[&TAG, &DATE];

    #[test]
    fn a_rule_with_everything() {
        let expected = "\
error[date-impossible]

A date is one that the calendar does not have.

Why: Readers sort by date, and one without a date takes the hour at which the
feed was fetched.

What to do: write a date that exists

Before:
    ---
    date: 2021-02-30

    ---

After:
    ---
    date: 2021-02-28

    ---

See RFC 3339, section 5.7.
";
        assert_eq!(explain("date-impossible", RULES).unwrap(), expected);
    }

    #[test]
    fn a_rule_with_the_least() {
        let expected = "\
warning[tag-empty]

A tag is empty once it is trimmed, and no feed can be written for it, nor can
any category name it.

Why: It names nothing.

What to do: remove it
";
        assert_eq!(explain("tag-empty", RULES).unwrap(), expected);
    }

    #[test]
    fn an_unknown_code_is_answered_with_the_nearest() {
        let error = |code| explain(code, RULES).unwrap_err();
        assert_eq!(
            error("date_imposible"),
            "unknown code `date_imposible`; did you mean `date-impossible`?"
        );
        assert_eq!(
            error("tag-emtpy"),
            "unknown code `tag-emtpy`; did you mean `tag-empty`?"
        );
        assert_eq!(
            error("\u{1b}[31m"),
            "unknown code `\\u{1b}[31m`; `feedmill explain` lists all codes"
        );
    }

    #[test]
    fn the_list_is_sorted_and_wrapped() {
        let expected = "\
date-impossible  error    A date is one that the calendar does not have.
tag-empty        warning  A tag is empty once it is trimmed, and no feed can be
                          written for it, nor can any category name it.
";
        assert_eq!(list(RULES), expected);
        assert!(list(RULES).lines().all(|line| line.width() <= WIDTH));
        assert_eq!(list(&[]), "");
    }
}
