//! kramdown's tables, as tables of GitHub. Any block whose lines all have a bar outside of code is
//! one: without a header, without outer bars, with a rule that has fewer cells than the header, with
//! several rules, and with bars in code that divide nothing.

use super::super::code::Code;
use super::{Edits, indent, lines, list_marker};
use crate::text::html::{self, BLOCK};

/// The cells of a header that is not there; the renderer leaves it out.
pub(in crate::body) const NO_HEADER: char = '\u{FDD2}';

/// Makes the tables of `body` tables.
pub(super) fn find(body: &str, code: &Code, edits: &mut Edits) {
    let lines: Vec<TableLine<'_>> = lines(body)
        .map(|(start, line)| TableLine::new(start, line, code))
        .collect();
    let mut index = 0;
    let mut is_boundary = true;
    while let Some(line) = lines.get(index) {
        let is_start = is_boundary || line.begins_item;
        is_boundary = line.text.is_empty();
        if !is_start || line.bars.is_empty() {
            index += 1;
            continue;
        }
        let more = lines[index + 1..]
            .iter()
            .take_while(|line| !line.begins_item && !line.bars.is_empty());
        let end = index + 1 + more.count();
        let is_in_item = line.begins_item || !line.margin.is_empty();
        let is_end = lines.get(end).is_none_or(|next| {
            next.text.is_empty() || next.text.starts_with("{:") || next.begins_item && is_in_item
        });
        if is_end {
            table(&lines[index..end], edits);
        }
        is_boundary = false;
        index = end;
    }
}

/// A line that may be a row.
struct TableLine<'b> {
    /// What stands before its text.
    margin: &'b str,
    text: &'b str,
    /// Where its text begins and ends in the body.
    start: usize,
    end: usize,
    begins_item: bool,
    /// Where in the text the bars are that part cells, and those in code.
    bars: Vec<usize>,
    bars_in_code: Vec<usize>,
}

impl<'b> TableLine<'b> {
    fn new(start: usize, line: &'b str, code: &Code) -> Self {
        let line = line.trim_end();
        let mut at = indent(line);
        let mut begins_item = false;
        // `- 1. a | b`
        while let Some(length) = line
            .get(at..)
            .filter(|text| !is_rule(text))
            .and_then(list_marker)
        {
            begins_item = true;
            at += length;
        }
        let text = line.get(at..).unwrap_or_default();
        let mut row = TableLine {
            margin: &line[..line.len() - text.len()],
            text,
            start: start + at,
            end: start + line.len(),
            begins_item,
            bars: Vec::new(),
            bars_in_code: Vec::new(),
        };
        let is_code = code.at(row.start).is_some_and(|piece| !piece.is_span);
        let is_heading = text.starts_with('#');
        let is_html = html::tag_start(text).is_some_and(|(element, ..)| element.is(BLOCK));
        if memchr::memchr(b'|', text.as_bytes()).is_some() && !(is_code || is_heading || is_html) {
            row.find_bars(code);
        }
        row
    }

    /// Code spans are those within the line.
    fn find_bars(&mut self, code: &Code) {
        let bytes = self.text.as_bytes();
        let mut at = 0;
        // The lengths of runs of backticks that nothing ends from here on.
        let mut unclosed = 0_u64;
        while let Some(found) = memchr::memchr2(b'|', b'`', &bytes[at..]).map(|found| at + found) {
            let is_escaped = found > 0 && bytes[found - 1] == b'\\';
            if bytes[found] == b'|' {
                let in_element = code
                    .at(self.start + found)
                    .is_some_and(|piece| !piece.is_span);
                if in_element {
                    self.bars_in_code.push(found);
                } else if !is_escaped {
                    self.bars.push(found);
                }
                at = found + 1;
                continue;
            }
            let run = |at: usize| bytes[at..].iter().take_while(|&&byte| byte == b'`').count();
            let length = run(found);
            at = found + length;
            if is_escaped || length > 63 || unclosed >> length & 1 == 1 {
                continue;
            }
            let mut closing = at;
            let end = loop {
                match memchr::memchr(b'`', &bytes[closing..]).map(|tick| closing + tick) {
                    Some(tick) if run(tick) == length => break Some(tick),
                    Some(tick) => closing = tick + run(tick),
                    None => break None,
                }
            };
            let Some(end) = end else {
                unclosed |= 1 << length;
                continue;
            };
            let bars = memchr::memchr_iter(b'|', &bytes[at..end]).map(|bar| at + bar);
            self.bars_in_code
                .extend(bars.filter(|&bar| bytes[bar - 1] != b'\\'));
            at = end + length;
        }
    }

    fn starts_with_bar(&self) -> bool {
        self.bars.first() == Some(&0)
    }

    fn ends_with_bar(&self) -> bool {
        self.bars.last() == Some(&(self.text.len() - 1))
    }

    fn cells(&self) -> usize {
        let outer = usize::from(self.starts_with_bar()) + usize::from(self.ends_with_bar());
        (1 + self.bars.len()).saturating_sub(outer).max(1)
    }

    /// `|---|:--:|`, `|====`.
    fn is_rule(&self) -> bool {
        is_rule(self.text)
    }
}

fn is_rule(text: &str) -> bool {
    let is_sign = |c| matches!(c, '|' | '-' | '=' | ':' | '+' | ' ' | '\t');
    text.contains(['-', '=']) && text.contains('|') && text.chars().all(is_sign)
}

fn table(rows: &[TableLine<'_>], edits: &mut Edits) {
    let Some(first) = rows.first() else { return };
    if let Some(second) = rows.get(1).filter(|_| first.is_rule()) {
        // A line above the table.
        edits.remove(first.start..second.start);
        return table(&rows[1..], edits);
    }
    let body = rows.iter().filter(|row| !row.is_rule());
    let width = body.clone().map(TableLine::cells).max().unwrap_or(0);
    let has_rule = rows.iter().skip(1).any(TableLine::is_rule);
    let has_header = !first.is_rule() && rows.get(1).is_some_and(TableLine::is_rule);
    // A header alone is none in kramdown, and a table for everybody else.
    if width == 0 || has_header && body.count() == 1 {
        return;
    }
    let margin: String = first
        .margin
        .chars()
        .map(|c| if matches!(c, '>' | '\t') { c } else { ' ' })
        .collect();
    let mut rest = rows;
    if has_header {
        let (header, rule) = (first, &rows[1]);
        if header.cells() < width {
            let bar = if header.ends_with_bar() { "" } else { " |" };
            let missing = " |".repeat(width - header.cells());
            edits.replace(header.end..header.end, format!("{bar}{missing}"));
        }
        if rule.cells() != width || rule.text.contains(['=', '+']) || rule.bars.is_empty() {
            edits.replace(rule.start..rule.end, format!("|{}", "---|".repeat(width)));
        }
        rest = &rows[2..];
    } else if !(has_rule && rows.len() == 1) {
        let row = |cell: &str| format!("|{}\n{margin}", cell.repeat(width));
        let empty = format!("{NO_HEADER}|");
        edits.replace(first.start..first.start, row(&empty) + &row("---|"));
    }
    for row in rest {
        if row.is_rule() {
            // The line break goes too, or the table would end here.
            let line = row.start - row.margin.len();
            edits.remove(line.saturating_sub(1)..row.end);
        } else if !row.starts_with_bar()
            && row
                .text
                .starts_with(['-', '+', '*', '#', '>', '=', ':', '~', '<', '`'])
        {
            // Else it may be the beginning of something else.
            edits.replace(row.start..row.start, "| ".to_owned());
        }
    }
    for row in rows.iter().filter(|row| !row.is_rule()) {
        for bar in &row.bars_in_code {
            edits.replace(row.start + bar..row.start + bar, "\\".to_owned());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::expanded;
    use crate::model::Templates;

    /// As kramdown reads them.
    #[test]
    fn tables_become_those_of_github() {
        for (body, table) in [
            ("|a|b|\n|---|\n|c|d|", "|a|b|\n|---|---|\n|c|d|"),
            (
                "|a|b|\n|c|d|\n",
                "|\u{FDD2}|\u{FDD2}|\n|---|---|\n|a|b|\n|c|d|\n",
            ),
            ("|a|\n|-|\n|b|\n|===|\n|c|", "|a|\n|-|\n|b|\n|c|"),
            ("|a|b|\n|-|-|\n|c|d|", "|a|b|\n|-|-|\n|c|d|"),
            (
                "a | b\nc | d\n\nx",
                "|\u{FDD2}|\u{FDD2}|\n|---|---|\na | b\nc | d\n\nx",
            ),
            ("a | b\n--|--\n`c|d` | e", "a | b\n--|--\n| `c\\|d` | e"),
            ("|a|\n|-|\n|b|c|", "|a| |\n|---|---|\n|b|c|"),
            (
                "- x\n- a | b\n- c",
                "- x\n- |\u{FDD2}|\u{FDD2}|\n  |---|---|\n  a | b\n- c",
            ),
            ("|--+--|\n| a |\n|---|\n| b |", "| a |\n|---|\n| b |"),
            ("a | b\n- | -\nc | d", "a | b\n- | -\nc | d"),
            ("# A\n- | b", "# A\n- |\u{FDD2}|\n  |---|\n  | b"),
        ] {
            assert_eq!(expanded(body, Templates::Liquid), table, "{body}");
        }
    }

    #[test]
    fn what_is_none_stays() {
        for body in [
            "    |a|b|",
            "text\n| a",
            "a | b\nand c",
            "a \\| b",
            "`a | b`",
            "<p>a | b</p>",
            "# a | b",
            "# a\nb | c",
            "a | b\n- | -",
            "```\na | b\n```",
        ] {
            assert_eq!(expanded(body, Templates::Liquid), body);
        }
    }
}
