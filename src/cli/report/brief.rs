//! Findings for people, few enough to be read.
//!
//! The same message is written once, with a count and three of its places. Ten messages of a code are
//! shown, and as many in all as leave room for the other output of a run below 300 lines and 60 kB. The
//! last line counts the others.

use std::collections::{BTreeMap, HashMap};
use std::io::{self, Write};

use feedmill::diagnostic::Diagnostic;

use super::format::FindingFormat;
use super::human::Human;

/// Messages of one code.
const SHOWN_PER_CODE: usize = 10;
/// Places of one message.
const SHOWN_PLACES: usize = 3;
/// Characters at the start and the end of one long message. Between them is a value of a whole page, which
/// would hide the other messages.
const SHOWN_CHARACTERS: (usize, usize) = (400, 100);
/// Lines and bytes of all messages.
const MAX_LINES: usize = 180;
const MAX_BYTES: usize = 40_000;

/// A message and all the findings that have it.
struct Message<'f> {
    first: &'f Diagnostic,
    others: Vec<&'f Diagnostic>,
}

impl Message<'_> {
    fn finding(&self) -> Diagnostic {
        let mut finding = self.first.clone();
        finding.message = shortened(&finding.message);
        if !self.others.is_empty() {
            let times = self.others.len() + 1;
            finding.message += &format!(" ({times} times");
            let mut places: Vec<String> = Vec::new();
            for other in &self.others {
                let place = other.position.as_ref().map(ToString::to_string);
                places.extend(place.filter(|place| !places.contains(place)));
                if places.len() == SHOWN_PLACES - 1 {
                    break;
                }
            }
            if !places.is_empty() {
                finding.message += &format!(", also at {}", places.join(" and "));
            }
            finding.message.push(')');
        }
        finding
    }
}

/// Writes what is shown of `findings`.
pub(super) fn write(
    findings: &[&Diagnostic],
    mut human: Human,
    out: &mut dyn Write,
) -> io::Result<()> {
    let mut left_out: BTreeMap<&str, usize> = BTreeMap::new();
    let mut shown: HashMap<&str, usize> = HashMap::new();
    let (mut lines, mut bytes) = (0, 0);
    let mut is_full = false;
    for message in messages(findings) {
        let code = message.first.rule.code;
        let shown = shown.entry(code).or_default();
        if !is_full && *shown < SHOWN_PER_CODE {
            let text = human.render(&message.finding());
            lines += text.lines().count();
            bytes += text.len();
            is_full = lines > MAX_LINES || bytes > MAX_BYTES;
            if !is_full {
                *shown += 1;
                out.write_all(text.as_bytes())?;
                continue;
            }
        }
        *left_out.entry(code).or_default() += message.others.len() + 1;
    }
    if !left_out.is_empty() {
        let counts: Vec<String> = left_out
            .iter()
            .map(|(code, number)| format!("{number} of `{code}`"))
            .collect();
        writeln!(
            out,
            "{}: not shown: {}; `-v` shows all",
            human.note(),
            counts.join(", ")
        )?;
    }
    human.finish(out)
}

/// The message without the middle of what is too long.
fn shortened(message: &str) -> String {
    let (start, end) = SHOWN_CHARACTERS;
    let length = message.chars().count();
    if length <= start + end {
        return message.to_owned();
    }
    let mut short: String = message.chars().take(start).collect();
    short.push('…');
    short.extend(message.chars().skip(length - end));
    short
}

/// The messages, in the order of their first findings.
fn messages<'f>(findings: &[&'f Diagnostic]) -> Vec<Message<'f>> {
    let mut messages: Vec<Message<'f>> = Vec::new();
    let mut known: HashMap<(&str, &str), usize> = HashMap::new();
    for &finding in findings {
        let key = (finding.rule.code, finding.message.as_str());
        match known.get(&key) {
            Some(&at) => messages[at].others.push(finding),
            None => {
                known.insert(key, messages.len());
                messages.push(Message {
                    first: finding,
                    others: Vec::new(),
                });
            }
        }
    }
    messages
}
